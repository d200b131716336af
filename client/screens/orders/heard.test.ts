import { expect, test } from "vitest";
import { fromIso, MINUTE } from "#shared/kernel/time.ts";
import { ticketsOf } from "#shared/kitchen/ticket.ts";
import { houseWithOrder, L1, L2, L3, line, minute, ORDER } from "#shared/orders/testing/house.ts";
import { heardOf, unheardMs } from "./heard.ts";

const shown = (
  lineIds: string[],
  at: number,
  house = houseWithOrder({ lines: [line(L1), line(L2)] }),
) => {
  house.ask(
    "ticket.shown",
    { orderId: ORDER, stationId: "grill", lineIds },
    { as: "kitchen", name: "Grill tablet", at: minute(at) },
  );
  return house;
};

test("says who heard a ticket, and only when every line of it was shown", () => {
  expect(heardOf(ticketsOf(shown([L1], 1).order())[0]!)).toBeNull();
  expect(heardOf(ticketsOf(shown([L2], 2, shown([L1], 1)).order())[0]!)).toEqual({
    by: "Grill tablet",
    at: minute(2),
  });
});

test("counts a line that was added late from then", () => {
  const house = shown([L1, L2], 1);
  house.ask("order.addLines", { orderId: ORDER, lines: [line(L3)] }, { at: minute(30) });
  const [ticket] = ticketsOf(house.order());
  expect([heardOf(ticket!), unheardMs(ticket!, fromIso(minute(32)))]).toEqual([null, 2 * MINUTE]);
});
