/**
 * How tall a card will be, from its words alone: every card has its place before it is drawn, and
 * nothing jumps after. The numbers are those of ticket.css, ticket-line.css and
 * orders/allergy-block.css, in rem; a browser test holds the two together. Where the sum is off a
 * card scrolls inside itself and says so.
 */
import { bodyBlocks, footHeight, headHeight, type Spoken } from "./card-blocks.ts";
import type { KitchenCard } from "./cards.ts";
import type { Type } from "./text-rows.ts";

/** Borders of the card, and what the letters' own rounding adds. */
const SLACK_PX = 6;

/** What a card is made of: its parts at one column's width, and how many columns it needs. */
export type Measured = { readonly height: number; readonly span: number };

export type RailRoom = {
  readonly width: number;
  readonly gap: number;
  readonly height: number;
  readonly columns: number;
};

/**
 * Measures each card once for each room it is asked for: an order that did not change is the same
 * card.
 */
export function measurer(
  type: Type,
  spoken: Spoken,
): (card: KitchenCard, room: RailRoom) => Measured {
  const rooms = new Map<string, WeakMap<KitchenCard, Measured>>();
  return (card, room) => {
    const key = `${room.width} ${room.height} ${room.columns}`;
    const known = rooms.get(key) ?? new WeakMap<KitchenCard, Measured>();
    rooms.set(key, known);
    const size = known.get(card) ?? measureOrColumn(card, room, type, spoken);
    known.set(card, size);
    return size;
  };
}

/**
 * What cannot be measured cannot be drawn as a ticket either (guarded.tsx), and its plain text
 * scrolls: it gets a column of a size that moves nothing else.
 */
function measureOrColumn(card: KitchenCard, room: RailRoom, type: Type, spoken: Spoken): Measured {
  const column = { height: Math.min(room.height, UNMEASURED_REM * type.rem), span: 1 };
  try {
    const size = measure(card, room, type, spoken);
    return Number.isFinite(size.height) ? size : column;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return column;
  }
}

const UNMEASURED_REM = 20;

/** The card in columns of this width, with this much height for each. */
export function measure(card: KitchenCard, room: RailRoom, type: Type, spoken: Spoken): Measured {
  const { width, gap } = room;
  const single = height(card, width, type, spoken);
  if (single <= room.height || room.columns === 1) return { height: single, span: 1 };
  const blocks = bodyBlocks(card, width, type, spoken);
  for (let span = 2; span <= room.columns; span++) {
    const body =
      room.height -
      headHeight(card, span * width + (span - 1) * gap, type, spoken) -
      footHeight(type) -
      SLACK_PX;
    if (columnsOf(blocks, body) <= span) return { height: single, span };
  }
  return { height: single, span: room.columns };
}

/** Height of the card in pixels in one column. */
export function height(card: KitchenCard, width: number, type: Type, spoken: Spoken): number {
  const body = bodyBlocks(card, width, type, spoken).reduce((sum, block) => sum + block, 0);
  return Math.ceil(headHeight(card, width, type, spoken) + body + footHeight(type) + SLACK_PX);
}

/** A block is never split, so columns have rests at their feet. */
function columnsOf(blocks: readonly number[], height: number): number {
  let columns = 1;
  let used = 0;
  for (const block of blocks) {
    if (used > 0 && used + block > height) {
      columns++;
      used = 0;
    }
    used += block;
  }
  return columns;
}
