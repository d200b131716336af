import type { ComponentType } from "react";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { page } from "vitest/browser";
import { DAY, SECOND } from "#shared/kernel/time.ts";
import type { Order } from "#shared/orders/order.ts";
import { prefer } from "../../ui/preferences.ts";
import { fakeDevice, type FakeDevice } from "../../testing/fake-device.ts";
import { asked, button, pause, stage, tap } from "../../testing/stage.tsx";
import FloorScreen from "../floor/floor-screen.tsx";
import KitchenScreen from "../kitchen/kitchen-screen.tsx";
import OwnerScreen from "../owner/owner-screen.tsx";

const show = stage();
const SOON = { timeout: 10_000 };
const floor = { kind: "device", role: "floor", name: "Anna" } as const;
const guest = { kind: "guest", role: "guest", name: "Guest" } as const;
const kitchen = { kind: "device", role: "kitchen", name: "Grill tablet" } as const;
const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, "0")}`;
const [BAD, GOOD] = [1, 2];

beforeEach(() => {
  // React tells the console what was caught.
  vi.spyOn(console, "error").mockImplementation(() => undefined);
});

/** What JSON can carry, no version of ours writes, and neither a sentence nor React can take in. */
const untext = (): string => JSON.parse('{"toString":null,"valueOf":null}') as string;

const SPOILT: Readonly<Record<string, (order: Order) => void>> = {
  "whose number cannot be written": (order) => Object.assign(order, { number: untext() }),
  "of whom nothing but the number can be written": (order) => {
    Object.assign(
      order,
      order.tableId === null ? { guestName: untext() } : { tableLabel: untext() },
    );
    Object.assign(order.lines[0]!, { name: untext() });
  },
};

type More = { tableId?: string; hold?: boolean; by?: typeof floor | typeof guest };

function place(
  device: FakeDevice,
  n: number,
  secondsAgo: number,
  { tableId, hold, by = floor }: More = {},
) {
  const where =
    tableId === undefined
      ? { channel: "takeaway" as const, guestName: "Ada" }
      : { channel: "dine_in" as const, tableId };
  device.happen(by, secondsAgo, "order.place", {
    orderId: id(n),
    number: `Z${n}`,
    ...where,
    ...(hold === undefined ? {} : { hold }),
    lines: [{ lineId: id(9_000 + n), menuItemId: "chips", quantity: 1 }],
  });
}
const both = (device: FakeDevice, secondsAgo: number, more: More = {}) =>
  [BAD, GOOD].forEach((n) => place(device, n, secondsAgo, more));
const hear = (device: FakeDevice, secondsAgo: number) =>
  [BAD, GOOD].forEach((n) =>
    device.happen(kitchen, secondsAgo, "ticket.shown", {
      orderId: id(n),
      stationId: "fry",
      lineIds: [id(9_000 + n)],
    }),
  );
const make = (device: FakeDevice) =>
  [BAD, GOOD].forEach((n) =>
    device.happen(kitchen, 20, "line.setStatus", {
      orderId: id(n),
      lineId: id(9_000 + n),
      generation: 0,
      status: "ready",
    }),
  );

type Row = {
  readonly of: string;
  readonly Screen: ComponentType;
  readonly prepare: (device: FakeDevice) => void;
  /** What opens the list. */
  readonly open?: () => Promise<void>;
  /**
   * Every row of the list, in any order, a word about silent screens aside; the spoilt one is drawn
   * plainly, the other one as ever.
   */
  readonly rows: string;
  /** Of the plain row: what it is for, and what the device is asked then. */
  readonly does?: { readonly press: RegExp; readonly asks: string };
};

const press = (name: RegExp) => async () => {
  await expect.element(button(name)).toBeVisible();
  await pause(600);
  await tap(button(name).element());
};
const tab = (name: RegExp) => async () => page.getByRole("tab", { name }).click();
const needs = press(/^What needs you/);

const ROWS: readonly Row[] = [
  {
    of: "what can be recalled",
    Screen: KitchenScreen,
    prepare: (device) => {
      both(device, 60);
      hear(device, 50);
      make(device);
    },
    open: press(/^Recall$/),
    rows: ".recall__row",
    does: { press: /^Recall/, asks: "ticket.recall" },
  },
  {
    of: "what is held",
    Screen: KitchenScreen,
    prepare: (device) => both(device, 60, { hold: true }),
    open: press(/^Held/),
    rows: ".recall__row",
    does: { press: /^Fire/, asks: "order.release" },
  },
  {
    of: "what is left over",
    Screen: KitchenScreen,
    prepare: (device) => {
      both(device, DAY / SECOND + 3_600);
      hear(device, DAY / SECOND + 3_590);
    },
    open: press(/left over$/),
    rows: ".aside__order",
    does: { press: /^It was served/, asks: "order.serve" },
  },
  {
    of: "what is set aside",
    Screen: KitchenScreen,
    prepare: (device) => both(device, 700),
    open: press(/Still wanted/),
    rows: ".aside__order",
    does: { press: /^Yes, make it/, asks: "order.confirm" },
  },
  {
    of: "the floor's tables",
    Screen: FloorScreen,
    prepare: (device) => {
      place(device, BAD, 60, { tableId: "t1" });
      place(device, GOOD, 60, { tableId: "t2" });
    },
    rows: ".tile:not(.tile--free)",
  },
  {
    of: "orders without a table",
    Screen: FloorScreen,
    prepare: (device) => both(device, 60),
    rows: ".tile:not(.tile--free)",
  },
  {
    of: "what nobody heard",
    Screen: FloorScreen,
    prepare: (device) => both(device, 60),
    open: needs,
    rows: ".needs__row",
  },
  {
    of: "guests who wait",
    Screen: FloorScreen,
    prepare: (device) => both(device, 60, { by: guest }),
    open: needs,
    rows: ".needs__row",
  },
  {
    of: "what is to be asked about",
    Screen: FloorScreen,
    prepare: (device) => both(device, 700),
    open: needs,
    rows: ".needs__row",
    does: { press: /^Yes, make it/, asks: "order.confirm" },
  },
  {
    of: "what is called at the pass",
    Screen: FloorScreen,
    prepare: (device) => {
      both(device, 60);
      hear(device, 50);
      make(device);
      for (const n of [BAD, GOOD])
        device.happen({ kind: "device", role: "expo", name: "Pass" }, 10, "order.call", {
          orderId: id(n),
        });
    },
    open: needs,
    rows: ".needs__row",
  },
  {
    of: "the owner's board",
    Screen: OwnerScreen,
    prepare: (device) => {
      both(device, 60);
      hear(device, 50);
    },
    rows: ".live__row",
  },
  {
    of: "the owner's alarms",
    Screen: OwnerScreen,
    prepare: (device) => both(device, 60),
    rows: ".notice--late",
  },
  {
    of: "the owner's guests",
    Screen: OwnerScreen,
    prepare: (device) => both(device, 60, { by: guest }),
    open: tab(/^Guest orders/),
    rows: ".guests > *",
    does: { press: /^Accept/, asks: "order.accept" },
  },
];

const roleOf = ({ Screen }: Row) =>
  Screen === KitchenScreen ? "kitchen" : Screen === FloorScreen ? "floor" : "owner";

describe.each(Object.entries(SPOILT))("an order %s", (_, spoil) => {
  test.each(ROWS)("takes nothing along beside it in the list of $of", async (row) => {
    const device = fakeDevice({ role: roleOf(row) });
    row.prepare(device);
    spoil(device.view().orders.get(id(BAD))!);
    prefer({ allDay: true });
    show(row.Screen, device);
    await row.open?.();
    const drawn = () =>
      [...document.querySelectorAll<HTMLElement>(row.rows)]
        .filter((it) => !/silent/.test(it.textContent ?? ""))
        .sort(
          (a, b) => Number(/Z2/.test(a.textContent ?? "")) - Number(/Z2/.test(b.textContent ?? "")),
        );
    await expect
      .poll(() => drawn().map((it) => it.textContent), SOON)
      .toEqual([expect.stringMatching(/toString|Z1/), expect.stringContaining("Z2")]);
    if (row.does === undefined) return;
    await pause(600);
    const { press: name, asks } = row.does;
    await tap(
      [...drawn()[0]!.querySelectorAll("button")].find((it) =>
        name.test(it.getAttribute("aria-label") ?? it.textContent ?? ""),
      )!,
    );
    await expect
      .poll(() => asked(device, asks).map((args) => (args as { orderId: string }).orderId), SOON)
      .toEqual([id(BAD)]);
  });
});
