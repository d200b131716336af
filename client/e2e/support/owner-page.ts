/** The owner's page on a phone: what is touched there, and whether all of it fits. */
import type { Page } from "@playwright/test";
import { expect } from "./test.ts";

export const PHONE = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
} as const;

export const button = (page: Page, name: string | RegExp) =>
  page.getByRole("button", { name, exact: true });
export const tab = (page: Page, name: string) =>
  page.getByRole("tab", { name: new RegExp(`^${name}`) });

/** Everything that is to be touched is large enough for a thumb, or is a word in a sentence. */
const tooSmall = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [
      ...document.querySelectorAll<HTMLElement>(
        "button, a[href], input, select, summary, textarea",
      ),
    ].flatMap((element) => {
      // A box to tick is as large as its label.
      const { width, height } = (element.closest("label") ?? element).getBoundingClientRect();
      return width === 0 || (width >= 48 && height >= 48)
        ? []
        : [`${element.outerHTML.slice(0, 80)} is ${Math.round(width)}×${Math.round(height)}`];
    }),
  );
export const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

export async function expectFit(page: Page): Promise<void> {
  expect(await tooSmall(page)).toEqual([]);
  expect(await overflow(page)).toBeLessThanOrEqual(0);
}
