import type { Page } from "@playwright/test";
import { cancel, openTable, order, takeAway } from "./support/floor.ts";
import { bump, expectOpen, recall, watchTicket } from "./support/kitchen.ts";
import { badge, expectAllSent, expectKept, open, pair } from "./support/tablet.ts";
import { expect, test } from "./support/test.ts";

test("[P2] [P5] an isolated tablet bumps, recalls, cancels and orders, survives a reload and being killed, and everything counts once", async ({
  restaurant,
  switchOn,
}) => {
  let tablet = await switchOn();
  const { network } = tablet;
  // Paired yesterday and switched off in the evening.
  await expectKept(await pair(tablet, restaurant, "kitchen"));
  await pair(tablet, restaurant, "floor");
  await tablet.close();
  tablet = await switchOn();
  let kitchen = await open(tablet, "kitchen");
  let floor = await open(tablet, "floor");
  const bumped = await restaurant.order(["burger", "chips"], 0);
  const recalled = await restaurant.order(["chips"], 1);
  const cancelled = await restaurant.order(["squid"], 2);
  const untouched = await restaurant.order(["burger"], 3);
  await expectOpen(
    kitchen,
    [bumped, recalled, cancelled, untouched].map(({ number }) => number),
  );
  await bump(kitchen, recalled.number);
  await expectAllSent(kitchen);
  await openTable(floor, "3");
  await expect(order(floor, cancelled.number)).toContainText("heard by");

  await network.cut();
  await bump(kitchen, bumped.number);
  await recall(kitchen, recalled.number);
  await cancel(floor, cancelled.number);
  await expect(order(floor, cancelled.number)).toBeHidden();
  await floor.goto(`${network.url}/floor`);
  const taken = await takeAway(floor, ["Squid", "Chips"], "Grace");
  await expect(badge(kitchen)).toContainText("Offline");

  await kitchen.reload();
  await expectOpen(kitchen, [recalled.number, cancelled.number, untouched.number]);
  await floor.goto(`${network.url}/floor`);
  await expect(tile(floor, taken, "Grace")).toBeVisible();

  await tablet.kill9();
  tablet = await switchOn();
  kitchen = await open(tablet, "kitchen");
  floor = await open(tablet, "floor");
  await expectOpen(kitchen, [recalled.number, cancelled.number, untouched.number]);
  await expect(badge(kitchen)).toContainText("waiting");
  await expect(badge(floor)).toContainText("waiting");
  await expect(tile(floor, taken, "Grace")).toBeVisible();
  await expect(floor.getByRole("button", { name: "Table 3, free" })).toBeVisible();
  expect(await restaurant.about(bumped.orderId, "order_item_status_changed")).toEqual([]);

  // Meanwhile the evening went on without it.
  const meanwhile = await restaurant.order(["chips"], 4);
  const [gone, back] = [
    await watchTicket(kitchen, bumped.number),
    await watchTicket(kitchen, recalled.number),
  ];
  // Answers come long before the log does: what was done must not be undone on the screen in
  // between.
  network.holdReading();
  await network.mend();
  for (const page of [kitchen, floor])
    await expect(badge(page)).toHaveAttribute("data-waiting", "0", { timeout: 40_000 });
  expect(await restaurant.about(bumped.orderId, "order_item_status_changed")).toHaveLength(2);
  network.releaseReading();
  await expectAllSent(kitchen);
  await expectAllSent(floor);
  await expectOpen(kitchen, [recalled.number, untouched.number, taken, meanwhile.number]);
  expect(await gone.seen(), "the bumped ticket came back for a moment").toEqual({
    open: false,
    missing: true,
  });
  expect(await back.seen(), "the recalled ticket was away for a moment").toEqual({
    open: true,
    missing: false,
  });

  const lines = async (orderId: string) =>
    (await restaurant.about(orderId, "order_item_status_changed")).map(
      ({ data }) => `${data.from} ${data.to} ${data.generation}`,
    );
  expect(await lines(bumped.orderId)).toEqual(["queued ready 0", "queued ready 0"]);
  expect(await lines(recalled.orderId)).toEqual(["queued ready 0", "ready queued 1"]);
  expect(
    (await restaurant.about(cancelled.orderId, "order_status_changed")).map(({ data }) => data.to),
  ).toEqual(["cancelled"]);
  const created = (await restaurant.log()).filter((event) => event.type === "order_created");
  expect(created).toHaveLength(6);
  expect(
    created.filter(({ data }) => data.number === taken && data.guestName === "Grace"),
  ).toHaveLength(1);
});

/** An open order on the floor's home page that nobody but this tablet has. */
const tile = (floor: Page, number: string, name: string) =>
  floor.getByRole("button", { name: new RegExp(`^Order ${number}, ${name}, Waits here, `) });
