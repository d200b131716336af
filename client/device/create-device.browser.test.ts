import Dexie from "dexie";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { err } from "#shared/kernel/result.ts";
import { orderId, orderOf, snapshotOf } from "../store/testing/samples.ts";
import { openTab, rememberingServer, type Tab } from "../sync/testing/tab.ts";
import { createDevice } from "./create-device.ts";
import type { Device, Identity } from "./device.ts";

const NAME = "test-device";
const identity: Identity = {
  restaurantId: orderId(900),
  restaurantName: "Aurelia",
  deviceId: orderId(901),
  role: "kitchen",
  letter: "B",
  name: "Grill",
  stationIds: [],
  locale: "es-ES",
  currency: "EUR",
  timezone: "Europe/Madrid",
};

let tab: Tab;
let device: Device;
const said: (readonly string[])[] = [];
let draws = 0;
let waiting = false;
let isBusy = () => false;

beforeEach(async () => {
  await Dexie.delete(NAME);
  // Pushes are never answered: what is drawn stays what was done here.
  const { transport } = rememberingServer(snapshotOf([orderOf(1), orderOf(2)]));
  tab = await openTab(NAME, { ...transport, push: () => new Promise(() => undefined) });
  waiting = false;
  draws = 0;
  said.length = 0;
  device = createDevice({
    identity,
    store: tab.store,
    engine: tab.engine,
    clock: () => Date.now(),
    say: async (ids) => said.push(ids) > 0,
    every: () => () => undefined,
    storage: { state: () => "persistent", onChange: () => undefined },
    wipe: { wiped: () => false, onChange: () => undefined },
    updates: {
      waiting: () => waiting,
      onChange: () => undefined,
      busyWhile: (busy) => (isBusy = busy),
      load: () => undefined,
    },
  });
  device.subscribe(() => void draws++);
});
afterEach(async () => {
  tab.engine.close();
  await Dexie.delete(NAME);
});

const live = () =>
  expect.poll(() => device.link().state, { timeout: 12_000, interval: 20 }).toBe("live");

describe("a device as screens see it", () => {
  test("says the restaurant's own settings before it was ever filled", () => {
    expect(device.view().settings).toMatchObject({
      name: "Aurelia",
      locale: "es-ES",
      currency: "EUR",
      timezone: "Europe/Madrid",
    });
  });

  test("gives the same objects until something changes", async () => {
    await live();
    const [view, link] = [device.view(), device.link()];
    expect([device.view(), device.link()]).toEqual([view, link]);
    expect(device.view()).toBe(view);
    expect(device.link()).toBe(link);
    await device.act("order.rush", { orderId: orderId(1), rush: true });
    expect(device.view()).not.toBe(view);
    expect(device.view().version).toBeGreaterThan(view.version);
  });

  test("tells what it recorded of the service, and why where its store does not answer", async () => {
    await live();
    await expect
      .poll(() => device.history())
      .toMatchObject({
        ok: true,
        value: [{ kind: "start", orders: [{ orderId: orderId(1) }, { orderId: orderId(2) }] }],
      });
    const closed = createDevice({
      identity,
      store: { ...tab.store, history: async () => err({ kind: "lost", detail: "closed" }) },
      engine: tab.engine,
      clock: () => Date.now(),
      say: async () => true,
      every: () => () => undefined,
      storage: { state: () => "persistent", onChange: () => undefined },
      wipe: { wiped: () => false, onChange: () => undefined },
      updates: {
        waiting: () => false,
        onChange: () => undefined,
        busyWhile: () => undefined,
        load: () => undefined,
      },
    });
    expect(await closed.history()).toEqual({
      ok: false,
      error: { kind: "lost", detail: "closed" },
    });
  });

  test("[SYN-15] has an action on disk and in the view when it resolves, and tells the screens once", async () => {
    await live();
    draws = 0;
    await device.act("order.rush", { orderId: orderId(2), rush: true });
    expect(device.view().orders.get(orderId(2))?.rush).toBe(true);
    const stored = await tab.store.load();
    expect(stored.ok && stored.value.entries.map((entry) => entry.name)).toEqual(["order.rush"]);
    expect(draws).toBeGreaterThan(0);
  });

  test("refuses what its role may not do, and what makes no sense, with a sentence", async () => {
    await expect(device.act("order.complete", { orderId: orderId(1) })).rejects.toMatchObject({
      code: "forbidden",
      message: "This device may not do that.",
    });
    await expect(device.act("order.rush", { orderId: "one", rush: true })).rejects.toMatchObject({
      code: "invalid",
      message: "orderId: must be a UUID.",
    });
    const stored = await tab.store.load();
    expect(stored.ok && stored.value.entries).toEqual([]);
  });

  test("refuses what would not fit into one push, and text that no database takes, before it is durable", async () => {
    const line = (n: number) => ({
      lineId: orderId(n),
      menuItemId: "dish-1",
      quantity: 1,
      notes: "\u{1F355}".repeat(240),
      allergies: Array.from({ length: 30 }, (_, index) => `${index}`.padEnd(40, "\u4E2D")),
    });
    const place = (count: number, notes = "") =>
      device.act("order.place", {
        orderId: orderId(500 + count),
        channel: "takeaway",
        notes,
        lines: Array.from({ length: count }, (_, index) => line(1_000 * count + index)),
      });
    await expect(place(100)).rejects.toMatchObject({
      code: "too_large",
      message: "That is too much to send at once. Send it in two parts. Nothing was changed.",
    });
    await expect(place(1, "a\0b")).rejects.toMatchObject({
      code: "invalid",
      message: "notes: must be whole characters.",
    });
    await expect(place(1, "half \uD83C")).rejects.toMatchObject({ code: "invalid" });
    const before = await tab.store.load();
    expect(before.ok && before.value.entries).toEqual([]);
    await place(50);
    const stored = await tab.store.load();
    expect(stored.ok && stored.value.entries.map((entry) => entry.name)).toEqual(["order.place"]);
  });

  test("offers a new version only when its rail is empty", async () => {
    await live();
    waiting = true;
    expect(device.link().updateReady).toBe(false);
    for (const n of [1, 2]) {
      for (const stationId of ["grill", "fry"]) {
        const lines = device
          .view()
          .orders.get(orderId(n))!
          .lines.filter((line) => line.stationId === stationId)
          .map(({ lineId, generation }) => ({ lineId, generation }));
        await device.act("ticket.bump", { orderId: orderId(n), stationId, lines });
      }
    }
    expect(device.link().updateReady).toBe(true);
  });

  test("waits for the stations that its screen shows, not for those it was paired with", async () => {
    await live();
    waiting = true;
    device.covers(["wok"]);
    expect([device.link().updateReady, isBusy()]).toEqual([true, false]);
    device.covers(["grill"]);
    expect([device.link().updateReady, isBusy()]).toEqual([false, true]);
    device.covers([]);
    expect([device.link().updateReady, isBusy()]).toEqual([false, true]);
  });

  test("is busy while somebody types, whatever the rail says", async () => {
    await live();
    device.covers(["wok"]);
    const field = document.createElement("input");
    document.body.append(field);
    field.focus();
    expect(isBusy()).toBe(true);
    field.remove();
    expect(isBusy()).toBe(false);
  });

  test("[SYN-20] keeps notices until they are dismissed", async () => {
    await tab.store.addNotice({
      id: "a/1",
      at: 1,
      code: "order_cancelled",
      detail: "Order A1 was cancelled.",
      number: "A1",
    });
    tab.engine.noticesChanged();
    await expect
      .poll(() => device.notices())
      .toMatchObject([{ id: "a/1", detail: "Order A1 was cancelled." }]);
    device.dismiss("a/1");
    expect(device.notices()).toEqual([]);
    await expect
      .poll(async () => (await tab.store.openNotices()).ok && device.notices())
      .toEqual([]);
  });
});
