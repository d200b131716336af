import { expect, test } from "vitest";
import { fillAfter, isFilling, isGivenUp, noFill, type FillState, type FillEvent } from "./fill.ts";
import { expectTable } from "./testing/expect-table.ts";

const KINDS = ["none", "first", "wanted", "asking"] as const;
const [none, first, wanted, asking] = KINDS.map((kind): FillState => ({ kind })) as [
  FillState,
  FillState,
  FillState,
  FillState,
];

test("[SYN-44] the table of filling: a cursor that is given up stays so until a snapshot was taken", () => {
  expectTable<FillState, FillEvent>(
    fillAfter,
    {
      "given-up": { kind: "given-up" },
      asked: { kind: "asked" },
      ended: { kind: "ended" },
      filled: { kind: "filled" },
    },
    {
      none: [{ kind: "none" }, { "given-up": wanted, asked: first, ended: "same", filled: "same" }],
      first: [{ kind: "first" }, { "given-up": asking, asked: "same", ended: none, filled: none }],
      wanted: [
        { kind: "wanted" },
        { "given-up": "same", asked: asking, ended: "same", filled: "same" },
      ],
      asking: [
        { kind: "asking" },
        { "given-up": "same", asked: "same", ended: wanted, filled: none },
      ],
    },
  );
});

test("[SYN-44] which of them wait for a snapshot, and which have asked for one", () => {
  expect(noFill).toEqual(none);
  const facts = KINDS.map((kind) => [kind, isGivenUp({ kind }), isFilling({ kind })]);
  expect(facts).toEqual([
    ["none", false, false],
    ["first", false, true],
    ["wanted", true, false],
    ["asking", true, true],
  ]);
});
