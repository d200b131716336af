/** The owner's phone, by touch: the menu from a first dish to a guest's plate, who is let in and out, what a day was like, and alarms in a pocket. */
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import type { PushPayload } from "#shared/api/push.ts";
import { ask } from "../../server/tools/replay/api.ts";
import { startPushService, type PushService } from "../../server/notifications/testing/push-service.ts";
import { expectNoViolations } from "./support/axe.ts";
import { MENU, type Restaurant } from "./support/restaurant.ts";
import { expectKept, expectLink, pair, type Tablet } from "./support/tablet.ts";
import { expect, test as base } from "./support/test.ts";
import { isolated } from "../words/isolated.ts";

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const;
const TABLET = { viewport: { width: 1280, height: 800 }, hasTouch: true } as const;

/** A push service that this server sends to. */
const test = base.extend<{ service: PushService }>({
  service: async ({}, use) => {
    const service = await startPushService();
    await use(service);
    await service.close();
  },
});

const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name, exact: true });
const tab = (page: Page, name: string) => page.getByRole("tab", { name: new RegExp(`^${name}`) });
const SECTIONS = ["Board", "Guest orders", "Menu", "Figures", "Devices", "Tables", "Restaurant"];

async function sitDown({ network, context }: Tablet, restaurant: Restaurant): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${network.url}/t#${restaurant.tables[0]!.tableToken}`);
  await expect(page.getByRole("button", { name: /^Chips, / })).toBeVisible();
  return page;
}

/** Everything that is to be touched is large enough for a thumb, or is a word in a sentence. */
const tooSmall = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("button, a[href], input, select, summary, textarea")].flatMap((element) => {
      // A box to tick is as large as its label.
      const { width, height } = (element.closest("label") ?? element).getBoundingClientRect();
      return width === 0 || (width >= 48 && height >= 48) ? [] : [`${element.outerHTML.slice(0, 80)} is ${Math.round(width)}×${Math.round(height)}`];
    }),
  );
const overflow = (page: Page): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

async function expectFit(page: Page): Promise<void> {
  expect(await tooSmall(page)).toEqual([]);
  expect(await overflow(page)).toBeLessThanOrEqual(0);
}

/** The other of the two themes. */
async function turnLight(page: Page): Promise<void> {
  await button(page, "Settings").tap();
  await page.getByRole("radio", { name: "Light" }).tap();
  await button(page, "Done").tap();
}

const FORMULA = '=HYPERLINK("http://evil.test","Pay")';

test("a dish from the owner's hand reaches floor and guests, orders are let in or not, and what runs out is off for everybody", async ({ restaurant, newTablet }) => {
  const owner = await pair(await newTablet(PHONE), restaurant, "owner");
  const floor = await pair(await newTablet(TABLET), restaurant, "floor");
  const guest = await sitDown(await newTablet(PHONE), restaurant);

  await test.step("the menu's editor", async () => {
    await tab(owner, "Menu").tap();
    await button(owner, "Add a dish").tap();
    const dialog = owner.getByRole("dialog", { name: "New dish" });
    await button(owner, "Done").tap();
    await expect(dialog.getByText("2 things need a correction.")).toBeVisible();
    await dialog.getByLabel("Name", { exact: true }).fill(FORMULA);
    await dialog.getByLabel(/^Price/).fill("9,50");
    await dialog.getByLabel("Station").selectOption("Fry");
    await button(owner, "Add a choice").tap();
    await dialog.getByLabel("What is chosen").fill("Side");
    await button(owner, "At least: one more").tap();
    await dialog.getByLabel("Option 1", { exact: true }).fill("Slaw");
    await expectNoViolations(owner);
    await expectFit(owner);
    await button(owner, "Done").tap();
    await expect(owner.getByText("1 change not saved yet")).toBeVisible();
    await expect(button(floor, "New takeaway")).toBeVisible();
    await button(owner, "Save menu").tap();
    await expect(owner.getByText("Saved. Every screen has the new menu.")).toBeVisible();
    await button(floor, "New takeaway").tap();
    await expect(button(floor, `${FORMULA}, £9.50`)).toBeVisible();
    await guest.getByRole("button", { name: `${FORMULA}, £9.50` }).tap();
    const sheet = guest.getByRole("dialog", { name: FORMULA });
    await sheet.getByRole("radio", { name: "Slaw" }).tap();
    await sheet.getByRole("button", { name: /^Add/ }).tap();
  });

  await test.step("a guest's order waits for a yes, and gets one; the next gets a no", async () => {
    await tab(owner, "Guest orders").tap();
    const auto = owner.getByRole("checkbox", { name: "Accept guest orders by themselves" });
    if (await auto.isChecked()) await owner.getByText("Accept guest orders by themselves").tap();
    await expect(auto).not.toBeChecked();
    await guest.getByRole("button", { name: /^Basket, / }).tap();
    await guest.getByRole("dialog").getByRole("button", { name: /^Order · / }).tap();
    const waits = owner.getByRole("region", { name: /^Order G/ });
    await expect(waits).toContainText("Slaw");
    await expectNoViolations(owner);
    await expectFit(owner);
    await button(owner, /^Accept order G/).tap();
    await expect(waits).toContainText("Accepted. It is on its way to the kitchen.");
    const placed = await restaurant.order(["burger"], 1);
    await button(owner, `Reject order ${placed.number}`).tap();
    await owner.getByRole("dialog").getByRole("radio", { name: "Out of stock" }).tap();
    await button(owner, "Reject it").tap();
    await expect(owner.getByRole("region", { name: `Order ${placed.number}` })).toContainText("Rejected.");
    await expect.poll(async () => (await restaurant.guestSees(placed)).status).toBe("cancelled");
  });

  await test.step("a dish that runs out is off for everybody, and comes back", async () => {
    await tab(owner, "Menu").tap();
    await button(owner, "86 Squid").tap();
    await expect(button(floor, "Squid, off today")).toBeVisible();
    await expect(guest.getByRole("button", { name: "Squid, off today" })).toBeDisabled({ timeout: 30_000 });
    await owner.getByRole("radio", { name: "Off today · 1" }).tap();
    await button(owner, "Bring back Squid").tap();
    await expect(owner.getByText("Nothing is off today.")).toBeVisible();
    await expect(button(floor, "Squid, £8.50")).toBeVisible();
  });
});

test("the day in figures and in a file that no spreadsheet runs, codes on paper, and all of it in either theme and from right to left", async ({ restaurant, newTablet }) => {
  await ask(restaurant.owner, "/api/menu", { method: "PUT", body: { ...MENU, items: MENU.items.map((item) => (item.id === "chips" ? { ...item, name: FORMULA } : item)) } });
  const owner = await pair(await newTablet(PHONE), restaurant, "owner");
  const guest = await (await newTablet(PHONE)).context.newPage();
  await guest.goto(restaurant.tables[0]!.orderUrl);
  await restaurant.order(["chips"]);

  await test.step("figures, drawn and in numbers, and a file that no spreadsheet runs", async () => {
    const [order] = await restaurant.orders();
    for (const status of ["preparing", "ready"]) await ask(restaurant.owner, `/api/kitchen/items/${order!.lines[0]!.lineId}/status`, { method: "PATCH", headers: { "Idempotency-Key": status }, body: { status } });
    await tab(owner, "Figures").tap();
    const figures = owner.getByLabel("Figures of the day").locator("dl");
    await expect(figures).toContainText("£4.50");
    await expect(owner.getByRole("img", { name: /^Orders by hour; the most, 1, / })).toBeVisible();
    await expect(owner.getByRole("region", { name: "By station" }).getByRole("row", { name: /^Fry/ })).toBeVisible();
    await expectFit(owner);
    const [download] = await Promise.all([owner.waitForEvent("download"), button(owner, "Export orders (CSV)").tap()]);
    expect(download.suggestedFilename()).toMatch(/^orders-\d{4}-\d\d-\d\d\.csv$/);
    expect(readFileSync(await download.path(), "utf8")).toContain(`,"'=HYPERLINK(""http://evil.test"",""Pay"")",,Fry,`);
  });

  await test.step("every table's code on paper, and nothing else", async () => {
    await tab(owner, "Tables").tap();
    await expect(button(owner, "Print all")).toBeVisible();
    await expectFit(owner);
    await owner.emulateMedia({ media: "print" });
    await expect(owner.locator(".print-sheet__card svg")).toHaveCount(restaurant.tables.length);
    await expect(owner.locator(".print-sheet__card").first()).toBeVisible();
    await expect(owner.getByRole("tablist")).toBeHidden();
    expect((await owner.pdf({ format: "A4" })).byteLength).toBeGreaterThan(10_000);
    await owner.emulateMedia({ media: null });
  });

  await test.step("no accessibility fault in either theme", async () => {
    for (const section of ["Menu", "Figures"]) {
      await tab(owner, section).tap();
      await expectNoViolations(owner);
    }
    await turnLight(owner);
    for (const section of ["Figures", "Board", "Menu", "Devices"]) {
      await tab(owner, section).tap();
      await expectNoViolations(owner);
    }
  });

  await test.step("from right to left nothing leaves the phone", async () => {
    await ask(restaurant.owner, "/api/restaurant", { method: "PATCH", body: { locale: "ar" } });
    await expect(owner.locator("html")).toHaveAttribute("dir", "rtl");
    for (const section of SECTIONS) {
      await tab(owner, section).tap();
      // What a section is about to show counts as well.
      await expect(owner.getByRole("tabpanel", { name: section })).not.toContainText("One moment…");
      expect(await overflow(owner), section).toBeLessThanOrEqual(0);
    }
    await expect(guest.locator("html")).toHaveAttribute("dir", "rtl", { timeout: 30_000 });
    expect(await overflow(guest)).toBeLessThanOrEqual(0);
  });
});

test.describe("with a push service", () => {
  // The shell that the other proofs run in shows no notifications, whoever allows them.
  test.use({ wholeBrowser: true, serverEnv: async ({ service }, use) => use({ PUSH_SERVICES: service.origin }) });

  test("devices come and go by the owner's hand, and an order that nobody hears rings the phone in its pocket", async ({ restaurant, service, newTablet, switchOn }) => {
    const tablet = await switchOn();
    await tablet.context.grantPermissions(["notifications"], { origin: tablet.network.url });
    const phone = service.phone();
    // No browser without a network has a push service: ours stands in for it, and everything behind is real.
    await tablet.context.addInitScript((subscription) => {
      let on = false;
      const made = { ...subscription, options: { applicationServerKey: null }, toJSON: () => subscription, unsubscribe: async () => !(on = false) };
      Object.assign(PushManager.prototype, { getSubscription: async () => (on ? made : null), subscribe: async () => ((on = true), made) });
    }, phone.subscription);
    const owner = await pair(tablet, restaurant, "owner");
    await owner.setViewportSize(PHONE.viewport);
    await expectKept(owner);
    await tab(owner, "Devices").click();

    await test.step("a device is paired by the code, is seen to live, and is sent away", async () => {
      await button(owner, "Pair a device").click();
      await owner.getByRole("radio", { name: "Floor" }).click();
      await owner.getByLabel(/^Name/).fill("Anna's phone");
      await button(owner, "Make a pairing code").click();
      const code = await owner.getByTestId("pairing-code").innerText();
      await expect(owner.getByRole("img", { name: `QR code that pairs a device with ${code.trim()}` })).toBeVisible();
      await expectFit(owner);
      const other = await newTablet(PHONE);
      const floor = await other.context.newPage();
      await floor.goto(`${other.network.url}/pair`);
      await floor.getByLabel("Pairing code").fill(code.toLowerCase());
      await button(floor, "Pair").tap();
      await floor.waitForURL("**/floor");
      await expectLink(floor, "live");
      await button(owner, "Done").click();
      const row = owner.getByRole("listitem").filter({ hasText: "Anna's phone" });
      await expect(row).toContainText("here now");
      await expect(row).toContainText("up to date");
      await button(owner, "Revoke Anna's phone").click();
      await expectNoViolations(owner);
      await owner.getByRole("dialog").getByRole("button", { name: "Revoke", exact: true }).click();
      await expect(row).toHaveCount(0);
      await expect(floor.getByRole("button", { name: "Pair again" })).toBeVisible();
    });

    await test.step("alarms are turned on, tried, and ring for an order that no screen has shown", async () => {
      await button(owner, "Turn alarms on").click();
      await button(owner, "Send a test").click();
      await expect(owner.getByText(/^Sent\. It rings in a moment/)).toBeVisible();
      expect(phone.told().map(({ kind }) => kind)).toEqual(["test"]);
      await expectNoViolations(owner);
      await expectFit(owner);
      await ask(restaurant.owner, "/api/restaurant", { method: "PATCH", body: { shownAlarmSeconds: 1, autoAccept: true } });
      const placed = await restaurant.order(["burger"], 4);
      await expect.poll(() => phone.told().at(-1)).toMatchObject({ kind: "order_unheard", number: placed.number, table: "5" });
      await tab(owner, "Board").click();
      await expect(owner.getByText(`No kitchen screen has shown ${placed.number} (${isolated("Table 5")})`, { exact: false })).toBeVisible();
    });

    await test.step("the phone shows what it is told: alarms of one kind as one, and whatever cannot be read at least as something", async () => {
      const deliver = await pushTo(owner);
      const shown = (tag = "") => owner.evaluate(async (tag) => (await (await navigator.serviceWorker.ready).getNotifications(tag === "" ? {} : { tag })).map(({ title, body, tag, requireInteraction }) => ({ title, body, tag, requireInteraction })), tag);
      const told = phone.told().at(-1)!;
      await deliver("no JSON of ours");
      expect((await shown()).map(({ title }) => title)).toEqual(["Heard has something to tell you"]);
      await deliver(JSON.stringify(told));
      const alarm = { tag: "order_unheard", requireInteraction: true };
      expect(await shown("order_unheard")).toEqual([{ ...alarm, title: "Order G1 has not been heard", body: "Table 5 · No kitchen screen has shown it." }]);
      await deliver(JSON.stringify({ ...told, number: "G2", table: null, tag: "order_unheard/another" } as PushPayload), JSON.stringify(told));
      expect(await shown("order_unheard")).toEqual([{ ...alarm, title: "2 orders have not been heard", body: "G2, G1 (Table 5)" }]);
    });

    await test.step("and turned off again", async () => {
      await tab(owner, "Devices").click();
      await button(owner, "Turn off").click();
      await expect(button(owner, "Turn alarms on")).toBeVisible();
      expect(await ask(restaurant.owner, "/api/push/test", { method: "POST" })).toEqual({ outcome: "none" });
    });
  });
});

type CountingWorker = { readonly registration: ServiceWorkerRegistration; shown: number };

/**
 * Hands messages to the page's worker at once, as the browser's push service would, and waits until it has shown as many. Chromium forgets a
 * notification that somebody asks about while it is just being shown, so nobody may look earlier.
 */
async function pushTo(page: Page): Promise<(...messages: string[]) => Promise<void>> {
  const session = await page.context().newCDPSession(page);
  const registered = new Promise<string>((resolve) => {
    session.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      const [registration] = registrations;
      if (registration !== undefined) resolve(registration.registrationId);
    });
  });
  await session.send("ServiceWorker.enable");
  const registrationId = await registered;
  const worker = page.context().serviceWorkers()[0]!;
  await worker.evaluate(() => {
    const scope = self as unknown as CountingWorker;
    const show = scope.registration.showNotification.bind(scope.registration);
    scope.shown = 0;
    scope.registration.showNotification = async (title, options) => {
      await show(title, options);
      scope.shown++;
    };
  });
  const shown = () => worker.evaluate(() => (self as unknown as CountingWorker).shown);
  return async (...messages) => {
    const before = await shown();
    for (const data of messages) await session.send("ServiceWorker.deliverPushMessage", { origin: new URL(page.url()).origin, registrationId, data });
    await expect.poll(shown).toBe(before + messages.length);
  };
}
