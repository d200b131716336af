/**
 * A barcode scanner is a keyboard that types a dozen keys faster than any hand and ends in Enter.
 * What it types is meant for a field, never for the screen: such a burst goes no further than here,
 * wherever the focus is, and whoever has begun to act on its first keys is told.
 */
import { isField } from "./page.ts";

/**
 * Keys that follow each other as fast as this are a machine's; a hand's own two do so now and then.
 */
export const BURST_GAP_MS = 60;
export const BURST_KEYS = 4;

export type KeyRun = {
  /**
   * Counts a key that was pressed at `atMs`; true from the fourth on that came at once, and for
   * whatever follows it at once.
   */
  readonly note: (key: string, atMs: number) => boolean;
};

export function keyRun(): KeyRun {
  let [run, last] = [0, Number.NEGATIVE_INFINITY];
  return {
    note(key, atMs) {
      run = (atMs - last <= BURST_GAP_MS ? run : 0) + (/^.$/u.test(key) ? 1 : 0);
      last = atMs;
      return run >= BURST_KEYS;
    },
  };
}

const listeners = new Set<() => void>();

/** Calls back for every key of a burst that was stopped. */
export function onKeyBurst(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Before anything listens for keys; the answer ends it. */
export function guardBursts(): () => void {
  const run = keyRun();
  const onKey = (event: KeyboardEvent) => {
    // A key that is held down repeats as fast, and is one key.
    if (event.repeat || !run.note(event.key, event.timeStamp) || isField(event.target)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    for (const listener of listeners) listener();
  };
  window.addEventListener("keydown", onKey, true);
  return () => window.removeEventListener("keydown", onKey, true);
}
