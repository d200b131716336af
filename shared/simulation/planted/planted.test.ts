/** The checker is checked: what is planted breaks a promise, and the checker says so. */
import { describe, expect, test } from "vitest";
import { attempt } from "../trial.ts";
import { KNOWN_EVENINGS } from "../known-evenings.ts";
import { CAUGHT_BY } from "./caught-by.ts";
import { BUG_NAMES, partsWith, troublesFor } from "./planted.ts";

/** What hardly any evening needs is caught by the one that found it (evening.test.ts). */
const FOUND_ONCE = new Set(
  KNOWN_EVENINGS.map(({ bug }) => bug).filter((bug) => CAUGHT_BY[bug] === undefined),
);

/**
 * Where another change made other evenings of the seeds, the next that catches it is looked for.
 */
const MOST_SEEDS = 1_000;

describe("a planted bug is caught", () => {
  for (const bug of BUG_NAMES.filter((it) => !FOUND_ONCE.has(it))) {
    test(bug, { timeout: 60_000 }, async () => {
      const seed = await caught(bug);
      expect(
        seed,
        `no evening broke a promise: npm run sim -- --runs ${MOST_SEEDS} --seed 1 --bug ${bug}`,
      ).not.toBeNull();
    });
  }

  test("as many as there should be, each with the seed that caught it first, or the evening that found it", () => {
    expect(BUG_NAMES.length).toBeGreaterThanOrEqual(40);
    expect([...Object.keys(CAUGHT_BY), ...FOUND_ONCE].toSorted()).toEqual(
      [...BUG_NAMES].toSorted(),
    );
  });
});

async function caught(bug: string): Promise<number | null> {
  const known = CAUGHT_BY[bug];
  const seeds = [
    ...(known === undefined ? [] : [known]),
    ...Array.from({ length: MOST_SEEDS }, (_, index) => index + 1),
  ];
  const troubles = troublesFor(bug);
  for (const seed of seeds) {
    const { broken } = await attempt({ seed, parts: () => partsWith(bug), troubles, only: null });
    // Broken without it too is another finding, and not this one's.
    if (broken.length > 0 && (await attempt({ seed, troubles, only: null })).broken.length === 0)
      return seed;
  }
  return null;
}
