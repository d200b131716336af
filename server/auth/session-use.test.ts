import { expect, test, vi } from "vitest";
import { createSessionUse, USED_EVERY_MS } from "./session-use.ts";

function uses(
  sessionUsed: (restaurantId: string, sessionId: string) => Promise<void> = () => Promise.resolve(),
) {
  const at = { now: 1_000_000 };
  const log = { warn: vi.fn() };
  const noted = vi.fn(sessionUsed);
  return {
    at,
    log,
    noted,
    use: createSessionUse({ directory: { sessionUsed: noted }, clock: { now: () => at.now }, log }),
  };
}

test("a session is written down as used every two minutes, however often it is used", () => {
  const { at, noted, use } = uses();
  for (let n = 0; n < 50; n += 1) use("house", "session");
  at.now += USED_EVERY_MS - 1;
  use("house", "session");
  expect(noted.mock.calls).toEqual([["house", "session"]]);
  use("house", "another");
  at.now += 1;
  use("house", "session");
  expect(noted.mock.calls.map(([, id]) => id)).toEqual(["session", "another", "session"]);
});

test("what could not be written down is told, and written down at the next use", async () => {
  const { log, noted, use } = uses(() => Promise.reject(new Error("away")));
  use("house", "session");
  await vi.waitFor(() => expect(log.warn).toHaveBeenCalledTimes(1), { timeout: 10_000 });
  use("house", "session");
  expect(noted).toHaveBeenCalledTimes(2);
});

test("a clock that was set back keeps nothing from being written down", () => {
  const { at, noted, use } = uses();
  use("house", "session");
  at.now -= 3_600_000;
  use("house", "session");
  expect(noted).toHaveBeenCalledTimes(2);
});

test("it remembers ten thousand sessions and no more; forgetting them costs one statement each", () => {
  const { noted, use } = uses();
  for (let n = 0; n < 10_000; n += 1) use("house", `session ${n}`);
  use("house", "session 0");
  expect(noted).toHaveBeenCalledTimes(10_000);
  use("house", "one more");
  use("house", "session 0");
  expect(noted).toHaveBeenCalledTimes(10_002);
});
