import { expect, test } from "vitest";
import { expectTable } from "./testing/expect-table.ts";
import { byStream, wayAfter, YOUNG_DEATHS, type WayState, type WayEvent } from "./way.ts";

test("[SYN-42] the table of ways: pages are left only by a stream that came up, and keep count for it", () => {
  expectTable<WayState, WayEvent>(
    wayAfter,
    {
      opened: { kind: "opened" },
      lived: { kind: "lived" },
      "died-young": { kind: "died-young" },
      unplaced: { kind: "unplaced" },
    },
    {
      stream: [
        { kind: "stream", youngDeaths: 1 },
        {
          opened: "same",
          lived: { kind: "stream", youngDeaths: 0 },
          "died-young": { kind: "stream", youngDeaths: 2 },
          unplaced: { kind: "poll", youngDeaths: 1 },
        },
      ],
      poll: [
        { kind: "poll", youngDeaths: 1 },
        {
          opened: { kind: "stream", youngDeaths: 1 },
          lived: "same",
          "died-young": "same",
          unplaced: "same",
        },
      ],
    },
  );
});

test("[SYN-26] [SYN-42] at the third young death in a row, and at the first one more, pages are what is left", () => {
  const die = (way: WayState) => wayAfter(way, { kind: "died-young" });
  const [first, second] = [die(byStream), die(die(byStream))];
  const third = die(second);
  expect([YOUNG_DEATHS, first.kind, second.kind, third.kind]).toEqual([
    3,
    "stream",
    "stream",
    "poll",
  ]);
  expect(die(wayAfter(third, { kind: "opened" }))).toEqual(third);
});
