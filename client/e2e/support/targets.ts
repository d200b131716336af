import { expect, type Page } from "@playwright/test";
import { KITCHEN_TARGETS, targetFaults } from "../../testing/targets.ts";

/**
 * Nothing that a finger is meant for is too small: 64 px for what `kitchen` selects, 48 px for the
 * rest.
 */
export async function expectTargets(page: Page, kitchen: string = KITCHEN_TARGETS): Promise<void> {
  expect(await page.evaluate(targetFaults, kitchen)).toEqual([]);
}
