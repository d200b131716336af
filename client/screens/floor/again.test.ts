import { expect, it } from "vitest";
import { fakeDevice } from "../../testing/fake-device.ts";
import { fakeEvening } from "../../testing/fake-evening.ts";
import { lastOrder, sameAgain } from "./again.ts";

const device = fakeDevice({ role: "floor" }, { now: () => Date.UTC(2026, 0, 31, 19, 30) });
fakeEvening(device, 20);
const { orders, menu } = device.view();

it("finds a table's last order, and without a table the last of that name", () => {
  expect(lastOrder(orders.values(), { tableId: "t4", channel: "dine_in", guestName: "" })?.number).toBe("B22");
  expect(lastOrder(orders.values(), { tableId: null, channel: "takeaway", guestName: "" })?.number).toBe("B23");
  expect(lastOrder(orders.values(), { tableId: null, channel: "takeaway", guestName: " rosa" })?.number).toBe("B14");
  expect(lastOrder(orders.values(), { tableId: null, channel: "takeaway", guestName: "Nobody" })).toBeNull();
  expect(lastOrder(orders.values(), { tableId: "t99", channel: "dine_in", guestName: "" })).toBeNull();
});

it("orders the same again under new ids, without what was voided or is off", () => {
  let n = 0;
  const again = (number: string) => sameAgain([...orders.values()].find((order) => order.number === number)!, menu, () => `new-${++n}`);
  expect(again("B12")).toMatchObject([
    { lineId: "new-1", menuItemId: "ribeye", quantity: 2, modifiers: [{ modifierId: "done", optionId: "mr" }, { modifierId: "sauce", optionId: "pepper" }] },
    { menuItemId: "chips", quantity: 2 }, { menuItemId: "salad" },
  ]);
  expect(again("B13").map((line) => line.menuItemId)).not.toContain("chips");
  expect(again("C11").map((line) => line.menuItemId)).toEqual(["diavola"]);
});
