import { expect, test } from "vitest";
import { footControl } from "./foot-control.ts";

const nothing = { isKept: false, rushing: undefined, isUnread: false };
const rushing = { kind: "rush", at: 3_000 } as const;

test.each([
  ["open", nothing, "bump"],
  ["done", nothing, "bump"],
  ["open", { ...nothing, isUnread: true }, "unread"],
  ["voided", { ...nothing, isUnread: true }, "voided"],
  ["voided", { ...nothing, isUnread: true, rushing }, "rush"],
  ["voided", { isKept: true, isUnread: true, rushing }, "undo"],
] as const)("a ticket that is %s with %o has %s in its foot", (state, facts, kind) => {
  expect(footControl({ state }, facts).kind).toBe(kind);
});

test("is the same object while nothing changes, so that its card is not drawn again", () => {
  for (const facts of [
    nothing,
    { ...nothing, isUnread: true },
    { ...nothing, isKept: true },
    { ...nothing, rushing },
  ])
    expect(footControl({ state: "open" }, facts)).toBe(
      footControl({ state: "open" }, { ...facts }),
    );
  expect(footControl({ state: "voided" }, nothing)).toBe(footControl({ state: "voided" }, nothing));
});
