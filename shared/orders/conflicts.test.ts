/**
 * Every row of the table of conflicts (docs/design.md#conflicts): what two devices did without
 * knowing of each other, in both orders of arrival.
 */
import { describe, expect, test } from "vitest";
import { ticketsOf, isOpenLine } from "#shared/kitchen/ticket.ts";
import {
  bump,
  houseWithOrder,
  L1,
  L2,
  L3,
  line,
  ORDER,
  recall,
  type TestHouse,
} from "./testing/house.ts";

const on = { orderId: ORDER };

/** What the house comes to when the two arrive in one order, and in the other. */
function bothWays(
  one: (house: TestHouse) => unknown,
  other: (house: TestHouse) => unknown,
  begin: () => TestHouse = houseWithOrder,
): [TestHouse, TestHouse] {
  const [first, second] = [begin(), begin()];
  one(first);
  other(first);
  other(second);
  one(second);
  return [first, second];
}

describe("conflicts", () => {
  test("[ORD-10] two screens bump the same ticket: one effect, the second has none", () => {
    const house = houseWithOrder();
    const kinds = [
      bump(house, L1, 0, { name: "Ana" }).kind,
      bump(house, L1, 0, { name: "Ben" }).kind,
    ];
    expect(kinds).toEqual(["applied", "noop"]);
    expect(house.events.filter((event) => event.type === "order_item_status_changed")).toHaveLength(
      1,
    );
  });

  test("[ORD-10] line status is the maximum: served and a late ready come to served, whichever is first", () => {
    const serve = (house: TestHouse) => house.ask("order.serve", { ...on, lineIds: [L1] });
    for (const house of bothWays(serve, (it) => bump(it, L1)))
      expect(house.line(L1).status).toBe("served");
  });

  test("[ORD-11] [ORD-12] recall against a late bump of the old generation: queued in the next one, whichever is first", () => {
    const bumped = () => {
      const house = houseWithOrder();
      bump(house, L1);
      return house;
    };
    for (const house of bothWays(
      (it) => recall(it, L1),
      (it) => bump(it, L1, 0),
      bumped,
    )) {
      expect(house.line(L1)).toMatchObject({ status: "queued", generation: 1 });
    }
  });

  test("[ORD-14] cancel against a bump: cancel wins; what was made first is counted as waste", () => {
    const cancel = (house: TestHouse) => house.ask("order.cancel", { ...on, reason: "They left" });
    const [cancelFirst, bumpFirst] = bothWays(cancel, (it) => bump(it, L1));
    expect([cancelFirst.order().status, bumpFirst.order().status]).toEqual([
      "cancelled",
      "cancelled",
    ]);
    expect([cancelFirst.line(L1).voided?.wasMade, bumpFirst.line(L1).voided?.wasMade]).toEqual([
      false,
      true,
    ]);
  });

  test("[ORD-14] void against a bump: void wins, and the kitchen is told of what it had made", () => {
    const voiding = (house: TestHouse) =>
      house.ask("line.void", { ...on, lineId: L1, reason: "Wrong dish" });
    const [voidFirst, bumpFirst] = bothWays(voiding, (it) => bump(it, L1));
    for (const house of [voidFirst, bumpFirst]) expect(house.line(L1).status).toBe("cancelled");
    expect(
      [voidFirst, bumpFirst].map((house) =>
        house.events.some((event) => event.type === "kitchen_notification"),
      ),
    ).toEqual([false, true]);
  });

  test("[ORD-13] bump against added lines: the bumped are ready, the added stay open and marked, whichever is first", () => {
    const add = (house: TestHouse) => house.ask("order.addLines", { ...on, lines: [line(L3)] });
    for (const house of bothWays(add, (it) => bump(it, L1))) {
      expect(house.line(L1).status).toBe("ready");
      expect(house.line(L3)).toMatchObject({ status: "queued", addedAt: expect.any(String) });
      const grill = ticketsOf(house.order()).find((ticket) => ticket.stationId === "grill")!;
      expect([grill.state, grill.lines.filter(isOpenLine).map((it) => it.lineId)]).toEqual([
        "open",
        [L3],
      ]);
    }
  });

  test("[ORD-21] 86 against an order placed offline: the order stands, the line is flagged where 86 was first", () => {
    const off = (house: TestHouse) =>
      house.ask("menu.setAvailability", { menuItemId: "steak", available: false });
    const add = (house: TestHouse) =>
      house.ask("order.addLines", { ...on, lines: [line(L3, "steak")] });
    const [offFirst, orderFirst] = bothWays(off, add);
    expect(
      [offFirst.line(L3), orderFirst.line(L3)].map((it) => [it.status, it.unavailable]),
    ).toEqual([
      ["queued", true],
      ["queued", false],
    ]);
  });

  test("[ORD-18] two moves: the last in log order holds, and says where it came from", () => {
    const to = (tableId: string) => (house: TestHouse) =>
      house.ask("order.moveTable", { ...on, tableId });
    const [sixth, seventh] = [to("t6"), to("t7")];
    const [sevenLast, sixLast] = bothWays(sixth, seventh);
    expect([sevenLast.order(), sixLast.order()].map((it) => [it.tableLabel, it.movedFrom])).toEqual(
      [
        ["7", "6"],
        ["6", "7"],
      ],
    );
  });

  test("[ORD-3] numbers that two devices call out offline differ by their letters and are never changed", () => {
    const house = houseWithOrder({ number: "A1" });
    house.ask("order.place", {
      orderId: "00000000-0000-7000-8000-000000000002",
      channel: "takeaway",
      number: "B1",
      lines: [line(L3)],
    });
    expect([...house.orders.values()].map((order) => order.number)).toEqual(["A1", "B1"]);
  });

  test("[ORD-16] hold against a bump: what was begun is not held, whichever is first", () => {
    for (const house of bothWays(
      (it) => holdIt(it),
      (it) => bump(it, L2),
    )) {
      expect([house.order().held, house.line(L2).status]).toEqual([false, "ready"]);
    }
  });
});

const holdIt = (house: TestHouse) => house.ask("order.hold", on);
