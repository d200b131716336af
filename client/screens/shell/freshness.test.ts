import { expect, test } from "vitest";
import { freshness } from "./freshness.ts";

test("turns amber at 20 s and red at 60 s without proof", () => {
  const link = { lastContactAt: 1_000, since: 0 };
  expect([1_000, 20_999, 21_000, 60_999, 61_000].map((now) => freshness(link, now))).toEqual([
    "fresh",
    "fresh",
    "amber",
    "amber",
    "red",
  ]);
});

test("counts from the start where there never was a contact", () => {
  expect(freshness({ lastContactAt: null, since: 5_000 }, 70_000)).toBe("red");
});

test("stays fresh when the clock estimate steps back", () => {
  expect(freshness({ lastContactAt: 9_000, since: 0 }, 8_000)).toBe("fresh");
});
