import { expect, test } from "vitest";
import { onStopSignal } from "./stop-signals.ts";

function rig(stop: () => Promise<void>) {
  const exits: number[] = [];
  const listeners = new Map<string, (signal: NodeJS.Signals) => void>();
  const state = { stops: 0, now: 0 };
  onStopSignal(
    async () => {
      state.stops += 1;
      await stop();
    },
    { on: (signal, listener) => listeners.set(signal, listener), exit: (code) => exits.push(code) },
    () => state.now,
  );
  return { state, exits, send: (signal: NodeJS.Signals) => listeners.get(signal)?.(signal) };
}

test("the same Ctrl-C passed on by terminal, npm and launcher stops once, and cleanly", async () => {
  let finish = () => {};
  const { state, exits, send } = rig(
    () =>
      new Promise((resolve) => {
        finish = resolve;
      }),
  );
  send("SIGINT");
  send("SIGINT");
  send("SIGTERM");
  expect(state.stops).toBe(1);
  expect(exits).toEqual([]);
  finish();
  await expect.poll(() => exits).toEqual([0]);
});

test("a signal again after a while ends the process at once", () => {
  const { state, exits, send } = rig(() => new Promise(() => {}));
  send("SIGTERM");
  state.now += 2000;
  send("SIGTERM");
  expect(exits).toEqual([130]);
});

test("a stop that fails ends with code 1", async () => {
  const { exits, send } = rig(() => Promise.reject(new Error("stuck")));
  send("SIGTERM");
  await expect.poll(() => exits).toEqual([1]);
});
