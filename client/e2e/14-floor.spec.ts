/**
 * A waiter with a tablet or a phone: the second round, an order for later, and what an outage
 * leaves behind.
 */
import type { Page } from "@playwright/test";
import { MINUTE, SECOND } from "#shared/kernel/time.ts";
import { ask } from "../../server/tools/replay/api.ts";
import { expectNoViolations } from "./support/axe.ts";
import { openTable, takeAway } from "./support/floor.ts";
import { expectOpen, line, ticket } from "./support/kitchen.ts";
import { MENU, type Restaurant } from "./support/restaurant.ts";
import { expectAllSent, expectLink, pair, type Tablet } from "./support/tablet.ts";
import { expect, test } from "./support/test.ts";

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const;
const TABLET = { viewport: { width: 1280, height: 800 }, hasTouch: true } as const;

declare global {
  var heardClockBehindMs: number | undefined;
}

const button = (page: Page, name: string | RegExp) =>
  page.getByRole("button", { name, exact: true });
const dish = (page: Page, name: string) => button(page, new RegExp(`^${name}, `));
const send = (page: Page) => button(page, /^Send \d/).tap();
const numbers = (page: Page): Promise<string[]> =>
  page
    .getByRole("region", { name: /^Order \S+$/ })
    .evaluateAll((orders) =>
      orders.map((one) => (one.getAttribute("aria-label") ?? "").replace("Order ", "")),
    );

const changeDish = (restaurant: Restaurant, id: string, change: object) =>
  ask(restaurant.owner, "/api/menu", {
    method: "PUT",
    headers: { "If-Match": "*" },
    body: {
      ...MENU,
      items: MENU.items.map((item) => (item.id === id ? { ...item, ...change } : item)),
    },
  });

/** Lets the tablet's clock be turned, as the time an outage takes would. */
const letClockTurn = ({ context }: Tablet): Promise<unknown> =>
  context.addInitScript(() => {
    const now = Date.now.bind(Date);
    Date.now = () => now() - (globalThis.heardClockBehindMs ?? 0);
  });
const turnBack = (page: Page, ms: number): Promise<unknown> =>
  page.evaluate((behind) => (globalThis.heardClockBehindMs = behind), ms);

test("a table's second round is one touch on any waiter's screen, without what is off since", async ({
  restaurant,
  newTablet,
}) => {
  const kitchen = await pair(await newTablet(TABLET), restaurant, "kitchen");
  const phone = await pair(await newTablet(PHONE), restaurant, "floor");
  await openTable(phone, "1");
  await button(phone, "New order").tap();
  await expect(button(phone, /^Same again/)).toHaveCount(0);
  for (const it of ["Burger", "Burger", "Chips"]) await dish(phone, it).tap();
  await send(phone);
  await expect(phone.getByRole("region", { name: /^Order \S+$/ })).toHaveCount(1);
  const [first = ""] = await numbers(phone);
  await expectNoViolations(phone);

  await button(phone, "New order").tap();
  await expect(phone.getByText("2 × Burger, 1 × Chips")).toBeVisible();
  await expectNoViolations(phone);
  await button(phone, `Same again as ${first}`).tap();
  await expect(button(phone, "Send 3 dishes")).toBeVisible();
  await expectNoViolations(phone);
  await send(phone);
  await expect(phone.getByRole("region", { name: /^Order \S+$/ })).toHaveCount(2);
  const second = (await numbers(phone)).find((one) => one !== first) ?? "";
  await expectOpen(kitchen, [first, second]);
  await expect(line(kitchen, second, "Burger")).toContainText("2");

  await changeDish(restaurant, "chips", { available: false });
  await button(phone, "New order").tap();
  await expect(button(phone, `Same again as ${second}`)).toBeVisible();
  await expect(phone.getByText("2 × Burger", { exact: true })).toBeVisible();
  const tablet = await pair(await newTablet(TABLET), restaurant, "floor");
  await openTable(tablet, "1");
  await expect(tablet.getByRole("region", { name: /^Order \S+$/ })).toHaveCount(2);
  await expectNoViolations(tablet);
  await button(tablet, "New order").tap();
  await expect(tablet.getByText("2 × Burger", { exact: true })).toBeVisible();
  await button(tablet, `Same again as ${second}`).tap();
  await expect(button(tablet, "Send 2 dishes")).toBeVisible();
  await expectNoViolations(tablet);
  await send(tablet);
  await expect(tablet.getByRole("region", { name: /^Order \S+$/ })).toHaveCount(3);
});

/** Late in the evening an hour from now is tomorrow. */
const WHEN = /^goes to the kitchen by itself at|it is for tomorrow at/;

test("an order for tonight is kept from the kitchen until it is time to cook it, or a waiter fires it", async ({
  restaurant,
  newTablet,
}) => {
  const kitchen = await pair(await newTablet(TABLET), restaurant, "kitchen");
  const floor = await pair(await newTablet(TABLET), restaurant, "floor");
  await button(floor, "New delivery").tap();
  await dish(floor, "Burger").tap();
  await floor.getByLabel("Name", { exact: true }).fill("Rosa");
  await button(floor, "in 60 min").tap();
  const promised = await floor.getByLabel("Ready for").inputValue();
  await expect(floor.getByText(WHEN)).toBeVisible();
  await expect(
    floor.getByRole("checkbox", { name: "Hold: the kitchen sees it when it is time to cook" }),
  ).toBeChecked();
  await expectNoViolations(floor);
  await send(floor);
  const taken = floor.getByRole("region", { name: /^Order \S+$/ });
  await expect(taken).toContainText("Held");
  await expect(taken).toContainText(`for ${promised}`);
  await expectNoViolations(floor);
  const [first = ""] = await numbers(floor);
  await expectAllSent(floor);
  await expectOpen(kitchen, []);
  await button(floor, `Fire now: held order ${first}`).tap();
  await expectOpen(kitchen, [first]);
  await expect(ticket(kitchen, first)).toContainText(`for ${promised}`);

  // The next one is due in seconds: how long its dish takes reaches from then to a minute that a
  // clock can show.
  const wanted = Math.ceil((Date.now() + 10 * MINUTE) / MINUTE) * MINUTE;
  await changeDish(restaurant, "squid", {
    prepSeconds: Math.floor((wanted - Date.now()) / SECOND) - 20,
  });
  await button(floor, "Tables").tap();
  await button(floor, "New takeaway").tap();
  await dish(floor, "Squid").tap();
  await floor
    .getByLabel("Ready for")
    .fill(
      new Intl.DateTimeFormat("en-GB", { timeStyle: "short", timeZone: "Europe/London" }).format(
        wanted,
      ),
    );
  await expect(floor.getByText(WHEN)).toBeVisible();
  await send(floor);
  await expect(taken).toContainText("Held");
  const [second = ""] = await numbers(floor);
  await expectAllSent(floor);
  await expect(ticket(kitchen, second)).toHaveCount(0);
  await expectOpen(kitchen, [first, second]);
});

test("what waited out an outage is no ticket: every screen asks, a yes makes it one although it was said offline, a no cancels it when nobody takes it back", async ({
  restaurant,
  newTablet,
}) => {
  const kitchen = await pair(await newTablet(TABLET), restaurant, "kitchen");
  const owner = await pair(await newTablet(PHONE), restaurant, "owner");
  const colleague = await pair(await newTablet(PHONE), restaurant, "floor");
  const cutOff = await newTablet(TABLET);
  await letClockTurn(cutOff);
  const floor = await pair(cutOff, restaurant, "floor");
  const rows = (page: Page) => page.getByRole("dialog").getByRole("listitem");
  const ask = (page: Page, name: string | RegExp) => button(page, name).tap();

  await cutOff.network.cut();
  await expectLink(floor, "offline");
  // Taken a quarter of an hour ago, when the network was already away.
  await turnBack(floor, 15 * MINUTE);
  await button(floor, "New takeaway").tap();
  await dish(floor, "Squid").tap();
  await floor.getByLabel("Name", { exact: true }).fill("Tom");
  await button(floor, "in 45 min").tap();
  await floor.getByRole("checkbox", { name: /^Hold/ }).uncheck();
  await send(floor);
  await expect(floor.getByRole("region", { name: /^Order \S+$/ })).toContainText("Tom");
  const [tom = ""] = await numbers(floor);
  await button(floor, "Tables").tap();
  const rosa = await takeAway(floor, ["Burger"], "Rosa");
  await expect(button(floor, /to ask about/)).toHaveCount(0);
  await turnBack(floor, 0);
  await ask(floor, /2 to ask about/);
  await expect(rows(floor).nth(0)).toContainText(`${rosa} Rosa`);
  await expect(rows(floor).nth(0)).toContainText("still only on this tablet");
  await expect(rows(floor).nth(1)).toContainText(`${tom} Tom`);
  await expectNoViolations(floor);
  await ask(floor, `Yes, make it: order ${rosa}`);
  await expect(rows(floor).nth(0)).toContainText("Still wanted: it is a ticket now.");
  await expect(rows(floor).nth(1)).toContainText(`${tom} Tom`);

  await cutOff.network.mend();
  await expectAllSent(floor);
  await expectOpen(kitchen, [rosa]);
  await expect(ticket(kitchen, rosa)).toContainText("15:");
  await expect(button(colleague, /1 to ask about/)).toBeVisible();
  await expect(button(owner, "1 order was shown on no screen. Still wanted?")).toBeVisible();
  await ask(kitchen, "1 order was shown on no screen. Still wanted?");
  await expect(rows(kitchen)).toContainText("reached the others only at");
  await expectNoViolations(kitchen);

  await ask(colleague, /1 to ask about/);
  await ask(colleague, `No, cancel it: order ${tom}`);
  await ask(colleague, `Undo: cancelling order ${tom}`);
  await expectNoViolations(colleague);
  await ask(colleague, `No, cancel it: order ${tom}`);
  await expect(rows(kitchen)).toContainText("Cancelled.");
  await expect(button(owner, /Still wanted/)).toHaveCount(0);
  await expectOpen(kitchen, [rosa]);
  const [{ orderId: tomsId } = { orderId: "" }] = (await restaurant.orders()).filter(
    (one) => one.number === tom,
  );
  expect(await restaurant.about(tomsId, "ticket_shown")).toEqual([]);
  await floor.reload();
  await expectLink(floor, "live");
  await expect(button(floor, /Every order is heard$/)).toBeVisible();
});
