import { describe, expect, test } from "vitest";
import {
  bump,
  houseWithOrder,
  L1,
  L2,
  L3,
  L4,
  line,
  minute,
  ORDER,
} from "#shared/orders/testing/house.ts";
import { allDay } from "./all-day.ts";
import { openTickets } from "./board.ts";
import { servedCourses } from "./served.ts";
import { drawnLines, ticketsOf } from "./ticket.ts";

const on = { orderId: ORDER };

/** Two dishes of course 1 at two stations, two of course 2 at the grill. */
const twoCourses = () =>
  houseWithOrder(
    {
      lines: [
        line(L1),
        line(L2, "chips"),
        line(L3, "steak", { course: 2 }),
        line(L4, "burger", { course: 2 }),
      ],
    },
    { at: minute(0) },
  );

describe("what has been served", () => {
  test("is no line of any ticket when the next course is fired, and counts for nothing that is to be made", () => {
    const house = twoCourses();
    for (const lineId of [L1, L2]) bump(house, lineId, 0, { at: minute(5) });
    house.ask("order.serve", on, { at: minute(6) });
    house.ask("order.fireCourse", { ...on, course: 2 }, { at: minute(20) });
    expect(
      ticketsOf(house.order()).map((ticket) => [
        ticket.stationId,
        drawnLines(ticket).map((it) => it.lineId),
      ]),
    ).toEqual([
      ["grill", [L3, L4]],
      ["fry", []],
    ]);
    expect(
      allDay(openTickets(house.orders.values(), [])).map(({ name, quantity }) => [name, quantity]),
    ).toEqual([
      ["Burger", 1],
      ["Steak", 1],
    ]);
    expect(servedCourses(house.order(), house.order().lines)).toEqual([
      { course: 1, whole: true, pieces: 2, oneOfMany: true, at: minute(6) },
    ]);
  });

  test("is told by the piece while more of its course is to come, also from another station", () => {
    const house = twoCourses();
    bump(house, L1, 0, { at: minute(5) });
    house.ask("order.serve", on, { at: minute(6) });
    const [grill] = ticketsOf(house.order());
    expect(servedCourses(house.order(), grill!.lines)).toEqual([
      { course: 1, whole: false, pieces: 1, oneOfMany: true, at: minute(6) },
    ]);
  });

  test("comes back as work when it is recalled", () => {
    const house = twoCourses();
    bump(house, L1, 0, { at: minute(5) });
    house.ask("order.serve", on, { at: minute(6) });
    house.ask(
      "ticket.recall",
      { ...on, stationId: "grill", lines: [{ lineId: L1, generation: 0 }] },
      { at: minute(7) },
    );
    expect(drawnLines(ticketsOf(house.order())[0]!).map((it) => it.lineId)).toEqual([L1]);
    expect(servedCourses(house.order(), house.order().lines)).toEqual([]);
  });
});
