import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** Everything that axe looks for, on the page as it stands; a violation is named with what breaks it. */
export async function expectNoViolations(page: Page): Promise<void> {
  // In its usual mode it opens a second page for every answer; that is for frames of other origins, and we have none.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ["violations"] }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
}
