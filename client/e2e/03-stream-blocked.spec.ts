import { expectOpen } from "./support/kitchen.ts";
import { badge, expectLink, pair } from "./support/tablet.ts";
import { expect, test } from "./support/test.ts";

test("[P4] where only streams are blocked the screen polls, says so, and goes back to the stream by itself", async ({
  restaurant,
  newTablet,
}) => {
  const tablet = await newTablet();
  const kitchen = await pair(tablet, restaurant, "kitchen");
  const one = await restaurant.order();
  await expectOpen(kitchen, [one.number]);

  tablet.network.blockStreams();
  await expectLink(kitchen, "polling");
  await expect(badge(kitchen)).toContainText("Polling");
  const two = await restaurant.order(["chips"]);
  await expectOpen(kitchen, [one.number, two.number]);
  await expect(badge(kitchen)).toContainText("Polling");
  await expect.poll(async () => (await restaurant.guestSees(two)).heard).toBe(true);

  tablet.network.allowStreams();
  await expectLink(kitchen, "live");
  await expect(badge(kitchen)).toContainText("Live");
  const three = await restaurant.order(["squid"]);
  await expectOpen(kitchen, [one.number, two.number, three.number]);
});

test("a stream that stays open and carries nothing is opened again", async ({
  restaurant,
  newTablet,
}) => {
  const tablet = await newTablet();
  const kitchen = await pair(tablet, restaurant, "kitchen");
  tablet.network.silenceStreams();
  const order = await restaurant.order();
  await expectOpen(kitchen, [order.number]);
  await expectLink(kitchen, "live");
});
