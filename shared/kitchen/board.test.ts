import { expect, test } from "vitest";
import {
  bump,
  houseWithOrder,
  L1,
  L2,
  line,
  MENU,
  minute,
  ORDER,
} from "#shared/orders/testing/house.ts";
import { notHeardYet, unheardOrders, waitingOrders } from "./board.ts";
import { nextDue } from "./overdue.ts";

const LIMIT_MS = 15_000;
const at = (time: string) => Date.parse(time);
const dueOf = (house: ReturnType<typeof houseWithOrder>) =>
  nextDue(house.order(), MENU, LIMIT_MS, 0);

test("an order is due for the alarm when its first unshown line has been in the kitchen for the limit, however long it was placed before", () => {
  const house = houseWithOrder({}, { as: "guest" });
  expect(dueOf(house)).toBe(at(minute(0)) + LIMIT_MS);
  house.ask("order.accept", { orderId: ORDER }, { at: minute(5) });
  expect(dueOf(house)).toBe(at(minute(5)) + LIMIT_MS);
  house.ask(
    "ticket.shown",
    { orderId: ORDER, stationId: "grill", lineIds: [L1, L2] },
    { as: "kitchen" },
  );
  expect(dueOf(house)).toBeNull();
});

test("what is released or fired later is due from then on, and what is held, made or shown never is", () => {
  const held = houseWithOrder({ hold: true });
  expect(dueOf(held)).toBeNull();
  held.ask("order.release", { orderId: ORDER }, { at: minute(9) });
  expect(dueOf(held)).toBe(at(minute(9)) + LIMIT_MS);

  const courses = houseWithOrder({ lines: [line(L1), line(L2, "chips", { course: 2 })] });
  bump(courses, L1);
  expect(dueOf(courses)).toBeNull();
  courses.ask("order.fireCourse", { orderId: ORDER, course: 2 }, { at: minute(20) });
  expect(dueOf(courses)).toBe(at(minute(20)) + LIMIT_MS);
});

test("an order that no screen has painted is not heard yet until it is due for the alarm, and then unheard", () => {
  const house = houseWithOrder();
  const due = dueOf(house)!;
  const lists = (ms: number) =>
    [notHeardYet, unheardOrders].map((list) => list([house.order()], ms, LIMIT_MS).length);
  expect([lists(due - 1), lists(due)]).toEqual([
    [1, 0],
    [0, 1],
  ]);
  house.ask(
    "ticket.shown",
    { orderId: ORDER, stationId: "grill", lineIds: [L1, L2] },
    { as: "kitchen" },
  );
  expect(lists(due - 1)).toEqual([0, 0]);
  const [held, pending] = [houseWithOrder({ hold: true }), houseWithOrder({}, { as: "guest" })];
  expect(notHeardYet([held.order(), pending.order()], due - 1, LIMIT_MS)).toEqual([]);
});

test("the lists are of what is due by now", () => {
  const unheard = houseWithOrder();
  const waiting = houseWithOrder({}, { as: "guest" });
  for (const [house, list] of [
    [unheard, unheardOrders],
    [waiting, waitingOrders],
  ] as const) {
    const due = dueOf(house)!;
    expect([
      list([house.order()], due - 1, LIMIT_MS),
      list([house.order()], due, LIMIT_MS),
    ]).toEqual([[], [house.order()]]);
  }
  expect([
    waitingOrders([unheard.order()], at(minute(999)), LIMIT_MS),
    unheardOrders([waiting.order()], at(minute(999)), LIMIT_MS),
  ]).toEqual([[], []]);
});
