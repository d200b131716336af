import type { Page } from "@playwright/test";
import { cancel, openTable, order } from "./support/floor.ts";
import { bump, expectOpen, line, ticket } from "./support/kitchen.ts";
import { expectAllSent, expectLink, pair } from "./support/tablet.ts";
import { expect, test } from "./support/test.ts";

test("two tablets bump the same ticket offline: it is bumped once, and nobody is bothered", async ({
  restaurant,
  newTablet,
}) => {
  const [one, two] = [await newTablet(), await newTablet()];
  const [first, second] = [
    await pair(one, restaurant, "kitchen"),
    await pair(two, restaurant, "kitchen"),
  ];
  const placed = await restaurant.order(["burger", "chips"]);
  const other = await restaurant.order(["squid"]);
  for (const page of [first, second]) await expectOpen(page, [placed.number, other.number]);

  await one.network.cut();
  await two.network.cut();
  for (const page of [first, second]) await expectLink(page, "offline");
  await bump(first, placed.number);
  await bump(second, placed.number);
  await one.network.mend();
  await expectAllSent(first);
  await two.network.mend();
  await expectAllSent(second);

  for (const page of [first, second]) {
    await expectOpen(page, [other.number]);
    await expect(notices(page)).toHaveCount(0);
  }
  expect(
    (await restaurant.about(placed.orderId, "order_item_status_changed")).map(
      ({ data }) => data.to,
    ),
  ).toEqual(["ready", "ready"]);
  expect((await restaurant.log()).filter((event) => event.type === "mutation_rejected")).toEqual(
    [],
  );
});

test("a ticket bumped offline that was cancelled meanwhile stays cancelled, and the cook is told", async ({
  restaurant,
  newTablet,
}) => {
  const [kitchenTablet, floorTablet] = [await newTablet(), await newTablet()];
  const [kitchen, floor] = [
    await pair(kitchenTablet, restaurant, "kitchen"),
    await pair(floorTablet, restaurant, "floor"),
  ];
  const placed = await restaurant.order(["burger"]);
  await expectOpen(kitchen, [placed.number]);
  await openTable(floor, "1");
  await expect(order(floor, placed.number)).toContainText("heard by");

  await kitchenTablet.network.cut();
  await floorTablet.network.cut();
  await expectLink(kitchen, "offline");
  await expectLink(floor, "offline");
  await bump(kitchen, placed.number);
  await cancel(floor, placed.number);
  // The cancellation reaches the log first.
  await floorTablet.network.mend();
  await expectAllSent(floor);
  await kitchenTablet.network.mend();
  await expectAllSent(kitchen);

  await expectOpen(kitchen, []);
  const told = /The order was cancelled meanwhile\..*Order G\d+ · Table 1 · /s;
  await expect(notices(kitchen)).toContainText(told);
  await kitchen.reload();
  await expect(notices(kitchen), "a refusal stays until somebody has put it away").toContainText(
    told,
  );
  expect(await restaurant.about(placed.orderId, "order_item_status_changed")).toEqual([]);
  expect(
    (await restaurant.orders()).find(({ orderId }) => orderId === placed.orderId)?.status ??
      "cancelled",
  ).toBe("cancelled");
  const refused = (await restaurant.log()).filter((event) => event.type === "mutation_rejected");
  expect(refused.map(({ data }) => [data.name, data.code])).toEqual([
    ["ticket.bump", "order_cancelled"],
  ]);
});

test("a cancellation that comes after the bump wins, and the kitchen is told that it was made in vain", async ({
  restaurant,
  newTablet,
}) => {
  const [kitchenTablet, floorTablet] = [await newTablet(), await newTablet()];
  const [kitchen, floor] = [
    await pair(kitchenTablet, restaurant, "kitchen"),
    await pair(floorTablet, restaurant, "floor"),
  ];
  const placed = await restaurant.order(["burger"]);
  await expectOpen(kitchen, [placed.number]);
  await openTable(floor, "1");
  await expect(order(floor, placed.number)).toContainText("heard by");

  await kitchenTablet.network.cut();
  await floorTablet.network.cut();
  await expectLink(kitchen, "offline");
  await expectLink(floor, "offline");
  await bump(kitchen, placed.number);
  await cancel(floor, placed.number);
  await kitchenTablet.network.mend();
  await expectAllSent(kitchen);
  await floorTablet.network.mend();
  await expectAllSent(floor);

  await expect(ticket(kitchen, placed.number)).toContainText("Voided after it was made");
  await expect(line(kitchen, placed.number, "Burger")).toBeDisabled();
  await kitchen.getByRole("button", { name: `Clear cancelled ticket ${placed.number}` }).click();
  await expect(ticket(kitchen, placed.number)).toBeHidden();
  await expect(notices(floor)).toHaveCount(0);
  expect(
    (await restaurant.about(placed.orderId, "order_status_changed")).map(({ data }) => data.to),
  ).toContain("cancelled");
  const told = (await restaurant.log()).filter((event) => event.type === "kitchen_notification");
  expect(told.map(({ data }) => data.kind)).toEqual(["made_then_voided"]);
});

/** What a screen wants its person to know about actions that did not count. */
const notices = (page: Page) => page.getByRole("region", { name: "This did not count" });
