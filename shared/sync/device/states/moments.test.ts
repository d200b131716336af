import { expect, test } from "vitest";
import { momentsFrom, setBack } from "./moments.ts";

test("a clock that was set back takes every moment with it, and makes none", () => {
  const moments = {
    since: 1_000,
    progressAt: 2_000,
    triedAt: 3_000,
    heardAt: 4_000,
    lastContactAt: 5_000,
    toldAt: 6_000,
  };
  const back = Object.entries(moments).map(([what, moment]) => [what, moment - 900]);
  expect(setBack(moments, 900)).toEqual(Object.fromEntries(back));
  expect(setBack(momentsFrom(1_000), 900)).toEqual({
    since: 100,
    progressAt: 100,
    triedAt: -900,
    heardAt: -900,
    lastContactAt: null,
    toldAt: 100,
  });
});
