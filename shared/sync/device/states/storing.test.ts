import { expect, test } from "vitest";
import { nothingStoring, storingAfter, type StoringState, type StoringEvent } from "./storing.ts";
import { expectTable } from "./testing/expect-table.ts";

test("[SYN-47] the table of storing: only word of the last snapshot says that it is there", () => {
  for (const fill of [null, 1, 3]) {
    expectTable<StoringState, StoringEvent>(
      storingAfter,
      { asked: { kind: "asked" }, stored: { kind: "stored", fill }, started: { kind: "started" } },
      {
        idle: [
          { kind: "idle", fills: 2 },
          { asked: { kind: "storing", fills: 3 }, stored: "same", started: "same" },
        ],
        storing: [
          { kind: "storing", fills: 3 },
          {
            asked: { kind: "storing", fills: 4 },
            stored: fill === 3 ? { kind: "idle", fills: 3 } : "same",
            started: { kind: "idle", fills: 3 },
          },
        ],
      },
    );
  }
});

test("[SYN-47] the first snapshot is number one", () => {
  expect(storingAfter(nothingStoring, { kind: "asked" })).toEqual({ kind: "storing", fills: 1 });
});
