import type { Page } from "@playwright/test";
import { bump, expectOpen } from "./support/kitchen.ts";
import { badge, expectAllSent, expectLink, open, pair, type Tablet } from "./support/tablet.ts";
import { ask } from "../../server/tools/replay/api.ts";
import type { Restaurant } from "./support/restaurant.ts";
import { expect, test } from "./support/test.ts";

test("one of two tabs leads; when it dies the other takes over, and nothing happens twice", async ({
  restaurant,
  newTablet,
}) => {
  const tablet = await newTablet();
  const { first, second } = await twoTabs(tablet, restaurant);
  const one = await restaurant.order(["burger"]);
  const two = await restaurant.order(["chips"]);
  const three = await restaurant.order(["squid"]);
  for (const page of [first, second])
    await expectOpen(page, [one.number, two.number, three.number]);

  // What the follower does goes out through the leader.
  await bump(second, one.number);
  await expectAllSent(second);
  await expectOpen(first, [two.number, three.number]);

  await first.close();
  await expect.poll(() => leads(second)).toBe(true);
  await bump(second, two.number);
  const four = await restaurant.order(["burger", "chips"]);
  await expectOpen(second, [three.number, four.number]);
  await expectAllSent(second);

  for (const bumped of [one, two])
    expect(await restaurant.about(bumped.orderId, "order_item_status_changed")).toHaveLength(1);
  for (const placed of [one, two, three, four]) {
    await expect.poll(async () => (await restaurant.guestSees(placed)).heard).toBe(true);
    const shown = (await restaurant.about(placed.orderId, "ticket_shown")).flatMap(
      ({ data }) => data.lineIds,
    );
    expect(shown.length).toBe(new Set(shown).size);
  }
});

test("a leader that freezes is replaced, and wakes as a follower", async ({
  restaurant,
  newTablet,
}) => {
  const tablet = await newTablet();
  const { first, second } = await twoTabs(tablet, restaurant);
  const session = await tablet.context.newCDPSession(first);
  // Stopped between two statements, as a phone stops a tab in the background: its lock and its
  // connection stay.
  await session.send("Debugger.enable");
  await session.send("Debugger.pause");
  const one = await restaurant.order(["burger"]);
  await expectOpen(second, [one.number]);
  await bump(second, one.number);
  await expectAllSent(second);

  await session.send("Debugger.disable");
  const two = await restaurant.order(["chips"]);
  for (const page of [first, second]) await expectOpen(page, [two.number]);
  await expect.poll(async () => [await leads(first), await leads(second)]).toEqual([false, true]);
  expect(await restaurant.about(one.orderId, "order_item_status_changed")).toHaveLength(1);
});

/** Two tabs of one device: one stream to the server, one leader. */
async function twoTabs(
  tablet: Tablet,
  restaurant: Restaurant,
): Promise<{ first: Page; second: Page }> {
  const first = await pair(tablet, restaurant, "kitchen");
  const second = await open(tablet, "kitchen");
  await expectLink(second, "live");
  expect([await leads(first), await leads(second)]).toEqual([true, false]);
  const { activeSSEConnections } = await ask<{ activeSSEConnections: number }>(
    restaurant.owner,
    "/api/debug/events/stats",
  );
  expect(activeSSEConnections).toBe(1);
  return { first, second };
}

/** What the tab itself tells a person who asks. */
async function leads(page: Page): Promise<boolean> {
  await badge(page).click();
  const dialog = page.getByRole("dialog", { name: "Connection details" });
  const said = await dialog.getByText(/does the talking|listens to another tab/).textContent();
  await dialog.getByRole("button", { name: "Done", exact: true }).click();
  return said!.includes("does the talking");
}
