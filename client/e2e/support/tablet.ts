import { expect, type BrowserContext, type Locator, type Page } from "@playwright/test";
import type { DeviceRole } from "#shared/devices/roles.ts";
import type { Network } from "./proxy.ts";
import type { Restaurant } from "./restaurant.ts";

/** A browser somewhere in the restaurant, with a network of its own. */
export type Tablet = { readonly network: Network; readonly context: BrowserContext };

/** Pairs the browser by the link that an owner shows, and waits until the screen is live. */
export async function pair(
  { network, context }: Tablet,
  restaurant: Restaurant,
  role: DeviceRole,
): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${network.url}/pair#${await restaurant.code(role)}`);
  await page.waitForURL(`**/${role}`);
  await expectLink(page, "live");
  return page;
}

/** Opens a screen that this browser was paired for. */
export async function open({ network, context }: Tablet, role: DeviceRole): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${network.url}/${role}`);
  return page;
}

export const badge = (page: Page): Locator => page.getByTestId("link-badge");

export async function expectLink(
  page: Page,
  state: "live" | "polling" | "offline" | "catching-up",
): Promise<void> {
  await expect(badge(page)).toHaveAttribute("data-link", state, { timeout: 40_000 });
}

/** Nothing waits on this screen's device any more. */
export async function expectAllSent(page: Page): Promise<void> {
  await expectLink(page, "live");
  // What the badge says lags a little behind, so that it is calm; what it knows does not.
  await expect(badge(page)).toHaveAttribute("data-waiting", "0", { timeout: 40_000 });
  await expect(badge(page)).not.toContainText("waiting");
}

/** The page can start without a network: its service worker has the whole app. */
export async function expectKept(page: Page): Promise<void> {
  await expect
    .poll(
      () =>
        page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.active?.state),
      { timeout: 30_000 },
    )
    .toBe("activated");
}
