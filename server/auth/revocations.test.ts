import { expect, test, vi } from "vitest";
import { createRevocations } from "./revocations.ts";

test("every stream of a revoked subject is told once, others are not", () => {
  const { onRevoked, revoked } = createRevocations();
  const [first, second, other] = [vi.fn(), vi.fn(), vi.fn()];
  onRevoked("a", first);
  onRevoked("a", second);
  onRevoked("b", other);
  revoked("a");
  revoked("a");
  expect([first.mock.calls.length, second.mock.calls.length, other.mock.calls.length]).toEqual([
    1, 1, 0,
  ]);
});

test("a stream that ended by itself is not told", () => {
  const { onRevoked, revoked } = createRevocations();
  const ended = vi.fn();
  onRevoked("a", ended)();
  revoked("a");
  expect(ended).not.toHaveBeenCalled();
});
