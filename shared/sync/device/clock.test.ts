import { describe, expect, test } from "vitest";
import { toIso } from "#shared/kernel/time.ts";
import { adopt, adoptHeard, initialClock, lateMs, type ClockEstimate } from "./clock.ts";

const NOW = Date.UTC(2026, 0, 31, 19);
const knows = (offsetMs: number, doubtedMs: number | null = null): ClockEstimate => ({
  offsetMs,
  doubtedMs,
});
/** Said by a server whose clock shows so much more than this device's, when it arrives here. */
const at = (sampleMs: number) => toIso(NOW + sampleMs);

describe("the server's clock", () => {
  test.each([
    ["is taken as it is said first", initialClock, -1_500, -1_500],
    [
      "that is ahead of what was known is nearer the truth, for nothing arrives before it was said",
      knows(0),
      1_000,
      1_000,
    ],
    ["that is behind may only have been longer on its way", knows(5_000), 4_000, 4_900],
    ["that is two seconds behind may as well", knows(0), -2_000, -200],
    ["that is further behind was set", knows(0), -2_001, -2_001],
  ] as const)("[SYN-24] %s", (_what, before, sampleMs, offsetMs) => {
    expect(adopt(before, at(sampleMs), NOW)).toEqual(knows(offsetMs));
  });
});

describe("what a stream brings", () => {
  test.each([
    ["in time counts at once", knows(0), -2_000, knows(-200)],
    ["late is doubted", knows(0), -10_000, knows(0, -10_000)],
    [
      "late is doubted as well where the device's clock is behind",
      knows(5_000),
      1_000,
      knows(5_000, 1_000),
    ],
    [
      "late twice, by about as much, is no delay: a clock was set",
      knows(0, -10_000),
      -12_000,
      knows(-12_000),
    ],
    ["late twice, by less, too", knows(0, -10_000), -8_000, knows(-8_000)],
    [
      "late twice, by more than that apart, is doubted anew",
      knows(0, -10_000),
      -12_001,
      knows(0, -12_001),
    ],
  ] as const)("[SYN-24] %s", (_what, before, sampleMs, after) => {
    expect(adoptHeard(before, at(sampleMs), NOW)).toEqual(after);
  });

  test.each([
    [null, -10_000, 0],
    [0, -2_000, 0],
    [0, -2_001, 2_001],
    [0, -60_000, 60_000],
    [0, -60_001, 0],
    [3_000, -1_000, 4_000],
    [0, 5_000, 0],
  ])(
    "[SYN-24] with an offset of %s, what was said at %s was %s ms on its way",
    (offsetMs, sampleMs, late) => {
      expect(lateMs({ offsetMs, doubtedMs: null }, at(sampleMs), NOW)).toBe(late);
    },
  );
});
