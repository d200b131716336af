import { useMemo, useState, type MouseEvent } from "react";
import { useHandsOff } from "./hands.ts";
import { useSettled } from "./settled.ts";

/** Spread on the element around what may change under a finger. */
export type Steady = {
  readonly onClickCapture: (event: MouseEvent) => void;
  /** No touch gets through to what has only just come up; a touch that was under way is dropped by its own time. */
  readonly "data-settling": true | undefined;
};

/**
 * The second half of a double tap lands on whatever has come up under the finger: a control that took another's place, a row that slid up, a
 * card that moved. What stands inside the element is touched only by touches (and keys) made after `scene`, which names what is there, has
 * stood still for a moment. `fromStart`: nothing came up when it first appeared.
 */
export function useSteady(scene: unknown, fromStart = false): Steady {
  return steadySince(useSettled(scene, fromStart));
}

export const steadySince = (since: number | null): Steady => ({
  onClickCapture: (event) => {
    if (isMeant(event, since)) return;
    event.preventDefault();
    event.stopPropagation();
  },
  "data-settling": since === null ? true : undefined,
});

/** Was this touch made since things stood still? */
export const isMeant = ({ timeStamp }: { readonly timeStamp: number }, since: number | null): boolean => since !== null && timeStamp >= since;

type Row<T> = { readonly row: T; /** Not there any more; it keeps its place and its last look until hands are off. */ readonly gone: boolean };

/**
 * Rows of a list that closes up when one leaves. While a hand is on the screen every row stays where it is; when the list has closed up, touches
 * count again after a moment. `wanted` must be the same array until it changes.
 */
export function useSteadyRows<T>(wanted: readonly T[], keyOf: (row: T) => string): { readonly rows: readonly Row<T>[]; readonly steady: Steady } {
  const free = useHandsOff();
  const [kept, setKept] = useState(wanted);
  const growsOnly = kept.every((row, index) => {
    const next = wanted[index];
    return next !== undefined && keyOf(next) === keyOf(row);
  });
  const shown = free || growsOnly ? wanted : kept;
  if (shown !== kept) setKept(shown);
  const rows = useMemo(() => {
    const now = new Map(wanted.map((row) => [keyOf(row), row]));
    return shown.map((row): Row<T> => {
      const latest = now.get(keyOf(row));
      return latest === undefined ? { row, gone: true } : { row: latest, gone: false };
    });
  }, [shown, wanted, keyOf]);
  return { rows, steady: useSteady(shown.map(keyOf).join("\n")) };
}
