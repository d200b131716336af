import { useLayoutEffect, type RefObject } from "react";

/**
 * While a hand is on a list of cards each card keeps the height it had: one that gets a line
 * meanwhile scrolls inside itself, and the cards below it stay where the finger expects them.
 */
export function useHeldSizes(list: RefObject<HTMLElement | null>, free: boolean): void {
  useLayoutEffect(() => {
    const element = list.current;
    if (free || element === null) return undefined;
    const held = [...element.children]
      .filter((card) => card instanceof HTMLElement)
      .map((card) => ({ card, height: card.getBoundingClientRect().height }));
    for (const { card, height } of held) card.style.height = `${height}px`;
    return () => {
      for (const { card } of held) card.style.height = "";
    };
  }, [list, free]);
}
