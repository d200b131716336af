import { expect, test, vi } from "vitest";
import { createSleeper } from "./sleeper.ts";
import { startJob } from "./every.ts";

test("a job runs again and again, never twice at once, and survives a failure", async () => {
  let running = 0;
  let most = 0;
  let runs = 0;
  const error = vi.fn();
  const enough = new Promise<void>((resolve) => {
    const job = startJob({
      name: "test",
      everyMs: 1,
      firstAfterMs: 0,
      sleeper: createSleeper(),
      log: { error },
      async run() {
        most = Math.max(most, ++running);
        await Promise.resolve();
        running -= 1;
        runs += 1;
        if (runs === 2) throw new Error("once");
        if (runs === 5) void job.stop().then(resolve);
      },
    });
  });
  await enough;
  expect([runs, most, error.mock.calls.length]).toEqual([5, 1, 1]);
});

test("stopping waits for nothing but the run under way", async () => {
  const run = vi.fn();
  const job = startJob({
    name: "test",
    everyMs: 3_600_000,
    firstAfterMs: 3_600_000,
    run,
    sleeper: createSleeper(),
    log: { error: vi.fn() },
  });
  await job.stop();
  expect(run).not.toHaveBeenCalled();
});
