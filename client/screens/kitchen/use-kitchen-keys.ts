import { useEffect, useRef } from "react";
import { focusOnControl, onScreenKey } from "../../platform/page.ts";
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
};

const ARROWS: Record<string, Direction> = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" };

/** A bump bar is a keyboard with few keys. */
export function useKitchenKeys(keys: KitchenKeys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(
    () =>
      onScreenKey((key, event) => {
        const arrow = ARROWS[key];
        // A key that is held down says one thing, however often it says it.
        const act = arrow !== undefined ? () => latest.current.move(arrow) : event.repeat ? null : actionFor(key, latest.current);
        if (act === null) return;
        event.preventDefault();
        act();
      }),
    [],
  );
}

function actionFor(key: string, keys: KitchenKeys): (() => void) | null {
  if (/^[1-9]$/.test(key)) return () => keys.digit(Number(key));
  switch (key.toLowerCase()) {
    // Enter belongs to the control that has the focus; choosing a ticket takes the focus to the ticket.
    case "enter": return focusOnControl() ? null : keys.enter;
    case "u": return keys.undo;
    case "r": return keys.recall;
    case "x": return keys.rush;
    case "h": return keys.hold;
    case "f": return keys.fire;
    case "e": return keys.eightySix;
    case "m": return keys.more;
    case "p": return keys.page;
    case "a": return keys.allDay;
    case "?": return keys.help;
    default: return null;
  }
}
