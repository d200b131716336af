/**
 * A cook's evening on a tablet, by touch: what comes in changes, is held, fired, rushed, taken off
 * and taken back, with and without a network. It is one thing: one evening, each part of which
 * stands on what came before.
 */
import { randomUUID } from "node:crypto";
import type { Locator, Page } from "@playwright/test";
import type { Menu } from "#shared/menu/menu.ts";
import type { OrderedLine } from "#shared/orders/ordered-line.ts";
import { ask } from "../../server/tools/replay/api.ts";
import { createProtocolDevice, type ProtocolDevice } from "../../server/tools/replay/device.ts";
import { expectNoViolations } from "./support/axe.ts";
import { openTable, order } from "./support/floor.ts";
import { expectOpen, line, openNumbers, ticket } from "./support/kitchen.ts";
import { MENU, type Restaurant } from "./support/restaurant.ts";
import { expectTargets } from "./support/targets.ts";
import { badge, expectAllSent, expectLink, pair } from "./support/tablet.ts";
import { expect, test } from "./support/test.ts";

const TABLET = { viewport: { width: 1280, height: 800 }, hasTouch: true } as const;
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const;

const CHANGES = {
  id: "changes",
  name: "Changes",
  min: 0,
  max: 3,
  options: [
    { id: "no-onion", name: "No onion", price: 0 },
    { id: "bacon", name: "Bacon", price: 150 },
  ],
};
const DISHES: Menu = {
  ...MENU,
  stations: [...MENU.stations, { id: "cold", name: "Cold" }],
  items: [
    ...MENU.items.map((item) => (item.id === "burger" ? { ...item, modifiers: [CHANGES] } : item)),
    {
      id: "tart",
      name: "Lemon tart",
      categoryId: "all",
      stationId: "cold",
      price: 700,
      available: true,
    },
  ],
};

const button = (within: Page | Locator, name: string | RegExp): Locator =>
  within.getByRole("button", { name, exact: true });
const dialog = (page: Page, name: string): Locator => page.getByRole("dialog", { name });

/** What a waiter's program does: orders with all that our own floor screen can say. */
type Waiter = {
  readonly device: ProtocolDevice;
  order(
    number: string,
    table: number,
    lines: readonly Partial<OrderedLine>[],
    more?: { notes?: string; hold?: boolean },
  ): Promise<{ orderId: string; lineIds: readonly string[] }>;
};

async function waiterOf(restaurant: Restaurant): Promise<Waiter> {
  const device = createProtocolDevice(await restaurant.device("floor"));
  return {
    device,
    async order(number, table, asked, more = {}) {
      const orderId = randomUUID();
      const lines = asked.map((it) => ({
        lineId: randomUUID(),
        menuItemId: "burger",
        quantity: 1,
        ...it,
      }));
      await device.act("order.place", {
        orderId,
        number,
        channel: "dine_in",
        tableId: restaurant.tables[table - 1]!.id,
        lines,
        ...more,
      });
      return { orderId, lineIds: lines.map((it) => it.lineId) };
    },
  };
}

/** Opens what else can be done with a ticket, and does it. */
async function more(kitchen: Page, number: string, what: string | RegExp): Promise<void> {
  await button(kitchen, `More for ticket ${number}`).tap();
  await button(dialog(kitchen, `Ticket ${number}`), what).tap();
}

async function settings(kitchen: Page, choose: (dialog: Locator) => Promise<void>): Promise<void> {
  await button(kitchen, "Settings").tap();
  await choose(dialog(kitchen, "This screen"));
  await button(dialog(kitchen, "This screen"), "Done").tap();
  await expect(dialog(kitchen, "This screen")).toHaveCount(0);
}

const choice = (within: Locator, group: string, name: string): Locator =>
  within.getByRole("group", { name: group }).getByRole("radio", { name, exact: true });

test("a cook's evening on a tablet, by touch", async ({ restaurant, newTablet }) => {
  await ask(restaurant.owner, "/api/menu", { method: "PUT", body: DISHES });
  const tablet = await newTablet({ ...TABLET, serviceWorkers: "allow" });
  const kitchen = await pair(tablet, restaurant, "kitchen");
  const waiter = await waiterOf(restaurant);

  // A ticket says everything at once, and each part apart.
  const first = await waiter.order(
    "A1",
    1,
    [
      {
        quantity: 2,
        modifiers: [
          { modifierId: "changes", optionId: "no-onion" },
          { modifierId: "changes", optionId: "bacon" },
        ],
        notes: "bun on the side",
        allergies: ["Sesame"],
      },
      { menuItemId: "chips", notes: "nut allergy at this table" },
      { menuItemId: "tart", course: 2 },
    ],
    { notes: "Birthday" },
  );
  await expectOpen(kitchen, ["A1"]);
  const a1 = ticket(kitchen, "A1");
  for (const said of [
    "Table 1",
    "from Program",
    "Birthday",
    "On time",
    "Course 2, held: 1 × Lemon tart",
  ])
    await expect(a1).toContainText(said);
  await expect(a1.getByText("No onion", { exact: true }).last()).toHaveCSS(
    "text-transform",
    "uppercase",
  );
  await expect(a1.locator(".allergy")).toHaveText([/Sesame/, /nut allergy at this table/]);

  for (const [size, px] of [
    ["Compact", "19px"],
    ["Large", "28px"],
    ["Regular", "22px"],
  ] as const) {
    await settings(kitchen, (it) => choice(it, "Ticket size", size).tap());
    await expect(a1.locator(".line__name").first()).toHaveCSS("font-size", px);
    await expectTargets(kitchen);
  }
  await expectNoViolations(kitchen);

  // What changes after it was seen is marked, until somebody says that it was seen.
  await expect
    .poll(
      async () =>
        (await restaurant.about(first.orderId, "ticket_shown")).flatMap(({ data }) => data.lineIds)
          .length,
    )
    .toBe(2);
  await waiter.device.act("order.addLines", {
    orderId: first.orderId,
    lines: [{ lineId: randomUUID(), menuItemId: "squid", quantity: 1 }],
  });
  await waiter.device.act("line.void", {
    orderId: first.orderId,
    lineId: first.lineIds[1]!,
    reason: "Changed their mind",
  });
  await waiter.device.act("order.moveTable", {
    orderId: first.orderId,
    tableId: restaurant.tables[6]!.id,
  });
  for (const mark of ["Added", "Voided", "Moved to table 7"])
    await expect(a1.locator(".badge--solid").filter({ hasText: mark })).toHaveCount(1);
  await expect(line(kitchen, "A1", "Chips")).toBeDisabled();
  await more(kitchen, "A1", "Changes seen");
  await expect(a1.locator(".badge--solid")).toHaveCount(0);
  await expect(a1.locator(".badge")).toHaveCount(3);

  // Rush counts down before it is said, and can be stopped.
  await more(kitchen, "A1", "Rush this order");
  await button(a1, /^Rush in [123] s: touch to stop$/).tap();
  await expect(button(a1, "Bump ticket A1")).toBeVisible();
  await waiter.order("A2", 2, [{ menuItemId: "chips" }]);
  await more(kitchen, "A2", "Rush this order");
  await expect(ticket(kitchen, "A2").locator(".badge").filter({ hasText: "Rush" })).toBeVisible();
  await expect(kitchen.locator(".ticket").first()).toHaveAccessibleName("Ticket A2");
  await expectAllSent(kitchen);
  expect(
    (await restaurant.log()).filter(
      (event) => event.type === "order_changed" && event.data.rush !== undefined,
    ),
  ).toHaveLength(1);

  // Hold and fire: by course from the ticket, as a whole from the list.
  await more(kitchen, "A1", "Fire course 2");
  await button(dialog(kitchen, "Ticket A1"), "Close").tap();
  await expect(line(kitchen, "A1", "Lemon tart")).toBeVisible();
  await expect(a1.locator(".badge--solid").filter({ hasText: "Course called" })).toBeVisible();
  await more(kitchen, "A2", "Hold this order");
  await expectOpen(kitchen, ["A1"]);
  await button(kitchen, "Held 1").tap();
  await expectTargets(kitchen);
  await button(dialog(kitchen, "Held: not to be made yet"), "Fire order A2").tap();
  await expect(dialog(kitchen, "Held: not to be made yet")).toContainText("Nothing is held.");
  await button(dialog(kitchen, "Held: not to be made yet"), "Close").tap();
  await expect(ticket(kitchen, "A2")).toContainText("Changed");

  // 86 from the line is seen by guests and floor at once.
  const phone = await newTablet(PHONE);
  const guest = await phone.context.newPage();
  await guest.goto(`${phone.network.url}/t#${restaurant.tables[3]!.tableToken}`);
  await expect(button(guest, /^Squid, /)).toBeEnabled();
  const floorTablet = await newTablet(TABLET);
  const floor = await pair(floorTablet, restaurant, "floor");
  await more(kitchen, "A1", "86 Squid");
  await expect(button(guest, /^Squid, /)).toBeDisabled();
  await expectTargets(kitchen);
  await button(dialog(kitchen, "Ticket A1"), "Close").tap();
  await openTable(floor, "7");
  await button(floor, "New order").tap();
  await expect(button(floor, /^Squid, /).locator(".badge")).toBeVisible();
  await guest.close();

  // Bumped tickets come back from Recall, at their place in time; a cancelled one is found there
  // and stays what it is.
  const third = await waiter.order("A3", 3, [{}]);
  await expectOpen(kitchen, ["A1", "A2", "A3"]);
  for (const number of ["A1", "A3"]) {
    await button(kitchen, `Bump ticket ${number}`).tap();
    await expect(button(kitchen, `Undo bump of ${number}`)).toBeVisible();
  }
  await expectOpen(kitchen, ["A2"]);
  await button(kitchen, "Recall").tap();
  const rows = dialog(kitchen, "Recall").getByRole("listitem");
  await expect(rows.locator("strong")).toHaveText(["A3", "A1"]);
  await button(dialog(kitchen, "Recall"), "Recall ticket A1").tap();
  await expect(rows.locator("strong")).toHaveText(["A3"]);
  await expectTargets(kitchen);
  await expectNoViolations(kitchen);
  await button(dialog(kitchen, "Recall"), "Close").tap();
  await expectOpen(kitchen, ["A1", "A2"]);
  const fourth = await waiter.order("A4", 4, [{}]);
  await expectOpen(kitchen, ["A1", "A2", "A4"]);
  await expect
    .poll(async () => (await restaurant.about(fourth.orderId, "ticket_shown")).length)
    .toBe(1);
  await waiter.device.act("order.cancel", { orderId: fourth.orderId, reason: "They left" });
  await button(kitchen, "Clear cancelled ticket A4").tap();
  await button(kitchen, "Recall").tap();
  await expect(rows.filter({ hasText: "A4" })).toContainText("cannot be recalled");
  await expect(rows.filter({ hasText: "A4" }).getByRole("button")).toHaveCount(0);
  await button(dialog(kitchen, "Recall"), "Close").tap();
  expect(
    (await restaurant.about(third.orderId, "order_item_status_changed")).map(({ data }) => data.to),
  ).toEqual(["ready"]);

  // One station of several, and what is left of each dish.
  await button(kitchen, "All day").tap();
  const allDay = kitchen.getByRole("complementary", { name: "All day: still to make" });
  await expect(allDay).toContainText("No onion");
  await expect(
    allDay.getByRole("listitem").filter({ hasText: "Burger" }).locator(".all-day__count"),
  ).toHaveText("2");
  await button(allDay, "Details").tap();
  await expect(allDay).not.toContainText("No onion");
  await settings(kitchen, (it) => it.getByRole("checkbox", { name: "Cold" }).tap());
  await expectOpen(kitchen, ["A1"]);
  await expect(ticket(kitchen, "A1")).toContainText("Also at: Grill, Fry");
  await expect(allDay.getByRole("listitem")).toHaveText(["1Lemon tart"]);
  await settings(kitchen, (it) => it.getByRole("checkbox", { name: "All stations" }).tap());
  await button(kitchen, "All day").tap();

  // Without a network everything goes on, through a reload too.
  const fifth = await waiter.order("A5", 5, [{}, { menuItemId: "tart", course: 2 }]);
  await expectOpen(kitchen, ["A1", "A2", "A5"]);
  await button(floor, "Back").tap();
  await button(floor, "Tables").tap();
  await openTable(floor, "5");
  await expect(order(floor, "A5")).toContainText("heard by");
  await tablet.network.cut();
  await floorTablet.network.cut();
  await expectLink(kitchen, "offline");
  await more(kitchen, "A5", "Fire course 2");
  await button(dialog(kitchen, "Ticket A5"), "86 Burger").tap();
  await expect(button(dialog(kitchen, "Ticket A5"), "Bring back Burger")).toBeVisible();
  await button(dialog(kitchen, "Ticket A5"), "Close").tap();
  await more(kitchen, "A2", "Hold this order");
  await more(kitchen, "A5", "Rush this order");
  await expect(ticket(kitchen, "A5").locator(".badge").filter({ hasText: "Rush" })).toBeVisible();
  // With the word that the tart was shown.
  await expect(badge(kitchen)).toContainText("5 actions waiting");
  await kitchen.reload();
  await expectOpen(kitchen, ["A1", "A5"]);
  await expect(line(kitchen, "A5", "Lemon tart")).toBeVisible();
  await expectLink(floor, "offline");
  await button(order(floor, "A5"), "Void Burger").tap();
  await button(floor.getByRole("dialog"), "Void it").tap();
  await expect(order(floor, "A5")).toContainText("voided");
  await tablet.network.mend();
  await floorTablet.network.mend();
  await expectAllSent(kitchen);
  await expectAllSent(floor);
  await expect(ticket(kitchen, "A5")).toContainText("Voided");
  expect(
    (await restaurant.about(fifth.orderId, "order_changed")).map(({ data }) => [
      data.firedCourse,
      data.rush,
    ]),
  ).toEqual([
    [2, undefined],
    [undefined, true],
  ]);
  expect(
    (await restaurant.about(fifth.orderId, "order_item_status_changed")).map(({ data }) => data.to),
  ).toEqual(["cancelled"]);
  expect((await restaurant.log()).filter((event) => event.type === "mutation_rejected")).toEqual(
    [],
  );
  await floor.close();

  // In the weeds: what is on other pages is called along the foot, and so every order is heard
  // though nobody turns a page.
  for (let n = 1; n <= 12; n++)
    await waiter.order(`B${n}`, n, [
      { notes: n === 12 ? "coeliac" : "well done" },
      { menuItemId: "chips" },
      { menuItemId: "tart" },
    ]);
  await expect(kitchen.getByText(/^Page 1 of [3-9]$/)).toBeVisible();
  await expect(kitchen.getByRole("region", { name: "Just in, on another page" })).toBeVisible();
  await expectTargets(kitchen);
  await expect
    .poll(
      async () =>
        (await restaurant.orders())
          .filter((it) => it.number.startsWith("B"))
          .map((it) => it.lines.every((each) => each.shownAt !== null)),
      { timeout: 90_000 },
    )
    .toEqual(Array.from({ length: 12 }, () => true));
  await expect(kitchen.getByText(/^Page 1 of/)).toBeVisible();
  const seen = new Set(await openNumbers(kitchen));
  for (let page = 2; await button(kitchen, "Next page").isEnabled(); page++) {
    await button(kitchen, "Next page").tap();
    await expect(kitchen.getByText(new RegExp(`^Page ${page} of`))).toBeVisible();
    for (const number of await openNumbers(kitchen)) seen.add(number);
  }
  expect([...seen].toSorted()).toEqual(
    ["A1", "A5", ...Array.from({ length: 12 }, (_, n) => `B${n + 1}`)].toSorted(),
  );
  await kitchen
    .getByRole("region", { name: "On other pages" })
    .getByRole("button", { name: /^A5 ?, on page 1/ })
    .tap();
  await expect(ticket(kitchen, "A5")).toBeVisible();
  await settings(kitchen, async (it) => {
    await choice(it, "Tickets are shown", "On a rail that scrolls").tap();
    await choice(it, "Appearance", "Light").tap();
  });
  await button(kitchen, "Next page").tap();
  await expect(kitchen.getByText(/^Page 2 of/)).toBeVisible();
  await expect
    .poll(() =>
      kitchen
        .getByRole("group", { name: "Tickets, scrolling" })
        .evaluate((rail) => rail.scrollLeft),
    )
    .toBeGreaterThan(1_000);
  await expectTargets(kitchen);
  await expectNoViolations(kitchen);
});
