/**
 * What each event makes of an order, one by one; what people may ask for, and which events come of
 * it, is tested with decide.
 */
import { describe, expect, test } from "vitest";
import type { EventDraft } from "./event.ts";
import { foldOrder, orderIdOfEvent, statusFromLines } from "./fold.ts";
import { wasMade, type Line, type LineStatus, type Order, type OrderStatus } from "./order.ts";
import { LINE_STATUSES } from "./statuses.ts";
import { houseWithOrder, L1, L2, L3, minute, ORDER, uuid } from "./testing/house.ts";

const SEQ = 77;
const AT = minute(9);

const order = (more: Partial<Order> = {}): Order => ({ ...houseWithOrder().order(), ...more });
const withLines = (statuses: readonly LineStatus[], more: Partial<Order> = {}): Order => {
  const [first] = order().lines;
  return order({
    ...more,
    lines: statuses.map((status, index): Line => ({ ...first!, lineId: uuid(50 + index), status })),
  });
};
const after = (before: Order | undefined, event: EventDraft): Order | undefined =>
  foldOrder(before, { ...event, occurredAt: AT, seq: SEQ });
const toStatus = (before: Order, to: OrderStatus, reason?: string): Order =>
  after(before, {
    type: "order_status_changed",
    entityId: ORDER,
    data: { orderId: ORDER, from: before.status, to, ...(reason === undefined ? {} : { reason }) },
  })!;
const changed = (
  before: Order,
  data: Omit<Extract<EventDraft, { type: "order_changed" }>["data"], "orderId">,
): Order =>
  after(before, { type: "order_changed", entityId: ORDER, data: { orderId: ORDER, ...data } })!;
const lineTo = (
  before: Order,
  lineId: string,
  to: LineStatus,
  generation = 0,
  reason?: string,
): Order =>
  after(before, {
    type: "order_item_status_changed",
    entityId: ORDER,
    data: {
      orderId: ORDER,
      lineId,
      from: "queued",
      to,
      generation,
      ...(reason === undefined ? {} : { reason }),
    },
  })!;
const lineOf = ({ lines }: Order, lineId: string): Line =>
  lines.find((it) => it.lineId === lineId)!;

describe("which order", () => {
  test("[ORD-2] a new order is what its event says, at the event's place; when it was recorded is known only of what was recorded", () => {
    const { seq: _, ...data } = order();
    const event = { type: "order_created", entityId: ORDER, data } as const;
    expect(after(undefined, event)).toEqual({ ...data, seq: SEQ });
    expect(after(undefined, event)).not.toHaveProperty("recordedAt");
    expect(
      foldOrder(undefined, { ...event, occurredAt: AT, seq: SEQ, recordedAt: minute(10) }),
    ).toEqual({ ...data, seq: SEQ, recordedAt: minute(10) });
  });

  test("what is about another order, about none, or about one that is not there changes nothing", () => {
    const before = order();
    const rush = {
      type: "order_changed",
      entityId: ORDER,
      data: { orderId: uuid(2), rush: true },
    } as const;
    expect(after(before, rush)).toBe(before);
    expect(
      after(before, {
        type: "menu_item_availability_changed",
        entityId: "chips",
        data: { menuItemId: "chips", name: "Chips", available: false },
      }),
    ).toBe(before);
    expect(
      after(before, {
        type: "restaurant_notification",
        entityId: ORDER,
        data: { kind: "order_unheard", orderId: ORDER, number: "Z1" },
      }),
    ).toBe(before);
    expect(after(undefined, { ...rush, data: { orderId: ORDER, rush: true } })).toBeUndefined();
    expect([
      orderIdOfEvent(rush),
      orderIdOfEvent({ type: "tables_changed", entityId: "tables", data: { tables: [] } }),
    ]).toEqual([uuid(2), null]);
  });

  test("an event that changes something moves the order to its place; one that changes nothing leaves it the same object", () => {
    expect(changed(order(), { rush: true }).seq).toBe(SEQ);
    const before = order();
    expect(lineTo(before, uuid(99), "ready")).toBe(before);
  });
});

describe("an order's status", () => {
  test("[ORD-14] [ORD-15] cancelling voids the lines that were not, with the reason, and closes", () => {
    const before = lineTo(lineTo(order(), L1, "ready"), L2, "cancelled", 0, "Dropped");
    const next = foldOrder(before, {
      type: "order_status_changed",
      entityId: ORDER,
      data: { orderId: ORDER, from: "ready", to: "cancelled", reason: "They left" },
      occurredAt: minute(12),
      seq: 80,
    })!;
    expect(next).toMatchObject({
      status: "cancelled",
      cancelReason: "They left",
      closedAt: minute(12),
    });
    expect(lineOf(next, L1)).toMatchObject({
      status: "cancelled",
      statusAt: minute(12),
      voided: { reason: "They left", wasMade: true },
    });
    expect(lineOf(next, L2)).toBe(lineOf(before, L2));
    expect(lineOf(next, L2).voided).toEqual({ reason: "Dropped", wasMade: false });
  });

  test("[ORD-14] who gave no reason has given none", () => {
    const next = toStatus(order(), "cancelled");
    expect([next.cancelReason, lineOf(next, L1).voided]).toEqual([
      null,
      { reason: "", wasMade: false },
    ]);
    expect(lineOf(lineTo(order(), L1, "cancelled"), L1).voided).toEqual({
      reason: "",
      wasMade: false,
    });
  });

  test("[ORD-25] completing closes, and leaves lines and firing as they are", () => {
    const before = order({ status: "served", firedAt: minute(1) });
    expect(toStatus(before, "completed")).toEqual({
      ...before,
      status: "completed",
      closedAt: AT,
      seq: SEQ,
    });
  });

  test("[ORD-16] [ORD-24] what is accepted is fired then, once, unless it is held", () => {
    const pending = order({ status: "pending", firedAt: null });
    expect(toStatus(pending, "submitted")).toMatchObject({
      status: "submitted",
      firedAt: AT,
      closedAt: null,
    });
    expect(toStatus({ ...pending, held: true }, "submitted").firedAt).toBeNull();
    expect(toStatus(order({ firedAt: minute(2) }), "preparing").firedAt).toBe(minute(2));
    expect(toStatus(pending, "pending").firedAt).toBeNull();
    expect(toStatus(order({ closedAt: minute(3) }), "preparing").closedAt).toBeNull();
  });

  test.each<readonly [OrderStatus, readonly LineStatus[], OrderStatus]>([
    ["submitted", ["queued", "queued"], "submitted"],
    ["preparing", ["queued", "cancelled"], "submitted"],
    ["submitted", ["queued", "preparing"], "preparing"],
    ["submitted", ["queued", "served"], "preparing"],
    ["submitted", ["ready", "cancelled"], "ready"],
    ["submitted", ["ready", "served"], "ready"],
    ["submitted", ["served", "served", "cancelled"], "served"],
    ["submitted", ["cancelled", "cancelled"], "cancelled"],
    ["pending", ["queued", "ready"], "pending"],
    ["pending", ["cancelled"], "cancelled"],
    ["completed", ["cancelled"], "completed"],
    ["cancelled", ["queued"], "cancelled"],
  ])("[ORD-9] %s, with lines that are %j: %s", (status, lines, expected) => {
    expect(statusFromLines(withLines(lines, { status }))).toBe(expected);
  });
});

describe("a line", () => {
  test("[ORD-8] [ORD-11] takes status, generation and time of the event, and no other line does", () => {
    const before = order();
    const next = lineTo(before, L1, "preparing", 2);
    expect(lineOf(next, L1)).toEqual({
      ...lineOf(before, L1),
      status: "preparing",
      generation: 2,
      statusAt: AT,
    });
    expect(lineOf(next, L2)).toBe(lineOf(before, L2));
  });

  test("[ORD-14] is waste when it was ready or served, and not before", () => {
    expect(LINE_STATUSES.filter(wasMade)).toEqual(["ready", "served"]);
    expect(
      lineOf(lineTo(lineTo(order(), L1, "served"), L1, "cancelled", 0, "Cold"), L1).voided,
    ).toEqual({ reason: "Cold", wasMade: true });
  });

  test("[ORD-13] that is added comes behind those that are there", () => {
    const before = order();
    const more = { ...lineOf(before, L1), lineId: L3 };
    expect(
      after(before, {
        type: "order_lines_added",
        entityId: ORDER,
        data: { orderId: ORDER, lines: [more] },
      }),
    ).toEqual({ ...before, lines: [...before.lines, more], seq: SEQ });
  });

  test("[ORD-20] is shown by the first who says so", () => {
    const shown = (before: Order, by: string, lineIds: readonly string[]) =>
      after(before, {
        type: "ticket_shown",
        entityId: ORDER,
        data: { orderId: ORDER, stationId: "grill", lineIds, by },
      })!;
    const once = shown(order(), "Grill tablet", [L1]);
    expect(lineOf(once, L1)).toMatchObject({ shownAt: AT, shownBy: "Grill tablet" });
    expect(lineOf(once, L2)).toMatchObject({ shownAt: null });
    expect(shown(once, "Pass", [L1])).toBe(once);
  });
});

describe("pacing and place", () => {
  test("[ORD-16] a hold takes the firing back, and a release fires what is not fired and not pending", () => {
    expect(changed(order({ firedAt: minute(1) }), { held: true })).toMatchObject({
      held: true,
      firedAt: null,
    });
    expect(changed(order({ held: true, firedAt: null }), { held: false })).toMatchObject({
      held: false,
      firedAt: AT,
    });
    expect(changed(order({ held: true, firedAt: minute(1) }), { held: false }).firedAt).toBe(
      minute(1),
    );
    expect(
      changed(order({ held: true, firedAt: null, status: "pending" }), { held: false }),
    ).toMatchObject({ held: false, firedAt: null });
  });

  test("[ORD-18] [ORD-19] rush and table are each changed alone", () => {
    const before = order({ firedAt: minute(1) });
    expect(changed(before, { rush: true })).toEqual({ ...before, rush: true, seq: SEQ });
    const table = { tableId: "t6", tableLabel: "6", movedFrom: "5" };
    expect(changed(before, { table })).toEqual({ ...before, ...table, movedAt: AT, seq: SEQ });
    expect(changed(before, {})).toBe(before);
  });

  test("[ORD-17] firing a course fires its lines that wait, and nothing else", () => {
    const [first] = order().lines;
    const waits: Line = { ...first!, course: 2, fired: false, statusAt: minute(1) };
    const lines: Line[] = [
      { ...waits, lineId: L1 },
      { ...waits, lineId: L2, course: 3 },
      { ...waits, lineId: L3, fired: true },
      { ...waits, lineId: uuid(14), status: "cancelled" },
    ];
    const next = changed(order({ lines }), { firedCourse: 2 });
    expect(next.lines).toEqual([
      { ...lines[0], fired: true, calledAt: AT, statusAt: AT },
      ...lines.slice(1),
    ]);
  });
});
