import { describe, expect, test } from "vitest";
import type { Line, Order } from "#shared/orders/order.ts";
import { newsBetween } from "./news.ts";

const AT = "2026-01-31T19:00:00.000Z";
const line = (lineId: string, change: Partial<Line> = {}): Line => ({
  lineId,
  menuItemId: "dal",
  name: "Dal",
  stationId: "curry",
  quantity: 1,
  price: 500,
  modifiers: [],
  notes: null,
  allergies: [],
  course: 1,
  status: "queued",
  generation: 0,
  fired: true,
  addedAt: null,
  shownAt: AT,
  shownBy: "Curry",
  statusAt: AT,
  unavailable: false,
  voided: null,
  ...change,
});
const order = (change: Partial<Order> = {}): Order => ({
  orderId: "o1",
  number: "B12",
  channel: "dine_in",
  tableId: "t1",
  tableLabel: "1",
  movedFrom: null,
  guestName: null,
  notes: null,
  promisedAt: null,
  status: "submitted",
  held: false,
  rush: false,
  source: { kind: "device", name: "Till" },
  placedAt: AT,
  firedAt: AT,
  closedAt: null,
  cancelReason: null,
  fingerprint: "",
  lines: [line("l1"), line("l2")],
  seq: 2,
  ...change,
});
const board = (...orders: Order[]) => new Map(orders.map((it) => [it.orderId, it]));
const news = (before: Order | null, after: Order, stations: string[] = []) =>
  newsBetween(before === null ? board() : board(before), board(after), stations);
const voided = { status: "cancelled", voided: { reason: "", wasMade: false } } as const;

describe("news for a kitchen screen", () => {
  test("is a new ticket when the stations first have something to make", () => {
    expect(news(null, order())).toEqual(["new"]);
    expect(news(null, order({ status: "pending" }))).toEqual([]);
    expect(news(order({ status: "pending" }), order())).toEqual(["new"]);
    expect(news(null, order(), ["grill"])).toEqual([]);
  });

  test("knows what was added, voided, moved, rushed and called for", () => {
    expect(
      news(order(), order({ lines: [line("l1"), line("l2"), line("l3", { addedAt: AT })] })),
    ).toEqual(["added"]);
    expect(news(order(), order({ lines: [line("l1"), line("l2", voided)] }))).toEqual(["voided"]);
    expect(
      news(
        order(),
        order({ status: "cancelled", lines: [line("l1", voided), line("l2", voided)] }),
      ),
    ).toEqual(["voided"]);
    expect(news(order(), order({ tableId: "t7", tableLabel: "7", movedFrom: "1" }))).toEqual([
      "moved",
    ]);
    expect(news(order(), order({ rush: true }))).toEqual(["rush"]);
    expect(news(order({ rush: true }), order())).toEqual(["changed"]);
    expect(
      news(
        order({ lines: [line("l1"), line("l2", { fired: false, course: 2 })] }),
        order({ lines: [line("l1"), line("l2", { course: 2 })] }),
      ),
    ).toEqual(["new"]);
  });

  test("is a new ticket when somebody has said that it is still wanted (ORD-29)", () => {
    expect(news(order(), order({ confirmedAt: AT }))).toEqual(["new"]);
    expect(news(order({ confirmedAt: AT }), order({ confirmedAt: AT }))).toEqual([]);
  });

  test("tells of a shown ticket that is held back, and of its return", () => {
    expect(news(order(), order({ held: true, firedAt: null }))).toEqual(["changed"]);
    expect(news(order({ held: true, firedAt: null }), order())).toEqual(["changed"]);
  });

  test("is silent about the kitchen's own work, and about what did not change", () => {
    const same = order();
    expect(news(same, same)).toEqual([]);
    expect(
      news(
        order(),
        order({ lines: [line("l1", { status: "ready" }), line("l2", { status: "preparing" })] }),
      ),
    ).toEqual([]);
  });

  test("says the most pressing first, each kind once", () => {
    const before = board(order({ orderId: "a" }), order({ orderId: "b" }));
    const after = board(
      order({ orderId: "a", rush: true }),
      order({ orderId: "b", lines: [line("l1", voided), line("l2")] }),
      order({ orderId: "c" }),
      order({ orderId: "d" }),
    );
    expect(newsBetween(before, after, [])).toEqual(["rush", "voided", "new"]);
  });
});
