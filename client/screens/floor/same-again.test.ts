import { expect, test } from "vitest";
import { fakeDevice } from "../../testing/fake-device.ts";
import { fakeEvening } from "../../testing/fake-evening.ts";
import { incompleteLines } from "../ordering/basket.ts";
import { lastOrder, sameAgain } from "./same-again.ts";

const device = fakeDevice({ role: "floor" }, { now: () => Date.UTC(2026, 0, 31, 19, 30) });
fakeEvening(device, 20);
const { orders, menu } = device.view();

test("finds a table's last order, and without a table the last of that name", () => {
  expect(
    lastOrder(orders.values(), { tableId: "t4", channel: "dine_in", guestName: "" })?.number,
  ).toBe("B22");
  expect(
    lastOrder(orders.values(), { tableId: null, channel: "takeaway", guestName: "" })?.number,
  ).toBe("B23");
  expect(
    lastOrder(orders.values(), { tableId: null, channel: "takeaway", guestName: " rosa" })?.number,
  ).toBe("B14");
  expect(
    lastOrder(orders.values(), { tableId: null, channel: "takeaway", guestName: "ROSÁ " })?.number,
  ).toBe("B14");
  expect(
    lastOrder(orders.values(), { tableId: null, channel: "takeaway", guestName: "Nobody" }),
  ).toBeNull();
  expect(
    lastOrder(orders.values(), { tableId: "t99", channel: "dine_in", guestName: "" }),
  ).toBeNull();
});

test("orders the same again under new ids, without what was voided or is off", () => {
  let n = 0;
  const again = (number: string) =>
    sameAgain(
      [...orders.values()].find((order) => order.number === number)!,
      menu,
      () => `new-${++n}`,
    );
  expect(again("B12")).toMatchObject([
    {
      lineId: "new-1",
      menuItemId: "ribeye",
      quantity: 2,
      modifiers: [
        { modifierId: "done", optionId: "mr" },
        { modifierId: "sauce", optionId: "pepper" },
      ],
    },
    { menuItemId: "chips", quantity: 2 },
    { menuItemId: "salad" },
  ]);
  expect(again("B13").map((line) => line.menuItemId)).not.toContain("chips");
  expect(again("C11").map((line) => line.menuItemId)).toEqual(["diavola"]);
});

test("leaves to be chosen what the menu has no more, and takes no more than may be chosen now", () => {
  const ribeye = { ...menu.items.find((item) => item.id === "ribeye")! };
  const changed = {
    ...menu,
    items: menu.items.map((item) =>
      item.id !== "ribeye"
        ? item
        : {
            ...ribeye,
            modifiers: [
              {
                id: "done",
                name: "How done",
                min: 1,
                max: 1,
                options: [{ id: "well", name: "Well done", price: 0 }],
              },
              {
                id: "sauce",
                name: "Sauce",
                min: 0,
                max: 0,
                options: [{ id: "pepper", name: "Peppercorn", price: 200 }],
              },
            ],
          },
    ),
  };
  const again = sameAgain(
    [...orders.values()].find((order) => order.number === "B12")!,
    changed,
    () => "new",
  );
  expect(again.find((line) => line.menuItemId === "ribeye")?.modifiers).toEqual([]);
  expect(
    incompleteLines(again, changed).map(({ line, missing }) => [
      line.menuItemId,
      missing.map(({ name }) => name),
    ]),
  ).toEqual([["ribeye", ["How done"]]]);
  expect(incompleteLines(again, menu).map(({ line }) => line.menuItemId)).toEqual(["ribeye"]);
});
