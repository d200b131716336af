/**
 * Lines that others can make us write are bounded: a flood must not fill the disk, nor hide what
 * else is said. In a minute so many of one asker and so many of all are lines of their own; what
 * was held back is told in one line when the minute is over, with those who were held back most.
 */
import { MINUTE, type Clock } from "#shared/kernel/time.ts";
import type { Logger } from "./logger.ts";

export type Sparing = {
  /** Whether one more line about this asker may be written; if not, it is counted. */
  readonly mayWrite: (asker: string) => boolean;
};

export type SparingOptions = {
  readonly log: Pick<Logger, "info" | "warn">;
  readonly clock: Clock;
  /** What the summing-up is called, and how loud it is. */
  readonly heldMessage: string;
  readonly level: "info" | "warn";
  readonly limits: { readonly ofOne: number; readonly ofAll: number };
  readonly later?: (ms: number, work: () => void) => void;
};

/** More askers than that are held back unnamed. */
const MAX_ASKERS = 5_000;
const NAMED = 5;

export function createSparing({
  log,
  clock,
  heldMessage,
  level,
  limits,
  later = unheld,
}: SparingOptions): Sparing {
  let askers = new Map<string, number>();
  let written = 0;
  let held = 0;
  let endsAt = 0;

  const sumUp = (): void => {
    const most = [...askers]
      .filter(([, lines]) => lines > limits.ofOne)
      .toSorted(([, a], [, b]) => b - a)
      .slice(0, NAMED)
      .map(([source, lines]) => ({ source, lines }));
    if (held > 0) log[level]({ held, most }, heldMessage);
    askers = new Map();
    written = held = endsAt = 0;
  };

  return {
    mayWrite(asker) {
      const now = clock.now();
      // A clock that was set back must not stretch the minute.
      if (endsAt !== 0 && (now >= endsAt || endsAt - now > MINUTE)) sumUp();
      if (endsAt === 0) endsAt = now + MINUTE;
      const lines = (askers.get(asker) ?? 0) + 1;
      if (lines > 1 || askers.size < MAX_ASKERS) askers.set(asker, lines);
      if (lines <= limits.ofOne && written < limits.ofAll) {
        written += 1;
        return true;
      }
      held += 1;
      if (held === 1)
        later(MINUTE, () => {
          if (held > 0) sumUp();
        });
      return false;
    },
  };
}

function unheld(ms: number, work: () => void): void {
  setTimeout(work, ms).unref();
}
