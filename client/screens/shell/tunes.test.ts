import { expect, test } from "vitest";
import { TUNES } from "./tunes.ts";

test("no two tunes are alike in rhythm and pitch, and none outlasts its moment", () => {
  const shapes = Object.values(TUNES).map((tune) => JSON.stringify(tune));
  expect(new Set(shapes).size).toBe(shapes.length);
  for (const tune of Object.values(TUNES))
    expect(Math.max(...tune.map((tone) => tone.atMs + tone.lastsMs))).toBeLessThanOrEqual(1_600);
});
