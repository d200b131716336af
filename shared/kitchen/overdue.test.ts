import { describe, expect, test } from "vitest";
import { MINUTE, SECOND } from "#shared/kernel/time.ts";
import {
  bump,
  houseWithOrder,
  L1,
  L2,
  L3,
  line,
  MENU,
  minute,
  NOW,
  ORDER,
  type TestHouse,
} from "#shared/orders/testing/house.ts";
import { unheardSince } from "./board.ts";
import { nextDue, waitsFor } from "./overdue.ts";
import { dueAt, HELD_AGAIN_MS } from "./release-time.ts";

const LIMIT_MS = 15 * SECOND;
const NOW_MS = Date.parse(NOW);
const show = (house: TestHouse, ...lineIds: string[]) =>
  house.ask("ticket.shown", { orderId: ORDER, stationId: "grill", lineIds }, { as: "kitchen" });

describe("what time alone can make due", () => {
  test("is the release of what is held for a time, a word about what waits to be accepted or to be shown, and nothing else", () => {
    const held = houseWithOrder({ hold: true, promisedAt: minute(60) });
    expect(waitsFor(held.order())).toBe("release");
    expect(nextDue(held.order(), MENU, LIMIT_MS, NOW_MS)).toBe(NOW_MS + 45 * MINUTE);
    // Nobody said for when: a person releases it.
    const openEnded = houseWithOrder({ hold: true });
    expect([
      waitsFor(openEnded.order()),
      nextDue(openEnded.order(), MENU, LIMIT_MS, NOW_MS),
    ]).toEqual([null, null]);

    const guest = houseWithOrder({}, { as: "guest" });
    expect([waitsFor(guest.order()), nextDue(guest.order(), MENU, LIMIT_MS, NOW_MS)]).toEqual([
      "acceptance",
      NOW_MS + LIMIT_MS,
    ]);

    const house = houseWithOrder();
    expect([waitsFor(house.order()), nextDue(house.order(), MENU, LIMIT_MS, NOW_MS)]).toEqual([
      "screen",
      NOW_MS + LIMIT_MS,
    ]);
    expect(nextDue(house.order(), MENU, LIMIT_MS, NOW_MS + LIMIT_MS)).toBeNull();
    show(house, L1);
    expect(waitsFor(house.order())).toBe("screen");
    // Made without ever having been shown: nobody needs to hear of it any more.
    bump(house, L2);
    expect([waitsFor(house.order()), nextDue(house.order(), MENU, LIMIT_MS, NOW_MS)]).toEqual([
      null,
      null,
    ]);
    house.ask("order.cancel", { orderId: ORDER, reason: "They left" });
    expect(waitsFor(house.order())).toBeNull();
  });

  test("an alarm is named by the newest moment that went unheard: less of it is the same alarm, something later another", () => {
    const house = houseWithOrder({ lines: [line(L1), line(L2), line(L3, "steak", { course: 2 })] });
    const since = (minutes: number) =>
      unheardSince(house.order(), NOW_MS + minutes * MINUTE, LIMIT_MS);
    expect(unheardSince(house.order(), NOW_MS + LIMIT_MS - 1, LIMIT_MS)).toBeNull();
    expect(since(1)).toBe(NOW);
    show(house, L1);
    expect(since(1)).toBe(NOW);
    house.ask("order.fireCourse", { orderId: ORDER, course: 2 }, { at: minute(5) });
    expect(since(5)).toBe(NOW);
    expect(since(6)).toBe(minute(5));
    show(house, L3);
    expect(since(6)).toBe(NOW);
  });

  test("[ORD-16] held again before it has to begin it is released then, held again after that a quarter of an hour later", () => {
    const house = houseWithOrder({ hold: true, promisedAt: minute(60) });
    const again = (minutes: number) => {
      house.ask("order.release", { orderId: ORDER }, { at: minute(minutes) });
      house.ask("order.hold", { orderId: ORDER }, { at: minute(minutes) });
      return dueAt(house.order(), MENU);
    };
    expect(again(20)).toBe(NOW_MS + 45 * MINUTE);
    expect(again(50)).toBe(NOW_MS + 50 * MINUTE + HELD_AGAIN_MS);
  });
});
