import { useEffect, useMemo, useState, type MouseEvent } from "react";
import { AGAIN_MS } from "../platform/bounce.ts";
import { dropTouch } from "../platform/touches.ts";
import { useHandsOff } from "./hands.ts";

/** Spread on the element around what may change under a finger. */
export type Steady = {
  readonly onClickCapture: (event: MouseEvent) => void;
  /** It came up just now, and takes no touch yet. */
  readonly "data-settling": true | undefined;
  /** Counts the changes: the same button means something else after one (`platform/bounce.ts`). */
  readonly "data-scene": number;
};

/** As long as a double tap may take: a finger that came down since was already on its way. */
export const SETTLE_MS = AGAIN_MS;

/**
 * A control that took another's place by itself, a card that moved: a finger that was on its way
 * there meant what stood there before. What stands inside the element is touched only by touches
 * (and keys) made after `scene`, which names what is there, has stood still for a moment; nothing
 * else on the screen waits for that. `fromStart`: nothing came up when it first appeared.
 */
export function useSteady(scene: unknown, fromStart = false): Steady {
  const [standing, setStanding] = useState<Standing>({
    scene,
    count: 0,
    since: fromStart ? -Infinity : null,
  });
  if (!Object.is(standing.scene, scene))
    setStanding({ scene, count: standing.count + 1, since: null });
  // What has settled is left alone: said again later, it would drop a touch that a busy tablet has
  // not handled yet.
  const moving = standing.since === null;
  useEffect(() => {
    if (!moving) return undefined;
    const timer = setTimeout(
      () => setStanding((now) => ({ ...now, since: performance.now() })),
      SETTLE_MS,
    );
    return () => clearTimeout(timer);
  }, [scene, moving]);
  return steadySince(standing.since, standing.count);
}

/**
 * `since` in ms as events say it, null while it moves: a slow tablet handles a touch long after the
 * finger, so it is the touch's own time that tells.
 */
type Standing = { readonly scene: unknown; readonly count: number; readonly since: number | null };

const steadySince = (since: number | null, count: number): Steady => ({
  onClickCapture: (event) => {
    if (since === null || event.timeStamp < since) dropTouch(event);
  },
  "data-settling": since === null ? true : undefined,
  "data-scene": count,
});

type Row<T> = {
  readonly row: T;
  /** Not there any more; it keeps its place and its last look until hands are off. */
  readonly gone: boolean;
  /** Of the row alone: those above the gap did not move. */ readonly steady: Steady;
};

/**
 * Rows of a list that closes up when one leaves. While a hand is on the screen every row stays
 * where it is; when the list has closed up, touches on those that moved count again after a moment.
 * `wanted` must be the same array until it changes.
 */
export function useSteadyRows<T>(
  wanted: readonly T[],
  keyOf: (row: T) => string,
): readonly Row<T>[] {
  const free = useHandsOff();
  const [kept, setKept] = useState(wanted);
  const [moved, setMoved] = useState<ReadonlySet<string>>(new Set());
  const steady = useSteady(moved, true);
  const growsOnly = kept.every((row, index) => {
    const next = wanted[index];
    return next !== undefined && keyOf(next) === keyOf(row);
  });
  const shown = free || growsOnly ? wanted : kept;
  if (shown !== kept) {
    const before = new Map(kept.map((row, index) => [keyOf(row), index]));
    const now = shown.flatMap((row, index) =>
      (before.get(keyOf(row)) ?? index) === index ? [] : [keyOf(row)],
    );
    setKept(shown);
    if (now.length > 0)
      setMoved(new Set(steady["data-settling"] === true ? [...moved, ...now] : now));
  }
  return useMemo(() => {
    const latest = new Map(wanted.map((row) => [keyOf(row), row]));
    return shown.map((row): Row<T> => {
      const it = latest.get(keyOf(row));
      const mine = moved.has(keyOf(row)) ? steady : STILL;
      return it === undefined
        ? { row, gone: true, steady: mine }
        : { row: it, gone: false, steady: mine };
    });
  }, [shown, wanted, keyOf, moved, steady]);
}

const STILL: Steady = {
  onClickCapture: () => undefined,
  "data-settling": undefined,
  "data-scene": 0,
};
