/**
 * How tall a card will be, from its words alone. An estimate, so that every card has its place before it is drawn and nothing jumps after;
 * it errs on the tall side, and a card that is taller still scrolls inside itself and says so.
 */
import { drawnLines, type Card } from "./cards.ts";
import { lineMarks, orderMarks } from "../orders/marks.ts";
import type { Line, Order } from "#shared/orders/order.ts";

/** Pixels of the ticket text as it is set now. */
export type Type = { readonly text: number; readonly small: number; readonly touch: number; readonly kitchenTouch: number; readonly rem: number };

const LINE_HEIGHT = 1.25;
const GLYPH = 0.56;
/** They are written down as ids, and read in whatever language. */
const LONGEST_ALLERGEN = 12;

/** Height of the card in pixels at the given width. */
export function heightOf(card: Card, width: number, type: Type): number {
  const stations = card.tickets.length > 1;
  const inner = width - 1.75 * type.rem;
  const body = card.tickets.reduce((sum, ticket) => {
    const lines = drawnLines(ticket);
    const courses = new Set(lines.map((line) => line.course)).size > 1 ? new Set(lines.map((line) => line.course)).size : 0;
    return sum + (stations ? heading(type) : 0) + courses * heading(type) + lines.reduce((all, line) => all + lineHeight(card.order, line, inner, type), 0);
  }, 0);
  return Math.ceil(headHeight(card, inner, type) + body + heldHeight(card, inner, type) + footHeight(type));
}

export const footHeight = (type: Type): number => type.kitchenTouch + 1.25 * type.rem;

export function headHeight(card: Card, inner: number, type: Type): number {
  const notes = card.order.notes === null ? 0 : block(card.order.notes, inner, type);
  const also = card.alsoAt.length > 0 ? type.small * LINE_HEIGHT + 0.25 * type.rem : 0;
  const marks = orderMarks(card.order).length > 0 ? type.small * 1.6 + 0.35 * type.rem : 0;
  return type.text * 1.34 + type.small * LINE_HEIGHT + 1.4 * type.rem + notes + also + marks;
}

export function lineHeight(order: Order, line: Line, inner: number, type: Type): number {
  const text = inner - 2.6 * type.rem;
  const name = rows(`${line.quantity} ${line.name}`, text, type.text) * type.text * LINE_HEIGHT;
  const modifiers = line.modifiers.reduce((sum, modifier) => sum + rows(modifier.name, text - type.rem, type.small * 1.06) * type.small * LINE_HEIGHT * 1.06, 0);
  const note = line.notes === null ? 0 : rows(line.notes, text, type.small) * type.small * LINE_HEIGHT + 0.3 * type.rem;
  const marks = lineMarks(order, line).length > 0 ? type.small * 1.6 : 0;
  const allergies = line.allergies.length === 0 ? 0 : block(`ALLERGY ${line.allergies.map((one) => one.padEnd(LONGEST_ALLERGEN, "m")).join(", ")}`, inner, type);
  return Math.max(type.touch, name + modifiers + note + marks + 0.9 * type.rem) + allergies + 1;
}

/** One quiet row for each course that waits. */
const heldHeight = (card: Card, inner: number, type: Type): number =>
  card.held.reduce((sum, { lines }) => sum + rows(`Course 9, held: ${lines.map((line) => `${line.quantity} ${line.name}`).join(", ")}`, inner, type.small) * type.small * LINE_HEIGHT + 0.7 * type.rem, 0);

const heading = (type: Type): number => type.small * LINE_HEIGHT + 0.6 * type.rem;

const block = (words: string, width: number, type: Type): number => rows(words, width - 2.2 * type.rem, type.small * 1.06) * type.small * 1.06 * LINE_HEIGHT + 0.9 * type.rem;

/** Rows of a text that wraps at words: never fewer than it really takes for ordinary words. */
export function rows(words: string, width: number, size: number): number {
  const perRow = Math.max(4, Math.floor(width / (size * GLYPH)));
  let count = 1;
  let used = 0;
  for (const word of words.split(/\s+/)) {
    const needs = used === 0 ? word.length : used + 1 + word.length;
    if (needs <= perRow) {
      used = needs;
      continue;
    }
    count += used === 0 ? Math.ceil(word.length / perRow) - 1 : Math.ceil(word.length / perRow);
    used = word.length % perRow;
  }
  return count;
}
