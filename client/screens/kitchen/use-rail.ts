import { useLayoutEffect, useMemo, useState, type RefObject } from "react";
import { observeSize, remPx } from "../../platform/page.ts";
import { usePreferences } from "../../ui/preferences.ts";
import { useHands, type Hands } from "../shell/use-hands.ts";
import type { Card } from "./cards.ts";
import { EMPTY_LAYOUT, layOut, movesNothing, type Layout } from "./layout.ts";
import { heightOf, type Type } from "./measure.ts";

const SIZES = { compact: { text: 1.125, small: 0.9375, width: 15.5 }, regular: { text: 1.3125, small: 1.0625, width: 18.5 }, large: { text: 1.6875, small: 1.3125, width: 23 } };

export type Rail = {
  readonly layout: Layout;
  /** Every card that has a place, also one that has left the board while a hand was on the screen. */
  readonly cards: ReadonlyMap<string, Card>;
  /** Put these on what fingers touch. */
  readonly hands: Hands;
};

/**
 * Gives each card a place in the space of `room`, and changes places only when nothing moves by it or when no hand has been on the screen for
 * a while. The cards' contents are always the latest.
 */
export function useRail(cards: readonly Card[], room: RefObject<HTMLElement | null>): Rail {
  const { ticketSize, ticketLayout } = usePreferences();
  const space = useSpace(room);
  const wanted = useMemo(() => {
    if (space === null) return EMPTY_LAYOUT;
    const rem = remPx();
    const size = SIZES[ticketSize];
    const type: Type = { text: size.text * rem, small: size.small * rem, touch: 4 * rem, kitchenTouch: 4 * rem, rem };
    const gap = 0.75 * rem;
    const room = { ...space, columnWidth: size.width * rem, gap };
    const columns = Math.max(1, Math.floor((room.width + gap) / (room.columnWidth + gap)));
    const width = Math.floor((room.width - gap * (columns - 1)) / columns);
    return layOut(cards.map((card) => ({ cardId: card.cardId, height: heightOf(card, width, type) })), room, ticketLayout === "rail");
  }, [cards, space, ticketSize, ticketLayout]);

  const { free, hands } = useHands();
  const [settled, setSettled] = useState(wanted);
  const mayMove = free || settled.places.length === 0 || settled.columns !== wanted.columns || (settled.along === null) !== (wanted.along === null) || movesNothing(settled, wanted);
  const layout = mayMove ? wanted : settled;
  if (layout !== settled) setSettled(layout);

  return { layout, cards: useLastKnown(cards, layout), hands };
}

function useSpace(room: RefObject<HTMLElement | null>): { width: number; height: number } | null {
  const [space, setSpace] = useState<{ width: number; height: number } | null>(null);
  useLayoutEffect(() => {
    const element = room.current;
    if (element === null) return undefined;
    return observeSize(element, (size) => setSpace((old) => (old !== null && old.width === size.width && old.height === size.height ? old : size)));
  }, [room]);
  return space;
}

/** Cards by id; one that has a place but is gone from the board keeps its last look until the places change. */
function useLastKnown(cards: readonly Card[], layout: Layout): ReadonlyMap<string, Card> {
  const [memory, setMemory] = useState<{ cards: readonly Card[]; layout: Layout; known: ReadonlyMap<string, Card> }>({ cards: [], layout: EMPTY_LAYOUT, known: new Map() });
  if (memory.cards === cards && memory.layout === layout) return memory.known;
  const known = new Map(cards.map((card) => [card.cardId, card]));
  for (const { cardId } of layout.places) {
    const gone = known.has(cardId) ? undefined : memory.known.get(cardId);
    if (gone !== undefined) known.set(cardId, { ...gone, state: "done" });
  }
  setMemory({ cards, layout, known });
  return known;
}
