import { describe, expect, test } from "vitest";
import { DEFAULT_GUEST_LIMITS, type GuestLimits } from "#shared/restaurant/guest-limits.ts";
import { standingOf } from "./guest-load.ts";
import { line, minute, openHouse, uuid, type Asking, type TestHouse } from "./testing/house.ts";

const LIMITS: GuestLimits = { openOrders: 4, openLines: 10, openPieces: 20, phoneOrders: 2, tenMinutes: 8, houseOrders: 6 };

function houseWith(limits: GuestLimits | null, settings: object = {}): TestHouse {
  const house = openHouse();
  house.settings = { ...house.settings, guestLimits: limits, ...settings };
  return house;
}

let next = 1_000;
const orderAs = (house: TestHouse, asking: Asking = {}, more: { tableId?: string; lines?: ReturnType<typeof line>[]; orderId?: string } = {}) => {
  const orderId = more.orderId ?? uuid(next++);
  const decision = house.ask("order.place", { orderId, channel: "dine_in", tableId: "t5", lines: [line(uuid(next++))], ...more }, { as: "guest", ...asking });
  return { orderId, decision };
};
const refused = (decision: unknown) => expect(decision).toMatchObject({ kind: "rejected", code: "too_many_orders" });
const taken = (decision: unknown) => expect(decision).toMatchObject({ kind: "applied" });
const phone = (session: string): Asking => ({ session });

describe("how much guests may order at once", () => {
  test("[ORD-50] a table has places for so many waiting orders, and each that staff accept, or clear, makes place for one", () => {
    const house = houseWith(LIMITS);
    const placed = [phone("a"), phone("a"), phone("b"), phone("b")].map((asking) => orderAs(house, asking));
    for (const { decision } of placed) taken(decision);
    refused(orderAs(house, phone("c")).decision);
    house.ask("order.accept", { orderId: placed[0]!.orderId });
    taken(orderAs(house, phone("c")).decision);
    refused(orderAs(house, phone("d")).decision);
    house.ask("order.reject", { orderId: placed[1]!.orderId, reason: "No" });
    taken(orderAs(house, phone("d")).decision);
    taken(orderAs(house, phone("d"), { tableId: "t6" }).decision);
  });

  test("[ORD-50] one phone has fewer places than its table, and those without a session leave one phone's share", () => {
    const house = houseWith(LIMITS);
    for (let count = 0; count < LIMITS.openOrders - LIMITS.phoneOrders; count++) taken(orderAs(house).decision);
    refused(orderAs(house).decision);
    for (let count = 0; count < LIMITS.phoneOrders; count++) taken(orderAs(house, phone("a")).decision);
    const roomy = houseWith({ ...LIMITS, openOrders: 10 });
    for (let count = 0; count < LIMITS.phoneOrders; count++) taken(orderAs(roomy, phone("a")).decision);
    refused(orderAs(roomy, phone("a")).decision);
    taken(orderAs(roomy, phone("b")).decision);
  });

  test("[ORD-50] where the house accepts by itself, an order waits until somebody begins, confirms or accepts it; a recall takes no word back", () => {
    const house = houseWith(LIMITS, { autoAccept: true });
    const { orderId } = orderAs(house);
    const standing = () => standingOf(house.order(orderId));
    const { lineId } = house.order(orderId).lines[0]!;
    expect(standing()).toBe("waiting");
    house.ask("line.setStatus", { orderId, lineId, generation: 0, status: "preparing" });
    expect(standing()).toBe("working");
    house.ask("line.setStatus", { orderId, lineId, generation: 0, status: "ready" });
    expect(standing()).toBe("over");
    house.ask("ticket.recall", { orderId, stationId: "grill", lines: [{ lineId, generation: 0 }] });
    expect([house.order(orderId).status, standing()]).toEqual(["submitted", "working"]);
    const confirmed = orderAs(house).orderId;
    house.ask("order.confirm", { orderId: confirmed });
    expect(standingOf(house.order(confirmed))).toBe("working");
    house.ask("order.place", { orderId: uuid(1), channel: "dine_in", lines: [line(uuid(11))] });
    expect(standingOf(house.order(uuid(1)))).toBeNull();
  });

  test("[ORD-50] the lines and the pieces of a table's waiting orders have limits of their own", () => {
    const house = houseWith(LIMITS);
    const lines = (count: number, quantity = 1) => Array.from({ length: count }, () => line(uuid(next++), "steak", { quantity }));
    taken(orderAs(house, phone("a"), { lines: lines(6) }).decision);
    refused(orderAs(house, phone("b"), { lines: lines(5) }).decision);
    refused(orderAs(house, phone("b"), { lines: lines(1, 15) }).decision);
    taken(orderAs(house, phone("b"), { lines: lines(2, 7) }).decision);
    refused(orderAs(house, phone("c"), { lines: lines(1) }).decision);
  });

  test("[ORD-50] a table's orders in ten minutes count whatever became of them, and the installation's bound holds where the house has none", () => {
    for (const [limits, ceiling] of [[{ ...LIMITS, tenMinutes: 3 }, 100], [LIMITS, 3], [null, 3]] as const) {
      const house = houseWith(limits);
      for (let count = 0; count < 3; count++) {
        const { orderId, decision } = orderAs(house, { ceiling, at: minute(count) });
        taken(decision);
        house.ask("order.reject", { orderId, reason: "No" }, { at: minute(count) });
      }
      expect(orderAs(house, { ceiling, at: minute(9) }).decision).toMatchObject({ kind: "rejected", code: "too_many_orders", waitMs: 60_000 });
      taken(orderAs(house, { ceiling, at: minute(10) }).decision);
    }
  });

  test("[ORD-50] the house has places for so many unfinished guests' orders of all tables", () => {
    const house = houseWith({ ...LIMITS, houseOrders: 3 });
    const first = orderAs(house, phone("a"), { tableId: "t5" });
    for (const tableId of ["t6", "t7"]) taken(orderAs(house, phone("a"), { tableId }).decision);
    house.ask("order.accept", { orderId: first.orderId });
    refused(orderAs(house, phone("b"), { tableId: "t6" }).decision);
    house.ask("line.setStatus", { orderId: first.orderId, lineId: house.order(first.orderId).lines[0]!.lineId, generation: 0, status: "ready" });
    taken(orderAs(house, phone("b"), { tableId: "t6" }).decision);
  });

  test("[ORD-50] asked again it is the same order, whatever the limits say; staff have none", () => {
    const house = houseWith({ ...LIMITS, openOrders: 1 });
    const lines = [line(uuid(next++))];
    const { orderId } = orderAs(house, phone("a"), { lines });
    expect(orderAs(house, phone("a"), { lines, orderId }).decision).toEqual({ kind: "noop" });
    refused(orderAs(house, phone("b")).decision);
    taken(house.ask("order.place", { orderId: uuid(2), channel: "dine_in", tableId: "t5", lines: [line(uuid(12))] }, { as: "floor" }));
  });

  test("[ORD-50] a restaurant that never chose has the limits of the house rules", () => {
    const house = openHouse();
    for (let count = 0; count < DEFAULT_GUEST_LIMITS.openOrders; count++) taken(orderAs(house, phone(`phone ${Math.floor(count / DEFAULT_GUEST_LIMITS.phoneOrders)}`)).decision);
    refused(orderAs(house, phone("another")).decision);
  });
});

describe("what staff say about guests' ordering", () => {
  const closed = { kind: "rejected", code: "ordering_closed" };

  test("[ORD-51] a closed table takes no guest's order until it is opened, and is counted afresh then", () => {
    const house = houseWith({ ...LIMITS, openOrders: 2, phoneOrders: 1 });
    taken(orderAs(house, phone("a")).decision);
    taken(orderAs(house, phone("b")).decision);
    taken(house.ask("table.ordering", { tableId: "t5", open: false }, { at: minute(1) }));
    expect(house.ask("table.ordering", { tableId: "t5", open: false }, { at: minute(2) })).toEqual({ kind: "noop" });
    expect(orderAs(house, { ...phone("c"), at: minute(2) }).decision).toMatchObject(closed);
    taken(orderAs(house, { ...phone("c"), at: minute(2) }, { tableId: "t6" }).decision);
    taken(house.ask("order.place", { orderId: uuid(3), channel: "dine_in", tableId: "t5", lines: [line(uuid(13))] }, { as: "floor" }));
    taken(house.ask("table.ordering", { tableId: "t5", open: true }, { at: minute(3), as: "floor" }));
    taken(orderAs(house, { ...phone("a"), at: minute(4) }).decision);
    taken(orderAs(house, { ...phone("b"), at: minute(4) }).decision);
    refused(orderAs(house, { ...phone("c"), at: minute(4) }).decision);
    taken(house.ask("table.ordering", { tableId: "t5", open: true }, { at: minute(5) }));
    taken(orderAs(house, { ...phone("c"), at: minute(6) }).decision);
    expect(house.ask("table.ordering", { tableId: "t99", open: false })).toMatchObject({ kind: "rejected", code: "unknown_table" });
  });

  test("[ORD-53] clearing a table cancels what waits there and nothing that somebody answered, in one word", () => {
    const house = houseWith(LIMITS);
    const [waits, accepted, elsewhere] = [orderAs(house, phone("a")), orderAs(house, phone("a")), orderAs(house, phone("b"), { tableId: "t6" })];
    house.ask("order.accept", { orderId: accepted.orderId });
    const staff = uuid(4);
    house.ask("order.place", { orderId: staff, channel: "dine_in", tableId: "t5", lines: [line(uuid(14))] }, { as: "floor" });
    taken(house.ask("table.ordering", { tableId: "t5", open: false, clear: "Nobody sits there" }, { as: "floor" }));
    expect(house.order(waits.orderId)).toMatchObject({ status: "cancelled", cancelReason: "Nobody sits there", closedAt: expect.any(String) as string });
    expect([accepted.orderId, staff, elsewhere.orderId].map((orderId) => house.order(orderId).status)).toEqual(["submitted", "submitted", "pending"]);
    expect(house.ask("table.ordering", { tableId: "t5", open: false, clear: "Again" })).toEqual({ kind: "noop" });
  });

  test("[ORD-52] a pause holds until its time, or until resumed, at every table", () => {
    const house = houseWith(LIMITS);
    taken(house.ask("guests.pause", { until: minute(10) }, { as: "expo" }));
    expect(orderAs(house, { ...phone("a"), at: minute(9) }).decision).toMatchObject({ kind: "rejected", code: "ordering_paused", waitMs: 60_000 });
    taken(orderAs(house, { ...phone("a"), at: minute(10) }).decision);
    taken(house.ask("guests.pause", {}, { at: minute(11), as: "floor" }));
    expect(orderAs(house, { ...phone("a"), at: minute(500) }, { tableId: "t6" }).decision).toMatchObject({ kind: "rejected", code: "ordering_paused" });
    taken(house.ask("guests.resume", {}, { at: minute(501) }));
    expect(house.ask("guests.resume", {}, { at: minute(502) })).toEqual({ kind: "noop" });
    taken(orderAs(house, { ...phone("a"), at: minute(503) }).decision);
    expect(house.ask("guests.pause", { until: minute(1) }, { at: minute(2) })).toMatchObject({ kind: "rejected", code: "bad_settings" });
  });

  test("[ORD-51] [ORD-52] [ORD-23] who may say it: the owner and the floor close a table, the pass may pause, the kitchen neither", () => {
    const may = { "guests.pause": ["owner", "expo", "floor"], "guests.resume": ["owner", "expo", "floor"], "table.ordering": ["owner", "floor"] } as const;
    for (const role of ["owner", "kitchen", "expo", "floor", "display", "guest"] as const) {
      const house = houseWith(LIMITS);
      const kinds = {
        "guests.pause": house.ask("guests.pause", {}, { as: role }).kind,
        "guests.resume": house.ask("guests.resume", {}, { as: role }).kind,
        "table.ordering": house.ask("table.ordering", { tableId: "t5", open: false }, { as: role }).kind,
      };
      for (const [name, roles] of Object.entries(may)) expect([role, name, kinds[name as keyof typeof kinds] !== "rejected"]).toEqual([role, name, (roles as readonly string[]).includes(role)]);
    }
  });

  test("[ORD-51] what was said of tables that are gone, and of open ones long ago, is forgotten", () => {
    const house = houseWith(LIMITS);
    house.ask("table.ordering", { tableId: "t5", open: true });
    house.ask("table.ordering", { tableId: "t6", open: false });
    house.ask("table.ordering", { tableId: "t7", open: false });
    house.tables = house.tables.filter(({ id }) => id !== "t7");
    house.ask("table.ordering", { tableId: "t6", open: true }, { at: minute(60 * 25) });
    expect(house.settings.guestOrdering?.tables).toEqual({ t6: { open: true, since: minute(60 * 25) } });
  });

  test("[ORD-51] a table may be called `constructor`", () => {
    const house = houseWith(LIMITS);
    house.tables = [{ id: "constructor", label: "C" }];
    taken(orderAs(house, phone("a"), { tableId: "constructor" }).decision);
    house.ask("table.ordering", { tableId: "constructor", open: false });
    expect(orderAs(house, phone("a"), { tableId: "constructor" }).decision).toMatchObject(closed);
  });

  test("[ORD-54] a crowd is told of a table that is there", () => {
    const house = houseWith(LIMITS);
    expect(house.ask("table.crowded", { tableId: "t6", count: 12 }, { as: "system" })).toMatchObject({ events: [{ data: { kind: "table_crowded", tableId: "t6", label: "6", count: 12 } }] });
    expect(house.ask("table.crowded", { tableId: "t99", count: 12 }, { as: "system" })).toEqual({ kind: "noop" });
    expect(house.ask("table.crowded", { tableId: "t6", count: 12 })).toMatchObject({ kind: "rejected", code: "forbidden" });
  });
});
