import { expect, test } from "vitest";
import { DAY, HOUR, toIso } from "#shared/kernel/time.ts";
import { english } from "../../words/english.ts";
import { makeFormat } from "../../words/format.ts";
import { spanish } from "../../words/spanish.ts";
import { firesSaid, promiseSaid } from "./promise.ts";

const NOW = Date.UTC(2026, 11, 1, 23, 30);
const said = (timezone: string, ms: number, words = english, locale = "en-GB") => {
  const format = makeFormat({ locale, currency: "GBP", timezone });
  return [promiseSaid(toIso(ms), NOW, words, format), firesSaid(ms, NOW, words, format)];
};

test("a promise for another of the restaurant's days says the day, and one for today does not", () => {
  expect(said("Europe/London", NOW - HOUR)).toEqual([
    "for 22:30",
    "goes to the kitchen by itself at 22:30",
  ]);
  expect(said("Europe/London", NOW + DAY)).toEqual([
    "for Wed 2 Dec, 23:30",
    "goes to the kitchen by itself on Wed 2 Dec, 23:30",
  ]);
  // In Tokyo it is the second already.
  expect(said("Asia/Tokyo", NOW + HOUR)[0]).toBe("for 09:30");
  expect(said("Europe/London", NOW + HOUR)[0]).toContain("2 Dec");
  expect(said("Europe/Madrid", NOW + DAY, spanish, "es-ES")[0]).toMatch(
    /^para el jue, 3 dic, 0?0:30$/,
  );
});
