import type { TimerName } from "#shared/sync/device/ports.ts";

export type Timers = { set(timer: TimerName, delayMs: number): void; clear(timer: TimerName): void };

/** The core's timers: one of each name, set anew or cleared. */
export function createTimers(fire: (timer: TimerName) => void): Timers {
  const running = new Map<TimerName, ReturnType<typeof setTimeout>>();
  const clear = (timer: TimerName) => {
    clearTimeout(running.get(timer));
    running.delete(timer);
  };
  return {
    clear,
    set(timer, delayMs) {
      clear(timer);
      running.set(
        timer,
        setTimeout(() => {
          running.delete(timer);
          fire(timer);
        }, delayMs),
      );
    },
  };
}
