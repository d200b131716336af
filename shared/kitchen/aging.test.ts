import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromIso, MINUTE } from "#shared/kernel/time.ts";
import { isInKitchen } from "#shared/orders/order.ts";
import { evening, type Deed } from "#shared/orders/testing/arbitraries.ts";
import {
  bump,
  houseWithOrder,
  L1,
  L2,
  L3,
  line,
  minute,
  openHouse,
  ORDER,
  recall,
  type TestHouse,
} from "#shared/orders/testing/house.ts";
import { ageMs, ageSince, heatOfOrder, ticketFiredAt } from "./aging.ts";
import { DEFAULT_THRESHOLDS, thresholdsOf } from "#shared/restaurant/late-thresholds.ts";
import { openTickets } from "./board.ts";
import { isOpenLine, ticketsOf } from "./ticket.ts";

const on = { orderId: ORDER };
const at = (minutes: number) => fromIso(minute(minutes));
const ages = (house: TestHouse, minutes: number) =>
  ticketsOf(house.order()).map((ticket) => [
    ticket.stationId,
    ageSince(ticketFiredAt(ticket), at(minutes)) / MINUTE,
  ]);

describe("how old a ticket is", () => {
  test("counts from its course, not from its order, once the first course is done", () => {
    const house = houseWithOrder(
      { lines: [line(L1), line(L2, "steak", { course: 2 })] },
      { at: minute(0) },
    );
    house.ask("order.fireCourse", { ...on, course: 2 }, { at: minute(30) });
    expect(ages(house, 32)).toEqual([["grill", 32]]);
    bump(house, L1, 0, { at: minute(32) });
    expect(ages(house, 32)).toEqual([["grill", 2]]);
    expect([
      ageMs(house.order(), at(32)) / MINUTE,
      heatOfOrder(house.order(), house.settings, at(32)),
    ]).toEqual([32, "calm"]);
    house.ask("order.serve", { ...on, lineIds: [L1] }, { at: minute(33) });
    expect(ageMs(house.order(), at(33)) / MINUTE).toBe(3);
  });

  test("counts from when a line was added, and from when a hold ended", () => {
    const house = houseWithOrder({ lines: [line(L1)] }, { at: minute(0) });
    house.ask("order.addLines", { ...on, lines: [line(L2, "chips")] }, { at: minute(20) });
    expect(ages(house, 21)).toEqual([
      ["grill", 21],
      ["fry", 1],
    ]);
    house.ask("order.hold", on, { at: minute(22) });
    house.ask("order.release", on, { at: minute(40) });
    expect(ages(house, 41)).toEqual([
      ["grill", 1],
      ["fry", 1],
    ]);
  });

  test("is after a recall what it was before", () => {
    const house = houseWithOrder(
      { lines: [line(L1), line(L2, "steak", { course: 2 })] },
      { at: minute(0) },
    );
    house.ask("order.fireCourse", { ...on, course: 2 }, { at: minute(10) });
    bump(house, L1, 0, { at: minute(11) });
    bump(house, L2, 0, { at: minute(12) });
    recall(house, L2);
    expect(ages(house, 15)).toEqual([["grill", 5]]);
    recall(house, L1);
    expect(ages(house, 15)).toEqual([["grill", 15]]);
  });

  test("decides its turn: a dessert called now stands behind what was ordered before", () => {
    const house = houseWithOrder(
      { lines: [line(L1), line(L2, "steak", { course: 2 })] },
      { at: minute(0) },
    );
    bump(house, L1, 0, { at: minute(2) });
    const other = "00000000-0000-7000-8000-0000000000aa";
    house.ask(
      "order.place",
      { orderId: other, channel: "takeaway", lines: [line(L3)] },
      { at: minute(5) },
    );
    house.ask("order.fireCourse", { ...on, course: 2 }, { at: minute(30) });
    expect(openTickets(house.orders.values(), []).map((ticket) => ticket.order.orderId)).toEqual([
      other,
      ORDER,
    ]);
  });

  test("never exceeds, whatever people do, the age of its oldest line that was fired and is not finished", () => {
    fc.assert(
      fc.property(evening, (deeds) => {
        const { house, fired } = watched(inTime(deeds));
        for (const ticket of openTickets(house.orders.values(), [])) {
          const moments = ticket.lines.filter(isOpenLine).map((it) => fired.get(it.lineId)!);
          expect(ticketFiredAt(ticket)).toBe(
            moments.reduce((first, time) => (time < first ? time : first)),
          );
        }
      }),
      { numRuns: 500 },
    );
  });
});

/** People's deeds happen one after the other. */
const inTime = (deeds: readonly Deed[]): readonly Deed[] => {
  const minutes = deeds.map((deed) => deed.minute).sort((a, b) => a - b);
  return deeds.map((deed, index) => ({ ...deed, minute: minutes[index]! }));
};

/**
 * The house after these deeds, and when each line last came before a station's eyes, seen from
 * outside.
 */
function watched(deeds: readonly Deed[]): { house: TestHouse; fired: ReadonlyMap<string, string> } {
  const house = openHouse();
  const fired = new Map<string, string>();
  const visible = () =>
    new Set(
      [...house.orders.values()]
        .filter(isInKitchen)
        .flatMap((order) => order.lines.filter((it) => it.fired).map((it) => it.lineId)),
    );
  for (const { name, args, as, strict, minute: when } of deeds) {
    const before = visible();
    house.ask(name, args as never, { as, strict, at: minute(when) });
    for (const lineId of visible()) if (!before.has(lineId)) fired.set(lineId, minute(when));
  }
  return { house, fired };
}

test.each(["constructor", "toString", "valueOf", "hasOwnProperty"])(
  "a station that is called %s is late like any other",
  (id) => {
    const { settings } = openHouse();
    expect(thresholdsOf(settings, id)).toEqual(DEFAULT_THRESHOLDS);
    const own = { warmSeconds: 1, lateSeconds: 2 };
    expect(thresholdsOf({ ...settings, stationThresholds: { [id]: own } }, id)).toEqual(own);
  },
);
