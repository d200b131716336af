import { useEffect, useLayoutEffect, useMemo, useState, type RefObject } from "react";
import { whenIdle } from "../../platform/moments.ts";
import { remPx } from "../../platform/page.ts";
import { observeSizeFromNow } from "../../platform/sight.ts";
import { boldWidth, onTypeface } from "../../platform/text-width.ts";
import { useHandsOff } from "../../ui/hands.ts";
import { usePreferences, type TicketSize } from "../../ui/preferences.ts";
import { useFormat, useWords } from "../../words/words.tsx";
import type { KitchenCard } from "./cards.ts";
import {
  columnsIn,
  columnWidthIn,
  EMPTY_LAYOUT,
  keepPlaces,
  layOutWithStrip,
  movesNothing,
  type Layout,
  type Sized,
} from "./layout.ts";
import { MOST_DRAWN } from "../orders/most-tickets-drawn.ts";
import { measurer } from "./measure.ts";
import type { Type } from "./text-rows.ts";

/** As in tokens.css, in rem. */
export const SIZES: Record<
  TicketSize,
  { readonly text: number; readonly small: number; readonly number: number; readonly width: number }
> = {
  compact: { text: 1.1875, small: 1.0625, number: 1.5, width: 14.5 },
  regular: { text: 1.375, small: 1.25, number: 1.75, width: 18.5 },
  large: { text: 1.75, small: 1.5, number: 2.125, width: 23 },
};

export type Rail = {
  readonly layout: Layout;
  /**
   * Every card that has a place, also one that has left the board while a hand was on the screen.
   */
  readonly cards: ReadonlyMap<string, KitchenCard>;
  readonly type: Type;
};

/**
 * Gives each card a place in the space of `room`, and changes places only when nothing moves by it
 * or when no hand has been on the screen for a while. The cards' contents are always the latest.
 */
export function useRail(cards: readonly KitchenCard[], room: RefObject<HTMLElement | null>): Rail {
  const { ticketSize, ticketLayout } = usePreferences();
  const space = useSpace(room);
  const words = useWords();
  const format = useFormat();
  const widthOf = useBoldWidth();
  const type = useMemo((): Type => {
    const rem = remPx();
    const { text, small, number } = SIZES[ticketSize];
    return { rem, text: text * rem, small: small * rem, number: number * rem, widthOf };
  }, [ticketSize, widthOf]);
  const measured = useMemo(() => measurer(type, { words, format }), [type, words, format]);
  const reach = useReach(Math.min(cards.length, MOST_DRAWN));
  const wanted = useMemo(() => {
    if (space === null) return EMPTY_LAYOUT;
    const { rem } = type;
    const gap = 0.75 * rem;
    const area = { ...space, columnWidth: SIZES[ticketSize].width * rem, gap };
    const room = { width: columnWidthIn(area), gap, columns: columnsIn(area) };
    function* sizesAt(height: number): Generator<Sized> {
      for (const card of cards.slice(0, Math.min(reach, MOST_DRAWN)))
        yield { cardId: card.cardId, ...measured(card, { ...room, height }) };
    }
    return layOutWithStrip(sizesAt, area, ticketLayout === "rail", Math.ceil(stripHeight(type)));
  }, [cards, reach, space, ticketSize, ticketLayout, type, measured]);

  const free = useHandsOff();
  const [settled, setSettled] = useState(wanted);
  const mayMove =
    free ||
    settled.places.length === 0 ||
    settled.columns !== wanted.columns ||
    (settled.along === null) !== (wanted.along === null) ||
    movesNothing(settled, wanted);
  const next = useMemo(() => keepPlaces(settled, wanted), [settled, wanted]);
  if (mayMove && next !== settled) setSettled(next);
  return { layout: settled, cards: useLastKnown(cards, settled), type };
}

/** More than any kitchen's screen shows at once. */
const FIRST_REACH = 100;

/**
 * How many cards get a place at present. Those that are in sight are drawn before thousands behind
 * them are measured, which moves none of them.
 */
function useReach(cards: number): number {
  const [reach, setReach] = useState(FIRST_REACH);
  useEffect(() => {
    if (reach < cards) whenIdle(() => setReach(4 * reach), REACH_WITHIN_MS);
  }, [reach, cards]);
  return reach;
}

const REACH_WITHIN_MS = 2_000;

/** Two rows of ticket text, and never lower than a kitchen's finger. */
export const stripHeight = ({ rem, small }: Type): number =>
  Math.max(4.25 * rem, 2 * 1.25 * small + 1.125 * rem);

function useSpace(room: RefObject<HTMLElement | null>): { width: number; height: number } | null {
  const [space, setSpace] = useState<{ width: number; height: number } | null>(null);
  useLayoutEffect(() => {
    const element = room.current;
    if (element === null) return undefined;
    return observeSizeFromNow(element, (size) =>
      setSpace((old) =>
        old !== null && old.width === size.width && old.height === size.height ? old : size,
      ),
    );
  }, [room]);
  return space;
}

/** Another function when letters have become wider or narrower. */
function useBoldWidth(): Type["widthOf"] {
  const [measuring, setMeasuring] = useState(() => ({
    widthOf: (text: string, size: number) => boldWidth(text, size),
  }));
  useEffect(
    () => onTypeface(() => setMeasuring({ widthOf: (text, size) => boldWidth(text, size) })),
    [],
  );
  return measuring.widthOf;
}

/**
 * Cards by id; one that has a place but is gone from the board keeps its last look until the places
 * change.
 */
function useLastKnown(
  cards: readonly KitchenCard[],
  layout: Layout,
): ReadonlyMap<string, KitchenCard> {
  const [memory, setMemory] = useState<{
    cards: readonly KitchenCard[];
    layout: Layout;
    known: ReadonlyMap<string, KitchenCard>;
  }>({ cards: [], layout: EMPTY_LAYOUT, known: new Map() });
  if (memory.cards === cards && memory.layout === layout) return memory.known;
  const known = new Map(cards.map((card) => [card.cardId, card]));
  for (const { cardId } of layout.places) {
    const gone = known.has(cardId) ? undefined : memory.known.get(cardId);
    if (gone !== undefined) known.set(cardId, { ...gone, state: "done" });
  }
  setMemory({ cards, layout, known });
  return known;
}
