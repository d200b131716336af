import { expect, test } from "vitest";
import { CROWD } from "#shared/orders/guest-load.ts";
import { line, minute, openHouse, uuid } from "#shared/orders/testing/house.ts";
import { crowdsOf } from "./crowds.ts";

test("[ORD-54] a table is a crowd from ten waiting orders on, the largest first; what staff answered or was before they opened it is not counted", () => {
  const house = openHouse();
  house.settings = { ...house.settings, guestLimits: null };
  let next = 100;
  const order = (tableId: string, at = minute(0)) => {
    const orderId = uuid(next++);
    house.ask(
      "order.place",
      { orderId, channel: "dine_in", tableId, lines: [line(uuid(next++))] },
      { as: "guest", at },
    );
    return orderId;
  };
  const crowds = () =>
    crowdsOf(house.orders.values(), house.settings).map(
      ({ label, orders }) => `${label}: ${orders.length}`,
    );
  const first = order("t5");
  for (let count = 2; count < CROWD; count++) order("t5");
  expect(crowds()).toEqual([]);
  for (let count = 0; count < CROWD + 2; count++) order("t6");
  order("t5");
  expect(crowds()).toEqual([`6: ${CROWD + 2}`, `5: ${CROWD}`]);
  house.ask("order.accept", { orderId: first });
  expect(crowds()).toEqual([`6: ${CROWD + 2}`]);
  house.ask("table.ordering", { tableId: "t6", open: true }, { at: minute(1) });
  expect(crowds()).toEqual([]);
  for (let count = 0; count < CROWD; count++) order("t6", minute(2));
  expect(crowds()).toEqual([`6: ${CROWD}`]);
});
