import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** What moves for longer only counts down. */
const MOVES_MS = 1_000;

/**
 * Everything that axe looks for, on the page as it stands when nothing moves; a violation is named
 * with what breaks it.
 */
export async function expectNoViolations(page: Page): Promise<void> {
  // Half faded in, or between two colours, hardly anything can be read: what moves comes to its
  // end, and nothing more begins to (counting down is no moving).
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.evaluate(async (longest) => {
    const moving = document
      .getAnimations()
      .filter(({ effect }) => Number(effect?.getComputedTiming().endTime) <= longest);
    await Promise.allSettled(moving.map(({ finished }) => finished));
  }, MOVES_MS);
  // In its usual mode it opens a second page for every answer; that is for frames of other origins,
  // and we have none.
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .options({ resultTypes: ["violations"] })
    .analyze();
  await page.emulateMedia({ reducedMotion: null });
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`),
  ).toEqual([]);
}
