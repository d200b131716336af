import { expect, test } from "vitest";
import { LINE_STATUSES, ORDER_STATUSES } from "./statuses.ts";
import { lineTransition, orderTransition, type Transition } from "./transitions.ts";

/**
 * The tables once more, as a person would draw them: other tests ask the tables what to expect, and
 * would follow a slip.
 */
const SIGNS: Record<Transition, string> = {
  step: ">",
  skip: "»",
  same: "=",
  late: "<",
  never: "x",
};

const drawn = <S extends string>(
  statuses: readonly S[],
  transition: (from: S, to: S) => Transition,
): Record<string, string> =>
  Object.fromEntries(
    statuses.map((from) => [from, statuses.map((to) => SIGNS[transition(from, to)]).join(" ")]),
  );

test("[ORD-8] [ORD-10] lines go forward, may skip to served, are late behind it, and are cancelled for good", () => {
  expect(LINE_STATUSES).toEqual(["queued", "preparing", "ready", "served", "cancelled"]);
  expect(drawn(LINE_STATUSES, lineTransition)).toEqual({
    queued: "= > > » >",
    preparing: "< = > » >",
    ready: "< < = > >",
    served: "< < < = >",
    cancelled: "x x x x =",
  });
});

test("[ORD-8] [ORD-24] [ORD-25] orders go one way, step by step, and nothing leads out of completed and cancelled", () => {
  expect(ORDER_STATUSES).toEqual([
    "pending",
    "submitted",
    "preparing",
    "ready",
    "served",
    "completed",
    "cancelled",
  ]);
  expect(drawn(ORDER_STATUSES, orderTransition)).toEqual({
    pending: "= > x x x x >",
    submitted: "x = > > x x >",
    preparing: "x x = > x x >",
    ready: "x x x = > x >",
    served: "x x x x = > >",
    completed: "x x x x x = x",
    cancelled: "x x x x x x =",
  });
});
