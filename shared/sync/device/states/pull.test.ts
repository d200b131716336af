import { test } from "vitest";
import { noPull, pullAfter, type PullState, type PullEvent } from "./pull.ts";
import { expectTable } from "./testing/expect-table.ts";

const asking = { kind: "asking", after: "e4", stale: false, probing: false } as const;
const EVENTS = {
  asked: { kind: "asked", after: "e5", probing: true },
  doubted: { kind: "doubted" },
  "given-up": { kind: "given-up" },
  ended: { kind: "ended" },
} as const;

test("[SYN-43] the pull's table: one at a time, stale with its cursor, and a question about streams where one has died", () => {
  expectTable<PullState, PullEvent>(pullAfter, EVENTS, {
    none: [
      { kind: "none" },
      {
        asked: { kind: "asking", after: "e5", stale: false, probing: true },
        doubted: "same",
        "given-up": "same",
        ended: "same",
      },
    ],
    asking: [
      asking,
      {
        asked: "same",
        doubted: { ...asking, probing: true },
        "given-up": { ...asking, stale: true },
        ended: noPull,
      },
    ],
  });
});

test("[SYN-43] a cursor that is given up takes the question about streams with it, and a stale pull can be asked it again", () => {
  expectTable<PullState, PullEvent>(pullAfter, EVENTS, {
    none: [
      { kind: "none" },
      {
        asked: { ...asking, after: "e5", probing: true },
        doubted: "same",
        "given-up": "same",
        ended: "same",
      },
    ],
    asking: [
      { ...asking, stale: true, probing: true },
      {
        asked: "same",
        doubted: { ...asking, stale: true, probing: true },
        "given-up": { ...asking, stale: true, probing: false },
        ended: noPull,
      },
    ],
  });
});
