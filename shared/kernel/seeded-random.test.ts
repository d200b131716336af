import { describe, expect, test } from "vitest";
import { between, happens, oneOf, seededIds, seededRandom } from "./seeded-random.ts";

const draw = (seed: number, count: number) => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => random.next());
};

describe("seeded chance", () => {
  test("is the same for the same seed and another for its neighbour", () => {
    expect(draw(7, 50)).toEqual(draw(7, 50));
    expect(draw(7, 50)).not.toEqual(draw(8, 50));
    expect(draw(0, 3)).not.toEqual([0, 0, 0]);
  });

  test("spreads evenly over its range, also over the first numbers of many seeds", () => {
    const firsts = Array.from({ length: 4_000 }, (_, seed) => draw(seed, 1)[0]!);
    for (const numbers of [draw(1, 4_000), firsts]) {
      const tenths = Array.from(
        { length: 10 },
        (_, tenth) => numbers.filter((n) => Math.floor(n * 10) === tenth).length,
      );
      expect(Math.min(...tenths)).toBeGreaterThan(300);
      expect(Math.max(...tenths)).toBeLessThan(500);
    }
  });

  test("makes what is asked for", () => {
    const random = seededRandom(3);
    const numbers = new Set(Array.from({ length: 200 }, () => between(random, 2, 4)));
    expect(numbers).toEqual(new Set([2, 3, 4]));
    expect([happens(random, 0), happens(random, 1)]).toEqual([false, true]);
    expect(oneOf(random, [])).toBeUndefined();
    expect(oneOf(random, ["a"])).toBe("a");
    const ids = seededIds(random);
    const made = Array.from({ length: 100 }, () => ids.next());
    expect(new Set(made).size).toBe(100);
    for (const id of made)
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});
