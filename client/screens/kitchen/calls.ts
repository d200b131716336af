/**
 * New tickets that are not in sight are called out along the foot of the screen: in full, with everything a card would say, in as many calls as it
 * takes to fit the room there is. A line that was called whole has been shown (P6).
 */
import { mentionsAllergy } from "#shared/kitchen/allergy.ts";
import { isHeardOf, type Line } from "#shared/orders/order.ts";
import type { Card } from "./cards.ts";
import { placeOf } from "../orders/place-of.ts";
import { channelOf } from "./about.ts";
import { allergenNames } from "../../words/allergens.ts";
import { lineMarks, orderMarks, wordOf } from "../orders/marks.ts";
import type { Spoken, Type } from "./measure.ts";
import { plainHead, plainLine } from "../orders/plain-order.tsx";
import { isRemoval } from "../orders/removal.ts";

export type Part = { readonly kind: "dish" | "modifier" | "removal" | "note" | "allergy" | "mark" | "about"; readonly text: string };

export type Call = {
  /** Its first line's, so that it stays the same call when what came before it has been read. */
  readonly callId: string;
  readonly card: Card;
  readonly lines: readonly Line[];
  readonly parts: readonly Part[];
  /** How wide it wants to be, in pixels, in two rows. */
  readonly width: number;
};

const ROWS = 2;
/** What is lost at the end of a row that wraps. */
const FILLED = 0.86;

export type Caller = (cards: readonly Card[], isWaiting: (line: Line) => boolean) => Iterable<Call>;

/**
 * The lines of some cards that no screen has shown, as calls for a strip of this width, and no more of them than are asked for: with ten thousand
 * new tickets three are called and the others have to wait. An order that did not change is the same card and is called the same.
 */
export function caller(width: number, type: Type, spoken: Spoken): Caller {
  const known = new WeakMap<Card, { readonly lines: readonly Line[]; readonly calls: readonly Call[] }>();
  return function* (cards, isWaiting) {
    for (const card of cards) {
      const lines = card.state === "open" ? card.tickets.flatMap((ticket) => ticket.lines.filter((line) => line.shownAt === null && isHeardOf(line) && isWaiting(line))) : [];
      if (lines.length === 0) continue;
      const before = known.get(card);
      const isSame = before !== undefined && before.lines.length === lines.length && lines.every((line, index) => line === before.lines[index]);
      const calls = isSame ? before.calls : splitOrPlain(card, lines, width, type, spoken);
      known.set(card, { lines, calls });
      yield* calls;
    }
  };
}

/** What cannot be put into calls is called in plain text, line by line: an order that is never called is never heard. */
function splitOrPlain(card: Card, lines: readonly Line[], width: number, type: Type, spoken: Spoken): readonly Call[] {
  try {
    return split(card, lines, width, type, spoken);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const about: Part = { kind: "about", text: plainHead(card.order) };
    return lines.map((line) => ({ callId: line.lineId, card, lines: [line], parts: [about, { kind: "dish", text: plainLine(line, spoken.words.kitchen.allergy) }], width }));
  }
}

function split(card: Card, lines: readonly Line[], width: number, type: Type, { words, format }: Spoken): Call[] {
  const { rem, small, number, widthOf } = type;
  const label = Math.max(widthOf(card.order.number, number), widthOf(placeOf(card.order, words), small)) + 2.5 * rem;
  const widthOfParts = (parts: readonly Part[]) => parts.reduce((sum, { kind, text }) => sum + widthOf(kind === "removal" ? text.toUpperCase() : text, small) + (kind === "allergy" || kind === "mark" ? 2.4 : 1) * small, 0);
  const room = (width - label) * ROWS * FILLED;
  const calls: Call[] = [];
  let some: Line[] = [];
  let parts: Part[] = aboutOrder(card, { words, format });
  const call = () => {
    const [first] = some;
    if (first !== undefined) calls.push({ callId: first.lineId, card, lines: some, parts, width: Math.min(width, label + Math.max(widthOfParts(parts) / ROWS / FILLED, ...parts.map((part) => widthOfParts([part]) / ROWS))) });
  };
  for (const line of lines) {
    const more = aboutLine(card, line, { words, format });
    if (some.length > 0 && widthOfParts([...parts, ...more]) > room) {
      call();
      some = [];
      parts = [];
    }
    some.push(line);
    parts = [...parts, ...more];
  }
  call();
  return calls;
}

function aboutOrder({ order, seenAt }: Card, { words, format }: Spoken): Part[] {
  const channel = channelOf(order, words, format);
  return [
    ...(channel === null ? [] : [{ kind: "about" as const, text: channel }]),
    ...orderMarks(order, seenAt).map((mark) => ({ kind: "mark" as const, text: wordOf(mark, order, words.kitchen) })),
    ...(order.notes === null ? [] : [noteOf(order.notes, words)]),
  ];
}

function aboutLine({ order, seenAt }: Card, line: Line, { words, format }: Spoken): Part[] {
  return [
    { kind: "dish", text: words.kitchen.allDayCount(format.number(line.quantity), line.name) },
    ...(line.allergies.length === 0 ? [] : [{ kind: "allergy" as const, text: `${words.kitchen.allergy} ${allergenNames(line.allergies, words.orders.allergens).join(", ")}` }]),
    ...line.modifiers.map(({ name }) => ({ kind: isRemoval(name, words.kitchen.removals) ? ("removal" as const) : ("modifier" as const), text: name })),
    ...(line.notes === null ? [] : [noteOf(line.notes, words)]),
    ...lineMarks(line, seenAt).map((mark) => ({ kind: "mark" as const, text: wordOf(mark, order, words.kitchen) })),
  ];
}

const noteOf = (text: string, words: Spoken["words"]): Part => (mentionsAllergy(text) ? { kind: "allergy", text: `${words.kitchen.allergy} “${text}”` } : { kind: "note", text: `“${text}”` });
