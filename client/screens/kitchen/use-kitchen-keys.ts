import { useEffect, useRef } from "react";
import { focusOnControl, onScreenKey } from "../../platform/page.ts";
import { BURST_GAP_MS, onKeyBurst } from "../../platform/key-burst.ts";
import { keyMeant } from "./key-layout.ts";
import type { Direction } from "./layout.ts";

export type KitchenKeys = {
  digit: (digit: number) => void;
  move: (direction: Direction) => void;
  /** Finishes the chosen ticket, or says that a cancelled one was seen. */
  enter: () => void;
  undo: () => void;
  recall: () => void;
  rush: () => void;
  hold: () => void;
  fire: () => void;
  eightySix: () => void;
  more: () => void;
  page: () => void;
  allDay: () => void;
  help: () => void;
  /** What was typed was a machine's: nothing of it was meant. */
  burst: () => void;
};

const ARROWS: Record<string, Direction> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};

/**
 * A bump bar is a keyboard with few keys. What a letter does waits for a moment: were it the first
 * of a scanner's burst (key-burst.ts), it does nothing, and what its digits chose is chosen no
 * more.
 */
export function useKitchenKeys(keys: KitchenKeys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    let waiting: (() => void)[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const actNow = () => {
      clearTimeout(timer);
      const acts = waiting;
      waiting = [];
      for (const act of acts) act();
    };
    const stopKeys = onScreenKey((event) => {
      const key = keyMeant(event);
      const arrow = ARROWS[key];
      // A key that is held down says one thing, however often it says it.
      const act =
        arrow !== undefined
          ? () => latest.current.move(arrow)
          : event.repeat
            ? null
            : actionFor(key, () => latest.current);
      if (act === null) return;
      event.preventDefault();
      waiting.push(act);
      clearTimeout(timer);
      if (/^[a-z?]$/.test(key) || (waiting.length > 1 && key.length === 1))
        timer = setTimeout(actNow, BURST_GAP_MS);
      else actNow();
    });
    const stopBursts = onKeyBurst(() => {
      clearTimeout(timer);
      waiting = [];
      latest.current.burst();
    });
    return () => {
      clearTimeout(timer);
      stopKeys();
      stopBursts();
    };
  }, []);
}

/** `keys` as they are when it happens. */
function actionFor(key: string, keys: () => KitchenKeys): (() => void) | null {
  if (/^[1-9]$/.test(key)) return () => keys().digit(Number(key));
  switch (key) {
    // Enter belongs to the control that has the focus; choosing a ticket takes the focus to the
    // ticket.
    case "Enter":
      return focusOnControl() ? null : () => keys().enter();
    case "u":
      return () => keys().undo();
    case "r":
      return () => keys().recall();
    case "x":
      return () => keys().rush();
    case "h":
      return () => keys().hold();
    case "f":
      return () => keys().fire();
    case "e":
      return () => keys().eightySix();
    case "m":
      return () => keys().more();
    case "p":
      return () => keys().page();
    case "a":
      return () => keys().allDay();
    case "?":
      return () => keys().help();
    default:
      return null;
  }
}
