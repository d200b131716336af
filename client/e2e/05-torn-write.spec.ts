import { existsSync } from "node:fs";
import { dieWriting, makeWritesHang } from "./support/hung-writes.ts";
import { bump, expectOpen } from "./support/kitchen.ts";
import { badge, expectAllSent, expectKept, open, pair } from "./support/tablet.ts";
import { expect, test } from "./support/test.ts";
import { spoilLog, tearLog } from "./support/torn-log.ts";

test("[P1] a tablet whose battery died in the middle of two writes, and then once more, still has what it did offline", async ({
  restaurant,
  switchOn,
}) => {
  const [bumped, untouched] = [
    await restaurant.order(["burger"], 0),
    await restaurant.order(["chips"], 1),
  ];
  let tablet = await switchOn();
  const { network, profile } = tablet;
  let kitchen = await pair(tablet, restaurant, "kitchen");
  await expectKept(kitchen);
  await expectOpen(kitchen, [bumped.number, untouched.number]);
  await expectAllSent(kitchen);
  await expect
    .poll(() => kitchen.evaluate(() => localStorage.getItem("heard.filled")))
    .not.toBeNull();
  await tablet.close();

  // Two writes at once are what the browser takes for corrupt at the next start.
  tablet = await switchOn();
  await makeWritesHang(tablet.context);
  kitchen = await open(tablet, "kitchen");
  await expectOpen(kitchen, [bumped.number, untouched.number]);
  await expectAllSent(kitchen);
  const missed = await dieWriting(
    kitchen,
    2,
    async () => {
      await kitchen
        .getByRole("button", { name: `Bump ticket ${untouched.number}`, exact: true })
        .click();
      return restaurant.order(["squid"], 2);
    },
    () => tablet.kill9(),
  );

  // What is written now stands behind half a record, in a file that the browser takes for corrupt
  // the time after: unless it is gone by then.
  await network.cut();
  const torn = tearLog(profile);
  tablet = await switchOn();
  kitchen = await open(tablet, "kitchen");
  await expectOpen(kitchen, [bumped.number, untouched.number]);
  await bump(kitchen, bumped.number);
  await expect
    .poll(() => existsSync(torn), {
      message: "the log that was torn is still in use",
      timeout: 30_000,
    })
    .toBe(false);
  await tablet.kill9();
  tablet = await switchOn();
  kitchen = await open(tablet, "kitchen");
  await expectOpen(kitchen, [untouched.number]);
  await expect(badge(kitchen)).toContainText("waiting");

  await network.mend();
  await expectAllSent(kitchen);
  await expectOpen(kitchen, [untouched.number, missed.number]);
  expect(await restaurant.about(bumped.orderId, "order_item_status_changed")).toHaveLength(1);

  // What cannot be prevented is said.
  await tablet.kill9();
  spoilLog(profile);
  tablet = await switchOn();
  kitchen = await open(tablet, "kitchen");
  await expect(kitchen.getByText("This browser lost what the device had stored.")).toBeVisible();
  await expectAllSent(kitchen);
  await expectOpen(kitchen, [untouched.number, missed.number]);
});
