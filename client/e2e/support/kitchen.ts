import { expect, type Locator, type Page } from "@playwright/test";

export const ticket = (page: Page, number: string): Locator =>
  page.getByRole("region", { name: `Ticket ${number}`, exact: true });

/**
 * The numbers on the rail that still have something to make, in no order; a card that is there
 * twice is here twice.
 */
export const openNumbers = async (page: Page): Promise<string[]> =>
  (
    await page
      .getByRole("button", { name: /^Bump ticket / })
      .evaluateAll((buttons) => buttons.map((button) => button.getAttribute("aria-label") ?? ""))
  )
    .map((label) => label.replace("Bump ticket ", ""))
    .toSorted();

export async function expectOpen(page: Page, numbers: readonly string[]): Promise<void> {
  await expect.poll(() => openNumbers(page), { timeout: 30_000 }).toEqual(numbers.toSorted());
}

/** Bumps as a cook does, and waits until the screen says it is done. */
export async function bump(page: Page, number: string): Promise<void> {
  await page.getByRole("button", { name: `Bump ticket ${number}`, exact: true }).click();
  await expect(
    page.getByRole("button", { name: `Undo bump of ${number}`, exact: true }),
  ).toBeVisible();
}

/** Takes a finished ticket back from the list. */
export async function recall(page: Page, number: string): Promise<void> {
  await page.getByRole("button", { name: "Recall", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Recall" });
  await dialog.getByRole("button", { name: `Recall ticket ${number}`, exact: true }).click();
  await dialog.getByRole("button", { name: "Close", exact: true }).click();
}

export const line = (page: Page, number: string, name: string): Locator =>
  ticket(page, number).getByRole("button", { name: new RegExp(`^\\d+ × ${name}, `) });

/**
 * From now on, notes whenever the named ticket is open on the screen (or not). Ask `seen` later:
 * what only flickered is there too.
 */
export async function watchTicket(
  page: Page,
  number: string,
): Promise<{ seen(): Promise<{ open: boolean; missing: boolean }> }> {
  const key = `heard-watch-${number}`;
  await page.evaluate(
    ([label, key]) => {
      const seen = { open: false, missing: false };
      (window as unknown as Record<string, unknown>)[key!] = seen;
      const look = () => {
        if (document.querySelector(`button[aria-label="Bump ticket ${label}"]`) === null)
          seen.missing = true;
        else seen.open = true;
      };
      look();
      new MutationObserver(look).observe(document, {
        childList: true,
        subtree: true,
        attributes: true,
      });
    },
    [number, key],
  );
  return {
    seen: () =>
      page.evaluate(
        (key) => (window as unknown as Record<string, { open: boolean; missing: boolean }>)[key]!,
        key,
      ),
  };
}
