import type { TimerName } from "../ports.ts";
import type { ShellTime } from "./ports.ts";

export type Timers = {
  set(timer: TimerName, delayMs: number): void;
  clear(timer: TimerName): void;
};

/** The core's timers: one of each name, set anew or cleared. */
export function createTimers(time: ShellTime, fire: (timer: TimerName) => void): Timers {
  const running = new Map<TimerName, () => void>();
  const clear = (timer: TimerName) => {
    running.get(timer)?.();
    running.delete(timer);
  };
  return {
    clear,
    set(timer, delayMs) {
      clear(timer);
      running.set(
        timer,
        time.after(delayMs, () => {
          running.delete(timer);
          fire(timer);
        }),
      );
    },
  };
}
