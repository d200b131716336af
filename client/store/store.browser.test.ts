import Dexie from "dexie";
import { describe, expect, test } from "vitest";
import { HOUR } from "#shared/kernel/time.ts";
import { describeDatabase } from "./database.ts";
import { cursorAt, eventId, orderId, orderOf, placed, snapshotOf } from "./testing/samples.ts";
import { AT, got, NAME, newOrder, rush, makeStores } from "./testing/make-stores.ts";

const { open, withTerm, writes } = makeStores();

describe("opening", () => {
  test("gives a new device a client id that stays", async () => {
    const first = got(await open().load());
    expect(first).toMatchObject({ nextId: 1, snapshot: null, events: [], entries: [] });
    expect(got(await open("B", 1).load()).clientId).toBe(first.clientId);
  });

  test("gives two tabs that open at once the same client id", async () => {
    const [a, b] = await Promise.all([open("B", 0).load(), open("B", 1).load()]);
    expect(got(a).clientId).toBe(got(b).clientId);
  });
});

describe("acting", () => {
  test("[SYN-15] writes the entry and the next id down together, to be found by another tab", async () => {
    const entry = got(await open().enqueue("order.rush", rush, AT));
    const { entries, nextId } = got(await open().load());
    expect(entries).toEqual([entry]);
    expect(entry).toMatchObject({
      id: 1,
      name: "order.rush",
      args: rush,
      occurredAt: AT,
      state: "waiting",
      outcome: null,
    });
    expect(nextId).toBe(2);
  });

  test("writes down in one transaction what is done in one go, in that order", async () => {
    const store = open();
    const entries = await Promise.all(
      Array.from({ length: 60 }, (_, n) => store.enqueue("order.place", newOrder(n), AT)),
    );
    expect(writes().filter((tables) => tables.includes("outbox"))).toHaveLength(1);
    expect(entries.map((entry) => [got(entry).id, got(entry).args["number"]])).toEqual(
      Array.from({ length: 60 }, (_, n) => [n + 1, `B${n + 1}`]),
    );
    expect(got(await open().load()).entries).toEqual(entries.map(got));
  });

  test("[SYN-4] gives ids without holes or twins when two tabs act at once", async () => {
    const [a, b] = [open("B", 0), open("B", 1)];
    await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        (index % 2 === 0 ? a : b).enqueue("order.rush", rush, AT),
      ),
    );
    const { entries } = got(await open().load());
    expect(entries.map((entry) => entry.id)).toEqual(
      Array.from({ length: 40 }, (_, index) => index + 1),
    );
    expect(new Set(entries.map((entry) => entry.clientId)).size).toBe(1);
  });

  test("calls each new order by the device's letter and its own counter", async () => {
    const [a, b] = [open("B", 0), open("B", 1)];
    await Promise.all(
      [1, 2, 3, 4].map((n) => (n % 2 === 0 ? a : b).enqueue("order.place", newOrder(n), AT)),
    );
    const { entries } = got(await open().load());
    expect(new Set(entries.map((entry) => entry.args["number"]))).toEqual(
      new Set(["B1", "B2", "B3", "B4"]),
    );
  });

  test("leaves the number to the server where there is no letter", async () => {
    expect(
      got(await open("").enqueue("order.place", newOrder(1), AT)).args["number"],
    ).toBeUndefined();
  });

  test("counts on from the numbers it gave before its storage was wiped", async () => {
    const store = open("B");
    const orders = [
      orderOf(1, { number: "B7" }),
      orderOf(3, { number: "B8" }),
      orderOf(2, { number: "B999" }),
      orderOf(4, { number: "C40" }),
    ];
    got(await store.storeSnapshot(await withTerm(store), snapshotOf(orders)));
    expect(got(await store.enqueue("order.place", newOrder(9), AT)).args["number"]).toBe("B9");
  });
});

describe("the log", () => {
  test("[SYN-12] keeps base, tail and cursor in step over a reload", async () => {
    const store = open();
    const orders = Array.from({ length: 250 }, (_, n) => orderOf(1_000 + n));
    expect(got(await store.storeSnapshot(await withTerm(store), snapshotOf(orders)))).toEqual(
      cursorAt(0),
    );
    got(await store.storeEvents(cursorAt(0), cursorAt(2), [placed(1), placed(2)]));
    const { snapshot, events } = got(await open().load());
    expect(snapshot?.orders).toEqual(orders);
    expect(events.map((event) => event.seq)).toEqual([1, 2]);
  });

  test("[SYN-12] takes no events where another tab was there first", async () => {
    const store = open();
    got(await store.storeSnapshot(await withTerm(store), snapshotOf([])));
    got(await store.storeEvents(cursorAt(0), cursorAt(1), [placed(1)]));
    expect(await open().storeEvents(cursorAt(0), cursorAt(1), [placed(1)])).toEqual({
      ok: false,
      error: { kind: "elsewhere" },
    });
    const other = { ...cursorAt(1), id: eventId(9) };
    expect(await open().storeEvents(other, cursorAt(2), [placed(2)])).toEqual({
      ok: false,
      error: { kind: "elsewhere" },
    });
    expect(got(await open().load()).events).toHaveLength(1);
  });

  test("[SYN-14] a snapshot replaces base and tail, and leaves the outbox alone", async () => {
    const store = open();
    const term = await withTerm(store);
    got(await store.storeSnapshot(term, snapshotOf([orderOf(1)])));
    got(await store.storeEvents(cursorAt(0), cursorAt(1), [placed(1)]));
    const entry = got(await store.enqueue("order.rush", rush, AT));
    got(
      await store.storeSnapshot(
        term,
        snapshotOf([orderOf(7)], { epoch: 1, seq: 5, id: eventId(5) }),
      ),
    );
    const { snapshot, events, entries } = got(await open().load());
    expect(snapshot).toMatchObject({ epoch: 1, seq: 5, id: eventId(5) });
    expect(snapshot?.orders.map((order) => order.orderId)).toEqual([orderId(7)]);
    expect(events).toEqual([]);
    expect(entries).toEqual([entry]);
  });

  test("folds a long tail into the base, and forgets what closed long ago", async () => {
    const store = open();
    const old = orderOf(5_000, { status: "completed", closedAt: "2026-01-31T05:00:00.000Z" });
    got(await store.storeSnapshot(await withTerm(store), snapshotOf([old, orderOf(1)])));
    const events = Array.from({ length: 600 }, (_, index) => placed(index + 1));
    got(await store.storeEvents(cursorAt(0), cursorAt(600), events));
    const now = Date.parse("2026-01-31T05:00:00.000Z") + 12 * HOUR + 1;
    expect(got(await store.compact(now, null))).toBe(600);
    const { snapshot, events: tail } = got(await open().load());
    expect(tail).toEqual([]);
    expect(snapshot).toMatchObject({ seq: 600, id: eventId(600) });
    expect(snapshot?.orders).toHaveLength(600);
    // And goes on from there.
    got(await store.storeEvents(cursorAt(600), cursorAt(601), [placed(601)]));
    expect(got(await store.compact(now, null))).toBe(0);
  });
});

describe("beginning the log anew", () => {
  test("leaves nothing behind, and lets an action in between", async () => {
    const store = open();
    await store.load();
    const done: string[] = [];
    const [anew] = await Promise.all([
      store.startLogAnew().finally(() => done.push("anew")),
      store.enqueue("order.rush", rush, AT).finally(() => done.push("action")),
    ]);
    got(anew);
    expect(done).toEqual(["action", "anew"]);
    const { dexie, notices } = describeDatabase(NAME);
    expect(await notices.count()).toBe(0);
    dexie.close();
  });
});

describe("a database that is wiped under an open tab", () => {
  test("[SYN-15] is told, and the next action begins after every place this tab remembers", async () => {
    const store = open();
    let told = 0;
    store.onClosed(() => told++);
    const before = got(await store.enqueue("order.rush", rush, AT));
    await Dexie.delete(NAME);
    expect(told).toBeGreaterThan(0);
    const after = got(await store.enqueue("order.rush", rush, AT));
    expect(after.at).toBeGreaterThan(before.at);
    expect(after.clientId).not.toBe(before.clientId);
    expect(got(await open().load()).entries).toEqual([after]);
  });
});
