import { useEffect, useRef } from "react";
import { focusOnControl, onScreenKey } from "../../platform/page.ts";
import type { Direction } from "./layout.ts";

export type KitchenKeys = {
  digit: (digit: number) => void;
  bump: () => void;
  undo: () => void;
  recall: () => void;
  move: (direction: Direction) => void;
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
        const act = actionFor(key, latest.current);
        if (act === null) return;
        event.preventDefault();
        act();
      }),
    [],
  );
}

function actionFor(key: string, keys: KitchenKeys): (() => void) | null {
  if (/^[1-9]$/.test(key)) return () => keys.digit(Number(key));
  const arrow = ARROWS[key];
  if (arrow !== undefined) return () => keys.move(arrow);
  switch (key.toLowerCase()) {
    // Enter belongs to the control that has the focus; the bump bar has none.
    case "enter": return focusOnControl() ? null : keys.bump;
    case "u": return keys.undo;
    case "r": return keys.recall;
    case "p": return keys.page;
    case "a": return keys.allDay;
    case "?": return keys.help;
    default: return null;
  }
}
