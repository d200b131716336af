import { useEffect, useState } from "react";

/** Longer than the pause inside a double tap, shorter than a decision. */
export const SETTLE_MS = 450;

/**
 * Since when (as events say it, in ms) what is on the screen has stood still long enough for a touch to mean it; null until then. The second half
 * of a double tap lands on whatever has just come up under the finger: a button that cannot be taken back counts only touches made since. A slow
 * phone handles a touch long after the finger, so it is the touch's own time that tells. `scene` is what changed; until it first does, all is
 * settled where `fromStart` says that nothing came up.
 */
export function useSettled(scene: unknown, fromStart = false): number | null {
  const [standing, setStanding] = useState<Standing>({ scene, since: fromStart ? -Infinity : null });
  if (!Object.is(standing.scene, scene)) setStanding({ scene, since: null });
  // What has settled is left alone: said again later, it would drop a touch that a busy tablet has not handled yet.
  const moving = standing.since === null;
  useEffect(() => {
    if (!moving) return undefined;
    const timer = setTimeout(() => setStanding({ scene, since: performance.now() }), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [scene, moving]);
  return standing.since;
}

type Standing = { readonly scene: unknown; readonly since: number | null };
