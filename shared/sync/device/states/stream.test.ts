import { expect, test } from "vitest";
import { noStream, streamAfter, type StreamState, type StreamEvent } from "./stream.ts";
import { expectTable } from "./testing/expect-table.ts";

const closed: StreamState = { kind: "closed", n: 2 };

test("[SYN-41] the stream's table: one at a time, and its words count only while it is there", () => {
  expectTable<StreamState, StreamEvent>(
    streamAfter,
    {
      asked: { kind: "asked", after: "e5" },
      ready: { kind: "ready", nowMs: 900 },
      said: { kind: "said", id: "e6" },
      ended: { kind: "ended" },
      "set-back": { kind: "set-back", ms: 100 },
    },
    {
      closed: [
        { kind: "closed", n: 2 },
        {
          asked: { kind: "opening", n: 3, lastId: "e5" },
          ready: "same",
          said: "same",
          ended: "same",
          "set-back": "same",
        },
      ],
      opening: [
        { kind: "opening", n: 2, lastId: "e4" },
        {
          asked: "same",
          ready: { kind: "open", n: 2, lastId: "e4", openedAt: 900 },
          said: { kind: "opening", n: 2, lastId: "e6" },
          ended: closed,
          "set-back": "same",
        },
      ],
      open: [
        { kind: "open", n: 2, lastId: "e4", openedAt: 700 },
        {
          asked: "same",
          ready: { kind: "open", n: 2, lastId: "e4", openedAt: 900 },
          said: { kind: "open", n: 2, lastId: "e6", openedAt: 700 },
          ended: closed,
          "set-back": { kind: "open", n: 2, lastId: "e4", openedAt: 600 },
        },
      ],
    },
  );
});

test("[SYN-41] the first stream is number one, and each has a number of its own", () => {
  const first = streamAfter(noStream, { kind: "asked", after: null });
  const second = streamAfter(streamAfter(first, { kind: "ended" }), { kind: "asked", after: null });
  expect([first, second]).toEqual([
    { kind: "opening", n: 1, lastId: null },
    { kind: "opening", n: 2, lastId: null },
  ]);
});
