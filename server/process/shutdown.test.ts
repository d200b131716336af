import { expect, test, vi } from "vitest";
import { createShutdown } from "./shutdown.ts";

const never = () => new Promise<void>(() => undefined);

test("parts are closed in reverse, each after the one before, and only once", async () => {
  const said: string[] = [];
  const shutdown = createShutdown({ warn: vi.fn() });
  for (const part of ["database", "sync", "serving"]) {
    shutdown.opened(part, 60_000, async () => {
      said.push(`${part} closes`);
      await Promise.resolve();
      said.push(`${part} closed`);
    });
  }
  expect(shutdown.signal.aborted).toBe(false);
  await Promise.all([shutdown.close(), shutdown.close()]);
  expect(said).toEqual([
    "serving closes",
    "serving closed",
    "sync closes",
    "sync closed",
    "database closes",
    "database closed",
  ]);
  expect(shutdown.signal.aborted).toBe(true);
});

test("a part that fails, or does not end in its time, is told and does not hold up those behind it", async () => {
  const warn = vi.fn();
  const closed = vi.fn(() => Promise.resolve());
  const shutdown = createShutdown({ warn });
  shutdown.opened("postgres", 60_000, closed);
  shutdown.opened("hangs", 10, never);
  shutdown.opened("fails", 60_000, () => Promise.reject(new Error("broken")));
  await shutdown.close();
  expect(closed).toHaveBeenCalledTimes(1);
  expect(warn.mock.calls.map(([fields]) => (fields as { part: string }).part)).toEqual([
    "fails",
    "hangs",
  ]);
});

test("a stop half-way through a start waits for its next step, and closes what that opened", async () => {
  const closed: string[] = [];
  const shutdown = createShutdown({ warn: vi.fn() });
  const start = async (): Promise<void> => {
    shutdown.opened("postgres", 60_000, async () => void closed.push("postgres"));
    await new Promise((resolve) => void setTimeout(resolve, 20));
    shutdown.opened("database", 60_000, async () => void closed.push("database"));
    shutdown.signal.throwIfAborted();
    closed.push("went on");
  };
  await shutdown.close(start());
  expect(closed).toEqual(["database", "postgres"]);
});
