import { existsSync } from "node:fs";
import { bump, expectOpen } from "./support/kitchen.ts";
import { badge, expectAllSent, expectKept, open, pair } from "./support/tablet.ts";
import { expect, test } from "./support/test.ts";
import { spoilLog, tearLog } from "./support/torn-log.ts";

test("a tablet whose battery died in the middle of a write, and then once more, still has what it did offline", async ({ restaurant, switchOn }) => {
  const [bumped, untouched] = [await restaurant.order(["burger"], 0), await restaurant.order(["chips"], 1)];
  let tablet = await switchOn();
  const { network, profile } = tablet;
  let kitchen = await pair(tablet, restaurant, "kitchen");
  await expectKept(kitchen);
  await expectOpen(kitchen, [bumped.number, untouched.number]);
  await expectAllSent(kitchen);
  await expect.poll(() => kitchen.evaluate(() => localStorage.getItem("heard.filled"))).not.toBeNull();
  await tablet.close();

  tablet = await switchOn();
  kitchen = await open(tablet, "kitchen");
  await expectOpen(kitchen, [bumped.number, untouched.number]);
  await network.cut();
  await bump(kitchen, bumped.number);

  // What is written now stands behind half a record, in a file that the browser takes for corrupt the next time: unless it is gone by then.
  await tablet.kill9();
  const torn = tearLog(profile);
  tablet = await switchOn();
  kitchen = await open(tablet, "kitchen");
  await expectOpen(kitchen, [untouched.number]);
  await expect.poll(() => existsSync(torn), { message: "the log that was torn is still in use", timeout: 30_000 }).toBe(false);
  await tablet.kill9();
  tablet = await switchOn();
  kitchen = await open(tablet, "kitchen");
  await expectOpen(kitchen, [untouched.number]);
  await expect(badge(kitchen)).toContainText("waiting");

  await network.mend();
  await expectAllSent(kitchen);
  expect(await restaurant.about(bumped.orderId, "order_item_status_changed")).toHaveLength(1);

  // What cannot be prevented is said.
  await tablet.kill9();
  spoilLog(profile);
  tablet = await switchOn();
  kitchen = await open(tablet, "kitchen");
  await expect(kitchen.getByText("This browser lost what the device had stored.")).toBeVisible();
  await expectAllSent(kitchen);
  await expectOpen(kitchen, [untouched.number]);
});
