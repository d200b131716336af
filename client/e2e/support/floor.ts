import { expect, type Locator, type Page } from "@playwright/test";

export const order = (page: Page, number: string): Locator =>
  page.getByRole("region", { name: `Order ${number}`, exact: true });

/** Opens the page of a table. */
export async function openTable(page: Page, label: string): Promise<void> {
  await page.getByRole("button", { name: new RegExp(`^Table ${label}, `) }).click();
  await expect(page.getByRole("heading", { name: `Table ${label}`, exact: true })).toBeVisible();
}

/** Takes a takeaway order as a waiter does; the number that this tablet gives it. */
export async function takeAway(
  page: Page,
  dishes: readonly string[],
  name: string,
): Promise<string> {
  await page.getByRole("button", { name: "New takeaway", exact: true }).click();
  for (const dish of dishes)
    await page.getByRole("button", { name: new RegExp(`^${dish}, `) }).click();
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("button", { name: /^Send \d/ }).click();
  const taken = page.getByRole("region", { name: /^Order / });
  await expect(taken).toContainText(name);
  return (await taken.getAttribute("aria-label"))!.replace("Order ", "");
}

export async function cancel(page: Page, number: string): Promise<void> {
  await order(page, number)
    .getByRole("button", { name: `Cancel order ${number}`, exact: true })
    .click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: "Cancel the order", exact: true })
    .click();
  await untilDone(page, `cancelling order ${number}`);
}

/** Waits until what was just asked can no longer be taken back: before, it has not happened. */
export async function untilDone(page: Page, doing: string): Promise<void> {
  const undo = page.getByRole("button", { name: `Undo: ${doing}`, exact: true });
  await expect(undo).toBeVisible();
  await expect(undo).toHaveCount(0);
}
