/**
 * How tall a card will be, from its words alone: every card has its place before it is drawn, and nothing jumps after. The numbers are those of
 * ticket.css, ticket-line.css and orders/allergy-block.css, in rem; a browser test holds the two together. Where the sum is off a card scrolls inside
 * itself and says so.
 */
import { mentionsAllergy } from "#shared/kitchen/allergy.ts";
import type { Words } from "../../words/english.ts";
import type { Format } from "../../words/format.ts";
import { drawnLines } from "#shared/kitchen/ticket.ts";
import { placeOf } from "../orders/place-of.ts";
import { servedSaid } from "../orders/served-said.ts";
import { channelOf, senderOf } from "./about.ts";
import { drawnTickets, servedOf, type KitchenCard } from "./cards.ts";
import { allergenNames } from "../../words/allergens.ts";
import { lineMarks, orderMarks, wordOf } from "../orders/marks.ts";
import { isRemoval } from "../orders/removal.ts";
import type { Line } from "#shared/orders/order.ts";

/** The ticket text as it is set now, in pixels. */
export type Type = {
  readonly rem: number;
  readonly text: number;
  readonly small: number;
  readonly number: number;
  /** Of a bold text at so many pixels. */
  readonly widthOf: (text: string, size: number) => number;
};

export type Spoken = { readonly words: Words; readonly format: Pick<Format, "time" | "moment" | "number" | "age"> };

const LINE_HEIGHT = 1.25;
const BADGE_HEIGHT = 1.7;
/** Borders of the card, and what the letters' own rounding adds. */
const SLACK_PX = 6;

/** What a card is made of: its parts at one column's width, and how many columns it needs. */
export type Measured = { readonly height: number; readonly span: number };

export type RailRoom = { readonly width: number; readonly gap: number; readonly height: number; readonly columns: number };

/** Measures each card once for each room it is asked for: an order that did not change is the same card. */
export function measurer(type: Type, spoken: Spoken): (card: KitchenCard, room: RailRoom) => Measured {
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

/** What cannot be measured cannot be drawn as a ticket either (guarded.tsx), and its plain text scrolls: it gets a column of a size that moves nothing else. */
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
    const body = room.height - headHeight(card, span * width + (span - 1) * gap, type, spoken) - footHeight(type) - SLACK_PX;
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

const footHeight = (type: Type): number => 5 * type.rem;

function headHeight(card: KitchenCard, width: number, type: Type, { words, format }: Spoken): number {
  const { rem, text, small, number, widthOf } = type;
  const { order } = card;
  const inner = width - 1.75 * rem;
  const place = placeOf(order, words);
  const channel = channelOf(order, words, format);
  const numbers = widthOf(order.number, number) + widthOf(format.age(0).replace("0:", "00:"), text * 1.25) + 1.25 * rem;
  const first = Math.max(number, rows(place, inner - numbers, text, widthOf) * text * 1.15 + 0.12 * text);
  const heat = Math.max(...Object.values(words.age).map((word) => widthOf(word, small))) + 1.5 * small;
  const from = rows(senderOf(order, words), inner - heat - (channel === null ? 1.6 * small : 0), small, light(type)) * small * LINE_HEIGHT;
  const marks = badges(orderMarks(order, card.seenAt).map((mark) => wordOf(mark, order, words.kitchen)), inner, type);
  const also = card.alsoAt.length > 0 ? rows(words.kitchen.alsoAt(card.alsoAt.join(", ")), inner, small, widthOf) * small * LINE_HEIGHT + 0.2 * rem : 0;
  const notes = order.notes === null ? 0 : (mentionsAllergy(order.notes) ? allergyHeight([order.notes], inner + rem, type, words) : block(order.notes, inner, type)) + 0.4 * rem;
  return first + (channel === null ? 0 : rows(channel, inner - 1.6 * small, small, widthOf) * small * LINE_HEIGHT + 0.2 * rem) + from + 1.2 * rem + marks + also + notes;
}

/** The rows between head and foot, each as tall as it is in one column; a heading belongs to what follows it. */
function bodyBlocks(card: KitchenCard, width: number, type: Type, spoken: Spoken): number[] {
  const { rem, small } = type;
  const { words, format } = spoken;
  const inner = width - 1.75 * rem;
  const heading = small * LINE_HEIGHT + 0.5 * rem;
  const blocks: number[] = [];
  const row = (said: string): number => rows(said, inner, small, light(type)) * small * LINE_HEIGHT + 0.7 * rem + 1;
  for (const course of servedOf(card)) blocks.push(row(servedSaid(course, words, format)));
  const tickets = drawnTickets(card);
  for (const ticket of tickets) {
    const lines = drawnLines(ticket);
    const courses = new Set(lines.map((line) => line.course));
    let above = tickets.length > 1 ? heading + 1 : 0;
    for (const course of courses) {
      if (courses.size > 1) above += heading;
      for (const line of lines.filter((it) => it.course === course)) {
        blocks.push(above + lineHeight(card, line, width, type, words));
        above = 0;
      }
    }
  }
  for (const { course, lines } of card.held) {
    const said = `${words.kitchen.heldCourse(course ?? 1)}: ${lines.map((line) => words.kitchen.allDayCount(format.number(line.quantity), line.name)).join(", ")}`;
    blocks.push(row(said));
  }
  return blocks;
}

function lineHeight(card: KitchenCard, line: Line, width: number, type: Type, words: Words): number {
  const { rem, text, small, widthOf } = type;
  const inner = width - 1.75 * rem;
  const room = inner - text - 0.6 * rem;
  const quantity = line.quantity > 1 ? text * 1.2 : 0;
  const name = rows(`${line.quantity} ${line.name}`, room, text, widthOf, quantity) * text * LINE_HEIGHT;
  const modifiers = line.modifiers.reduce((sum, { name: modifier }) => {
    const removal = isRemoval(modifier, words.kitchen.removals);
    return sum + rows(removal ? modifier.toUpperCase() : modifier, room - 0.9 * small, small, removal ? widthOf : light(type)) * small * LINE_HEIGHT;
  }, 0);
  const voided = line.status === "cancelled";
  const warning = !voided && line.notes !== null && mentionsAllergy(line.notes) ? [line.notes] : [];
  const note = line.notes === null || warning.length > 0 ? 0 : rows(`“${line.notes}”`, room, small, light(type)) * small * LINE_HEIGHT;
  const marks = badges(lineMarks(line, card.seenAt).map((mark) => wordOf(mark, card.order, words.kitchen)), room, type);
  const allergies = voided ? [] : [...allergenNames(line.allergies, words.orders.allergens), ...warning];
  const warned = allergies.length === 0 ? 0 : allergyHeight(allergies, room, type, words);
  return Math.max(4 * rem, name + warned + modifiers + note + marks + 0.8 * rem) + 1;
}

function allergyHeight(texts: readonly string[], width: number, type: Type, words: Words): number {
  const { rem, small, widthOf } = type;
  return rows(`${words.kitchen.allergy.toUpperCase()} “${texts.join(", ")}”`, width - 1.2 * rem - 1.4 * small - 0.5 * rem, small, widthOf) * small * LINE_HEIGHT + 1.15 * rem;
}

const block = (said: string, inner: number, type: Type): number => rows(said, inner - 0.5 * type.rem - 1.25 * type.small - 0.4 * type.rem, type.small, type.widthOf) * type.small * LINE_HEIGHT + 0.6 * type.rem;

/** Letters that are not bold are narrower, by at least so much. */
const light = ({ widthOf }: Type): Type["widthOf"] => (text, size) => widthOf(text, size) * 0.95;

/** Marks stand beside each other while there is room. */
function badges(said: readonly string[], width: number, { rem, small, widthOf }: Type): number {
  let height = 0;
  let used = width;
  for (const word of said) {
    const needs = widthOf(word, small) + 1.2 * small;
    if (used + needs > width) {
      height += small * BADGE_HEIGHT + 0.3 * rem + (rows(word, width - 1.2 * small, small, widthOf) - 1) * small * LINE_HEIGHT;
      used = 0;
    }
    used += needs + 0.3 * rem;
  }
  return height === 0 ? 0 : height + 0.15 * rem;
}

/** Rows of a text that wraps at words, and within one that is longer than a row; `used` is taken of the first row already. */
export function rows(said: string, width: number, size: number, widthOf: Type["widthOf"], used = 0): number {
  const space = widthOf(" ", size);
  const room = Math.max(width, size);
  let count = 1;
  let at = used;
  for (const word of said.split(/\s+/)) {
    const needs = widthOf(word, size);
    const wider = at === 0 ? needs : at + space + needs;
    if (wider <= room) {
      at = wider;
      continue;
    }
    if (at > 0) count++;
    const full = Math.max(0, Math.ceil(needs / room) - 1);
    count += full;
    at = needs - full * room;
  }
  return count;
}
