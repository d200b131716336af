import { describe, expect, test } from "vitest";
import {
  bump,
  houseWithOrder,
  L1,
  L2,
  line,
  minute,
  openHouse,
  ORDER,
  uuid,
  type TestHouse,
} from "#shared/orders/testing/house.ts";
import { recallsOf } from "./cards.ts";
import { recallList, RECALL_LIMIT } from "./recalls.ts";

const on = { orderId: ORDER };
const shown = (house: TestHouse, ...lineIds: string[]) =>
  house.ask("ticket.shown", { ...on, stationId: "grill", lineIds }, { as: "kitchen" });
const listed = (house: TestHouse, stations: string[] = []) =>
  recallList(house.orders.values(), stations).map(({ card, ended, at, lines }) => [
    card.order.number,
    ended,
    at,
    lines.map((it) => it.name).join(),
  ]);

describe("the last tickets that left the rail", () => {
  test("are listed latest first, from an iterator that can be read once, and no more than fifty", () => {
    const house = openHouse();
    for (let n = 1; n <= RECALL_LIMIT + 2; n++) {
      house.ask(
        "order.place",
        { orderId: uuid(n), number: `A${n}`, channel: "takeaway", lines: [line(uuid(1_000 + n))] },
        { at: minute(n) },
      );
      house.ask(
        "ticket.bump",
        {
          orderId: uuid(n),
          stationId: "grill",
          lines: [{ lineId: uuid(1_000 + n), generation: 0 }],
        },
        { at: minute(100 + n) },
      );
    }
    const list = recallList(house.orders.values(), []);
    expect([list.length, list[0]?.card.order.number, list.at(-1)?.card.order.number]).toEqual([
      RECALL_LIMIT,
      "A52",
      "A3",
    ]);
  });

  test("can be found after their order has ended, and say how, but not be recalled", () => {
    const house = houseWithOrder({ lines: [line(L1)] });
    shown(house, L1);
    bump(house, L1, 0, { at: minute(5) });
    expect(listed(house)).toEqual([["Z1", "ready", minute(5), "Steak"]]);
    house.ask("order.serve", on, { at: minute(6) });
    expect(listed(house)).toEqual([["Z1", "served", minute(6), "Steak"]]);
    house.ask("order.complete", on, { at: minute(20) });
    expect(listed(house)).toEqual([["Z1", "completed", minute(20), "Steak"]]);
    expect(listed(house, ["fry"])).toEqual([]);
  });

  test("name a cancelled one that a kitchen screen had shown, and none that it had not", () => {
    const seen = houseWithOrder({ lines: [line(L1)] });
    shown(seen, L1);
    const unseen = houseWithOrder({ lines: [line(L1)] });
    for (const house of [seen, unseen])
      house.ask("order.cancel", { ...on, reason: "They left" }, { at: minute(3) });
    expect(listed(seen)).toEqual([["Z1", "cancelled", minute(3), "Steak"]]);
    expect(listed(unseen)).toEqual([]);
  });

  test("bring back what was made last, not what was carried out before", () => {
    const house = houseWithOrder({ lines: [line(L1), line(L2, "burger", { course: 2 })] });
    bump(house, L1, 0, { at: minute(5) });
    house.ask("order.serve", on, { at: minute(6) });
    house.ask("order.fireCourse", { ...on, course: 2 }, { at: minute(20) });
    expect(listed(house)).toEqual([]);
    bump(house, L2, 0, { at: minute(30) });
    expect(listed(house)).toEqual([["Z1", "ready", minute(30), "Burger"]]);
    expect(recallsOf(recallList(house.orders.values(), [])[0]!.card)).toEqual([
      { stationId: "grill", lines: [{ lineId: L2, generation: 0 }] },
    ]);
  });
});
