import { expect, test } from "vitest";
import { userEvent } from "vitest/browser";
import { pageSound } from "./sound.ts";

/** Keeps the page from doing anything else, as drawing a full board does on a slow tablet. */
function stall(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

test("sound that works is proven by a page that was kept from looking longer than any proof takes", async () => {
  await userEvent.click(document.body);
  const proof = pageSound().prove();
  for (let round = 0; round < 3; round++) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    stall(700);
  }
  expect(await proof).toBe(true);
  expect(pageSound().state()).toBe("proven");
});
