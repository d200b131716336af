import { SECOND } from "#shared/kernel/time.ts";
import { readSaved, save } from "../platform/local-storage.ts";

export type ServerTime = {
  /** The server's time as far as this device can tell, in ms since 1970. */
  now(): number;
};

const KEY = "heard.clock-offset";
/** A larger correction is taken at once: standing still for so long would be the greater lie. */
const HELD_BACK_MS = 5 * SECOND;
const SAVED_STEP_MS = SECOND;

/**
 * This device's clock, corrected by what `offsetMs` last knew (null: nothing yet, then what an
 * earlier start learned). Small corrections never turn it back, so that no age on a screen counts
 * down.
 */
export function serverTime(clock: () => number, offsetMs: () => number | null): ServerTime {
  const before = readSaved(KEY);
  let saved = typeof before === "number" ? before : 0;
  let last = 0;
  return {
    now() {
      const offset = offsetMs();
      if (offset !== null && Math.abs(offset - saved) >= SAVED_STEP_MS) {
        saved = offset;
        save(KEY, Math.round(offset));
      }
      const now = Math.round(clock() + (offset ?? saved));
      last = now < last && last - now < HELD_BACK_MS ? last : now;
      return last;
    },
  };
}
