/** A guest with a phone at a table: what is touched there, and where it stands. */
import type { Page } from "@playwright/test";
import type { Tablet } from "./tablet.ts";
import { expect } from "./test.ts";

export const PHONE = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
} as const;

export async function sitDown({ network, context }: Tablet, tableToken: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${network.url}/t#${tableToken}`);
  await expect(page.getByRole("button", { name: /^Chips/ })).toBeVisible();
  return page;
}

export const dish = (page: Page, name: string) =>
  page.getByRole("button", { name: new RegExp(`^${name},`) });
export const basketBar = (page: Page) => page.getByRole("button", { name: /^Basket, / });
export const dialog = (page: Page) => page.getByRole("dialog");
export const orderButton = (page: Page) => dialog(page).getByRole("button", { name: /^Order · / });
export const progress = (page: Page) => page.getByRole("region", { name: "How far your order is" });

export async function orderBasket(page: Page): Promise<void> {
  await basketBar(page).tap();
  await orderButton(page).tap();
}
