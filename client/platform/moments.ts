/**
 * Moments the browser tells us of: when it may be worth trying the network, when nobody waits for
 * us.
 */
import { isVisible, onVisibility } from "./page.ts";

/**
 * Calls back when the network or the person is back. Only a hint: `navigator.onLine` is true behind
 * a dead router too.
 */
export function onHint(listener: () => void): () => void {
  const visible = onVisibility(() => {
    if (isVisible()) listener();
  });
  window.addEventListener("online", listener);
  window.addEventListener("pageshow", listener);
  return () => {
    visible();
    window.removeEventListener("online", listener);
    window.removeEventListener("pageshow", listener);
  };
}

/** Calls back when the page has nothing better to do, at the latest after `withinMs`. */
export function whenIdle(work: () => void, withinMs: number): void {
  if (typeof requestIdleCallback === "undefined") setTimeout(work, Math.min(withinMs, 1_000));
  else requestIdleCallback(work, { timeout: withinMs });
}

/** This device's own clock, right or wrong, in ms since 1970. */
export const localNow = (): number => Date.now();
