import { expect, test } from "vitest";
import { expectTable } from "./testing/expect-table.ts";
import { answering, causeIn, trustAfter, type TrustState, type TrustEvent } from "./trust.ts";

const doubted = (cause: string): TrustState => ({ kind: "doubted", cause });
const halted = (cause: string | null): TrustState => ({ kind: "halted", cause });

test("[SYN-45] the table of trust: who was turned away is let in by a stream or by the next try, and by no answer", () => {
  expectTable<TrustState, TrustEvent>(
    trustAfter,
    {
      answered: { kind: "answered" },
      heard: { kind: "heard" },
      opened: { kind: "opened" },
      failed: { kind: "failed", cause: "unreachable" },
      refused: { kind: "refused", cause: "token_revoked" },
      "given-up": { kind: "given-up", cause: "unreadable" },
      tried: { kind: "tried" },
    },
    {
      answering: [
        { kind: "answering" },
        {
          answered: "same",
          heard: "same",
          opened: "same",
          failed: doubted("unreachable"),
          refused: halted("token_revoked"),
          "given-up": doubted("unreadable"),
          tried: "same",
        },
      ],
      doubted: [
        { kind: "doubted", cause: "nonsense" },
        {
          answered: answering,
          heard: answering,
          opened: answering,
          failed: doubted("unreachable"),
          refused: halted("token_revoked"),
          "given-up": doubted("unreadable"),
          tried: "same",
        },
      ],
      halted: [
        { kind: "halted", cause: "needs-update" },
        {
          answered: "same",
          heard: halted(null),
          opened: answering,
          failed: halted("unreachable"),
          refused: halted("token_revoked"),
          "given-up": halted("unreadable"),
          tried: doubted("needs-update"),
        },
      ],
    },
  );
});

test("[SYN-45] a cursor that only cannot be served is no cause, and leaves none", () => {
  const states = [answering, doubted("nonsense"), halted("needs-update")];
  expect(states.map((trust) => trustAfter(trust, { kind: "given-up", cause: null }))).toEqual([
    answering,
    answering,
    halted(null),
  ]);
  expect(trustAfter(halted(null), { kind: "tried" })).toEqual(answering);
});

test("[SYN-30] [SYN-45] each has its cause to show, where there is one", () => {
  const states = [answering, doubted("nonsense"), halted("needs-update"), halted(null)];
  expect(states.map(causeIn)).toEqual([null, "nonsense", "needs-update", null]);
});
