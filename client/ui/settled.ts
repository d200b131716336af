import { useEffect, useState } from "react";

/** Longer than the pause inside a double tap, shorter than a decision. */
const SETTLE_MS = 450;

/**
 * Whether what is on the screen has stood still long enough for a touch to mean it. The second half of a double tap lands on whatever has just
 * come up under the finger: a button that cannot be taken back waits for this. `scene` is what changed; until it first does, all is settled
 * where `fromStart` says that nothing came up.
 */
export function useSettled(scene: unknown, fromStart = false): boolean {
  const [settledScene, setSettled] = useState<{ readonly scene: unknown } | null>(() => (fromStart ? { scene } : null));
  useEffect(() => {
    const timer = setTimeout(() => setSettled({ scene }), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [scene]);
  return settledScene !== null && settledScene.scene === scene;
}
