/**
 * The demo as a newcomer opens it, from the links that `npm start` prints: every screen there is,
 * none with an accessibility fault. With HEARD_PICTURES=1 it leaves the pictures that the README
 * shows.
 */
import { join } from "node:path";
import type { Page } from "@playwright/test";
import type { TableRow } from "#shared/api/tables.ts";
import { ask, type Api } from "../../server/tools/replay/api.ts";
import { expectNoViolations } from "./support/axe.ts";
import { openTable } from "./support/floor.ts";
import { expect, test } from "./support/test.ts";

const SCREENS = join(import.meta.dirname, "__screens__");

type Ordered = {
  readonly dish: string;
  readonly quantity?: number;
  readonly options?: readonly string[];
  readonly notes?: string;
};

const EVENING: readonly (readonly Ordered[])[] = [
  [
    {
      dish: "sirloin",
      quantity: 2,
      options: ["doneness/medium-rare", "side/fries", "sauce/peppercorn"],
    },
    { dish: "green-salad" },
  ],
  [
    {
      dish: "copper-burger",
      options: ["doneness/medium", "side/fries", "burger-changes/no-onion", "burger-changes/bacon"],
      notes: "Nut allergy at this table",
    },
    { dish: "onion-rings", quantity: 2 },
    { dish: "lemonade", quantity: 2 },
  ],
  [
    { dish: "fish-and-chips", quantity: 3 },
    { dish: "caesar", options: ["dressing/on-the-side"] },
  ],
  [
    { dish: "burrata" },
    { dish: "squid", options: ["dips/aioli"] },
    { dish: "negroni", quantity: 2 },
  ],
  [
    { dish: "half-chicken", options: ["side/mash"] },
    { dish: "sea-bass", options: ["side/salad"] },
    { dish: "broccoli" },
  ],
  [
    { dish: "aubergine" },
    { dish: "halloumi-burger", options: ["side/sweet-potato", "burger-changes/gf-bun"] },
  ],
  [
    { dish: "doughnuts", quantity: 2 },
    { dish: "flat-white", quantity: 2, options: ["milk/oat"] },
    { dish: "lemon-tart" },
  ],
];

test.use({ serverEnv: { DEMO: "1" }, viewport: { width: 1280, height: 800 } });

test("the demo's links open every screen and a guest's table, and an evening shows on all of them, and nobody is kept out", async ({
  server,
  browser,
}) => {
  // The last of what a start prints: by then every link stands there.
  await expect.poll(() => server.output()).toMatch(/Owner's login .*\n/);
  const [kitchenLink, floorLink, ownerLink, guestLink, passLink, boardLink] = [
    ...server.output().matchAll(/(http\S+(?:pair|t)#\S+)/g),
  ].map(([link]) => link.replace("localhost", "127.0.0.1"));
  const open = async (
    link: string | undefined,
    viewport = { width: 1280, height: 800 },
  ): Promise<Page> => {
    const page = await (
      await browser.newContext({ viewport, hasTouch: true, serviceWorkers: "block" })
    ).newPage();
    await page.goto(link ?? "");
    return page;
  };
  const phone = { width: 390, height: 844 };
  const kitchen = await open(kitchenLink);
  await expect(kitchen.getByText("All clear.")).toBeVisible();
  // One after the other: six tablets that start at once are six browsers' work.
  const [floor, owner, guest, pass, board] = [
    await open(floorLink),
    await open(ownerLink, phone),
    await open(guestLink, phone),
    await open(passLink),
    await open(boardLink),
  ];

  const tables = await orderLinks(server.url, server.output());
  for (const [index, lines] of EVENING.entries())
    await orderAsGuest({ url: server.url, token: null }, tables[index]!.tableToken, lines, index);

  await expect(kitchen.getByRole("button", { name: /^Bump ticket/ }).first()).toBeVisible();
  await expect(kitchen.getByRole("banner")).toContainText(`${EVENING.length} tickets`);
  await kitchen.getByRole("button", { name: /Sirloin steak, 250 g, queued/ }).tap();
  await expect(
    kitchen.getByRole("button", { name: /Sirloin steak, 250 g, preparing/ }),
  ).toBeVisible();
  await expect(floor.getByRole("button", { name: /^Table 1, / })).toContainText("G1");
  await expect(owner.getByRole("definition").first()).toHaveText(String(EVENING.length));
  await expect(guest.getByRole("button", { name: /^Burrata/ })).toBeVisible();
  await expect(pass.getByRole("region", { name: "Order G1", exact: true })).toContainText(
    "Sirloin steak, 250 g",
  );
  await expect(board.getByRole("listitem").filter({ hasText: "G1" })).toBeVisible();
  if (process.env["HEARD_PICTURES"] !== undefined) {
    for (const [name, page] of Object.entries({ kitchen, floor, owner, guest, pass, board }))
      await page.screenshot({ path: join(SCREENS, `${name}.png`) });
  }

  await test.step("no screen has an accessibility fault, nor what opens on it", async () => {
    // It was touched, so it has tried its sound.
    await expect(kitchen.getByRole("button", { name: "Sound on", exact: true })).toBeVisible();
    for (const page of [kitchen, floor]) await expectNoViolations(page);
    await kitchen.getByRole("button", { name: "More for ticket G1" }).click();
    await openTable(floor, "1");
    await expectNoViolations(floor);
    await floor.getByRole("button", { name: "New order", exact: true }).click();
    for (const section of ["Board", "Guest orders", "Devices"]) {
      await owner.getByRole("tab", { name: section }).click();
      await expectNoViolations(owner);
    }
    await owner.getByRole("tab", { name: "Tables" }).click();
    for (const page of [kitchen, floor, owner, guest, pass, board]) await leave(page);
    for (const path of ["/", "/pair", "/login"]) await leave(await open(server.url + path));
  });
});

async function leave(page: Page): Promise<void> {
  await expectNoViolations(page);
  // What is drawn later, like a ticket's dialog, brings no style of its own: one that did not come
  // would leave it bare.
  expect(await page.evaluate(() => document.styleSheets.length), page.url()).toBe(1);
  // A page that stays open goes on working.
  await page.close();
}

/** The tables' links, as the owner sees them with the login that the first start printed. */
async function orderLinks(url: string, printed: string): Promise<readonly TableRow[]> {
  const [, email, password] = /Owner's login +(\S+) +password (\S+)/.exec(printed) ?? [];
  const { token } = await ask<{ token: string }>({ url, token: null }, "/api/sessions", {
    method: "POST",
    body: { email, password },
  });
  return ask<TableRow[]>({ url, token }, "/api/tables");
}

async function orderAsGuest(
  api: Api,
  tableToken: string,
  ordered: readonly Ordered[],
  index: number,
): Promise<void> {
  const lines = ordered.map(({ dish, quantity = 1, options = [], notes }) => ({
    lineId: crypto.randomUUID(),
    menuItemId: dish,
    quantity,
    modifiers: options.map((option) => ({
      modifierId: option.split("/")[0],
      optionId: option.split("/")[1],
    })),
    ...(notes === undefined ? {} : { notes }),
  }));
  const guestName = ["Ada", "Ben", "Chloe"][index];
  await ask(api, "/api/qr/orders/create", {
    method: "POST",
    body: {
      tableToken,
      orderId: crypto.randomUUID(),
      ...(guestName === undefined ? {} : { guestName }),
      lines,
    },
  });
}
