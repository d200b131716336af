import { describe, expect, test } from "vitest";
import { houseWith, LIMITS, orderAs, phone, refused, taken } from "./testing/guests.ts";
import { line, minute, uuid } from "./testing/house.ts";

describe("what staff say about guests' ordering", () => {
  const closed = { kind: "rejected", code: "ordering_closed" };

  test("[ORD-51] a closed table takes no guest's order until it is opened, and is counted afresh then", () => {
    const house = houseWith({ ...LIMITS, openOrders: 2, phoneOrders: 1 });
    taken(orderAs(house, phone("a")).decision);
    taken(orderAs(house, phone("b")).decision);
    taken(house.ask("table.ordering", { tableId: "t5", open: false }, { at: minute(1) }));
    expect(house.ask("table.ordering", { tableId: "t5", open: false }, { at: minute(2) })).toEqual({
      kind: "noop",
    });
    expect(orderAs(house, { ...phone("c"), at: minute(2) }).decision).toMatchObject(closed);
    taken(orderAs(house, { ...phone("c"), at: minute(2) }, { tableId: "t6" }).decision);
    taken(
      house.ask(
        "order.place",
        { orderId: uuid(3), channel: "dine_in", tableId: "t5", lines: [line(uuid(13))] },
        { as: "floor" },
      ),
    );
    taken(
      house.ask("table.ordering", { tableId: "t5", open: true }, { at: minute(3), as: "floor" }),
    );
    taken(orderAs(house, { ...phone("a"), at: minute(4) }).decision);
    taken(orderAs(house, { ...phone("b"), at: minute(4) }).decision);
    refused(orderAs(house, { ...phone("c"), at: minute(4) }).decision);
    taken(house.ask("table.ordering", { tableId: "t5", open: true }, { at: minute(5) }));
    taken(orderAs(house, { ...phone("c"), at: minute(6) }).decision);
    expect(house.ask("table.ordering", { tableId: "t99", open: false })).toMatchObject({
      kind: "rejected",
      code: "unknown_table",
    });
  });

  test("[ORD-53] clearing a table cancels what waits there and nothing that somebody answered, in one word", () => {
    const house = houseWith(LIMITS);
    const [waits, accepted, elsewhere] = [
      orderAs(house, phone("a")),
      orderAs(house, phone("a")),
      orderAs(house, phone("b"), { tableId: "t6" }),
    ];
    house.ask("order.accept", { orderId: accepted.orderId });
    const staff = uuid(4);
    house.ask(
      "order.place",
      { orderId: staff, channel: "dine_in", tableId: "t5", lines: [line(uuid(14))] },
      { as: "floor" },
    );
    taken(
      house.ask(
        "table.ordering",
        { tableId: "t5", open: false, clear: "Nobody sits there" },
        { as: "floor" },
      ),
    );
    expect(house.order(waits.orderId)).toMatchObject({
      status: "cancelled",
      cancelReason: "Nobody sits there",
      closedAt: expect.any(String) as string,
    });
    expect(
      [accepted.orderId, staff, elsewhere.orderId].map((orderId) => house.order(orderId).status),
    ).toEqual(["submitted", "submitted", "pending"]);
    expect(house.ask("table.ordering", { tableId: "t5", open: false, clear: "Again" })).toEqual({
      kind: "noop",
    });
  });

  test("[ORD-52] a pause holds until its time, or until resumed, at every table", () => {
    const house = houseWith(LIMITS);
    taken(house.ask("guests.pause", { until: minute(10) }, { as: "expo" }));
    expect(orderAs(house, { ...phone("a"), at: minute(9) }).decision).toMatchObject({
      kind: "rejected",
      code: "ordering_paused",
      waitMs: 60_000,
    });
    taken(orderAs(house, { ...phone("a"), at: minute(10) }).decision);
    taken(house.ask("guests.pause", {}, { at: minute(11), as: "floor" }));
    expect(
      orderAs(house, { ...phone("a"), at: minute(500) }, { tableId: "t6" }).decision,
    ).toMatchObject({ kind: "rejected", code: "ordering_paused" });
    taken(house.ask("guests.resume", {}, { at: minute(501) }));
    expect(house.ask("guests.resume", {}, { at: minute(502) })).toEqual({ kind: "noop" });
    taken(orderAs(house, { ...phone("a"), at: minute(503) }).decision);
    expect(house.ask("guests.pause", { until: minute(1) }, { at: minute(2) })).toMatchObject({
      kind: "rejected",
      code: "bad_settings",
    });
  });

  test("[ORD-51] [ORD-52] [ORD-23] who may say it: the owner and the floor close a table, the pass may pause, the kitchen neither", () => {
    const may = {
      "guests.pause": ["owner", "expo", "floor"],
      "guests.resume": ["owner", "expo", "floor"],
      "table.ordering": ["owner", "floor"],
    } as const;
    for (const role of ["owner", "kitchen", "expo", "floor", "display", "guest"] as const) {
      const house = houseWith(LIMITS);
      const kinds = {
        "guests.pause": house.ask("guests.pause", {}, { as: role }).kind,
        "guests.resume": house.ask("guests.resume", {}, { as: role }).kind,
        "table.ordering": house.ask("table.ordering", { tableId: "t5", open: false }, { as: role })
          .kind,
      };
      for (const [name, roles] of Object.entries(may))
        expect([role, name, kinds[name as keyof typeof kinds] !== "rejected"]).toEqual([
          role,
          name,
          (roles as readonly string[]).includes(role),
        ]);
    }
  });

  test("[ORD-51] what was said of tables that are gone, and of open ones long ago, is forgotten", () => {
    const house = houseWith(LIMITS);
    house.ask("table.ordering", { tableId: "t5", open: true });
    house.ask("table.ordering", { tableId: "t6", open: false });
    house.ask("table.ordering", { tableId: "t7", open: false });
    house.tables = house.tables.filter(({ id }) => id !== "t7");
    house.ask("table.ordering", { tableId: "t6", open: true }, { at: minute(60 * 25) });
    expect(house.settings.guestOrdering?.tables).toEqual({
      t6: { open: true, since: minute(60 * 25) },
    });
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
    expect(
      house.ask("table.crowded", { tableId: "t6", count: 12 }, { as: "system" }),
    ).toMatchObject({
      events: [{ data: { kind: "table_crowded", tableId: "t6", label: "6", count: 12 } }],
    });
    expect(house.ask("table.crowded", { tableId: "t99", count: 12 }, { as: "system" })).toEqual({
      kind: "noop",
    });
    expect(house.ask("table.crowded", { tableId: "t6", count: 12 })).toMatchObject({
      kind: "rejected",
      code: "forbidden",
    });
  });
});
