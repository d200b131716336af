import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HOUR } from "#shared/kernel/time.ts";
import { dayBounds, isDay, zoneClock } from "./business-day.ts";

const bounds = (day: string, zone: string, startHour = 0) => {
  const { fromMs, untilMs } = dayBounds(day, zoneClock(zone, startHour));
  return [new Date(fromMs).toISOString(), (untilMs - fromMs) / HOUR];
};

describe("a restaurant's own day", () => {
  test("is UTC's where nobody here knows its zone", () => {
    expect(bounds("2026-07-01", "America/Nowhere")).toEqual(bounds("2026-07-01", "UTC"));
  });

  test("goes from its midnight to its midnight, when the clocks change too", () => {
    expect(bounds("2026-01-31", "UTC")).toEqual(["2026-01-31T00:00:00.000Z", 24]);
    expect(bounds("2026-07-01", "Europe/London")).toEqual(["2026-06-30T23:00:00.000Z", 24]);
    expect(bounds("2026-03-29", "Europe/Madrid")).toEqual(["2026-03-28T23:00:00.000Z", 23]);
    expect(bounds("2026-10-25", "Europe/Madrid")).toEqual(["2026-10-24T22:00:00.000Z", 25]);
    expect(bounds("2026-11-23", "Pacific/Kiritimati")).toEqual(["2026-11-22T10:00:00.000Z", 24]);
    // A midnight that did not exist.
    expect(bounds("2017-10-15", "America/Sao_Paulo")).toEqual(["2017-10-15T03:00:00.000Z", 23]);
  });

  test("begins at an hour of its choosing, when the clocks change too", () => {
    expect(bounds("2026-01-31", "UTC", 4)).toEqual(["2026-01-31T04:00:00.000Z", 24]);
    expect(bounds("2026-03-28", "Europe/Madrid", 4)).toEqual(["2026-03-28T03:00:00.000Z", 23]);
    expect(bounds("2026-10-24", "Europe/Madrid", 2)).toEqual(["2026-10-24T00:00:00.000Z", 24]);
    expect(bounds("2026-10-25", "Europe/Madrid", 2)).toEqual(["2026-10-25T00:00:00.000Z", 25]);
    const clock = zoneClock("Europe/Madrid", 4);
    const half = Date.parse("2026-02-01T00:30:00.000Z");
    expect([clock.dayOf(half), clock.wallTime(half), clock.hourOf(half)]).toEqual([
      "2026-01-31",
      "2026-02-01 01:30",
      1,
    ]);
  });

  test("has every one of its milliseconds and no other, in any zone, whenever it begins", () => {
    const zones = [
      "UTC",
      "Europe/London",
      "America/New_York",
      "America/St_Johns",
      "Asia/Kathmandu",
      "Australia/Lord_Howe",
      "Pacific/Chatham",
      "Pacific/Pago_Pago",
    ].flatMap((zone) => [0, 2, 4, 12].map((hour) => zoneClock(zone, hour)));
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2035, 0, 1) }),
        (clock, ms) => {
          const day = clock.dayOf(ms);
          const { fromMs, untilMs } = dayBounds(day, clock);
          expect(fromMs <= ms && ms < untilMs).toBe(true);
          expect([
            clock.dayOf(fromMs),
            clock.dayOf(untilMs - 1),
            clock.dayOf(fromMs - 1) < day,
            clock.dayOf(untilMs) > day,
          ]).toEqual([day, day, true, true]);
        },
      ),
      { numRuns: 120 },
    );
  });

  test("is a day that exists", () => {
    expect(
      [
        "2026-02-28",
        "2024-02-29",
        "2026-02-29",
        "2026-13-01",
        "26-01-01",
        "2026-01-01T00:00",
        "today",
        "9999-01-01",
      ].filter(isDay),
    ).toEqual(["2026-02-28", "2024-02-29"]);
  });
});
