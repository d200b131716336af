import { createProtocolDevice } from "../../server/tools/replay/device.ts";
import { expectOpen, line, ticket } from "./support/kitchen.ts";
import { pair } from "./support/tablet.ts";
import { expect, test } from "./support/test.ts";

test("orders placed while no screen was ever open appear on the first screen that opens", async ({
  restaurant,
  newTablet,
}) => {
  const one = await restaurant.order(["burger", "chips"]);
  const two = await restaurant.order(["squid"], 3);
  const floor = createProtocolDevice(await restaurant.device("floor"));
  const orderId = crypto.randomUUID();
  await floor.act("order.place", {
    orderId,
    channel: "takeaway",
    guestName: "Ada",
    lines: [{ lineId: crypto.randomUUID(), menuItemId: "burger", quantity: 2 }],
  });
  const three = (await restaurant.orders()).find((order) => order.orderId === orderId)!.number;
  expect((await restaurant.guestSees(one)).heard).toBe(false);

  const kitchen = await pair(await newTablet(), restaurant, "kitchen");

  await expectOpen(kitchen, [one.number, two.number, three]);
  await expect(line(kitchen, one.number, "Burger")).toBeVisible();
  await expect(line(kitchen, one.number, "Chips")).toBeVisible();
  await expect(ticket(kitchen, two.number)).toContainText("Table 4");
  await expect(ticket(kitchen, three)).toContainText("Ada");
  await expect(
    ticket(kitchen, three).getByRole("button", { name: "2 × Burger, queued" }),
  ).toBeVisible();
  await expect.poll(async () => (await restaurant.guestSees(one)).heard).toBe(true);
  await expect.poll(async () => (await restaurant.guestSees(two)).heard).toBe(true);
  expect((await restaurant.log()).filter((event) => event.type === "order_created")).toHaveLength(
    3,
  );
});
