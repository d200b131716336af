/**
 * New tickets that are not in sight are called out along the foot of the screen: in full, with
 * everything a card would say, in as many calls as it takes to fit the room there is. A line that
 * was called whole has been shown (P6).
 *
 * 1. A line with everything that belongs to it is in one call; with the first line stands what is
 *    said of the whole order.
 * 2. Where that does not fit, warnings are the first of it, and it has not been shown.
 * 3. Warnings that do not fit into that call are called before it by themselves, in as many calls
 *    as it takes: no word of a warning is cut off. Each begins with what must not be in the food;
 *    the dish comes after it.
 * 4. The table or guest is whole in every call that shows a line: in its label, or in its text
 *    where the label has no room for it.
 */
import { isHeardOf, type Line } from "#shared/orders/order.ts";
import type { KitchenCard } from "./cards.ts";
import { placeOf } from "../orders/place-of.ts";
import { pagesOf, rowsOf, type Part } from "./call-rows.ts";
import type { Spoken } from "./card-blocks.ts";
import { plainCall } from "../orders/plain-order.tsx";
import {
  aboutLine,
  aboutOrder,
  NOTHING_SAID,
  type Said,
  type SaidOfOrder,
  wholeCall,
} from "./call-words.ts";
import type { Type } from "./text-rows.ts";

export type Call = {
  /** Its first line's, so that it stays the same call when what came before it has been read. */
  readonly callId: string;
  readonly card: KitchenCard;
  /** In its label; null where `parts` say it. */
  readonly place: string | null;
  /** What has been shown once it has been drawn whole: none by a warning alone. */
  readonly lines: readonly Line[];
  readonly parts: readonly Part[];
  /** How wide it wants to be, in pixels, in two rows. */
  readonly width: number;
  /** It says more than there is room for. */
  readonly isCut: boolean;
};

const ROWS = 2;
/**
 * Of a call's inner width that its label takes at most; what its edges take of the whole width, and
 * they with its gaps, in rem.
 */
const LABEL = 0.4;
const INNER = 1.5;
const EDGES = 2.5;
/** Letters' own rounding, in pixels. */
const ROUNDING = 2;
/** What says that there is more. */
const MORE = 2.25;

export type Caller = (
  cards: readonly KitchenCard[],
  isWaiting: (line: Line) => boolean,
) => Iterable<Call>;

/**
 * The lines of some cards that no screen has shown, as calls for a strip of this width, and no more
 * of them than are asked for: with ten thousand new tickets three are called and the others have to
 * wait. An order that did not change is the same card and is called the same.
 */
export function caller(width: number, type: Type, spoken: Spoken): Caller {
  const known = new WeakMap<
    KitchenCard,
    { readonly lines: readonly Line[]; readonly calls: readonly Call[] }
  >();
  return function* (cards, isWaiting) {
    for (const card of cards) {
      const lines =
        card.state === "open"
          ? card.tickets.flatMap((ticket) =>
              ticket.lines.filter(
                (line) => line.shownAt === null && isHeardOf(line) && isWaiting(line),
              ),
            )
          : [];
      if (lines.length === 0) continue;
      const before = known.get(card);
      const isSame =
        before !== undefined &&
        before.lines.length === lines.length &&
        lines.every((line, index) => line === before.lines[index]);
      const calls = isSame ? before.calls : splitOrPlain(card, lines, width, type, spoken);
      known.set(card, { lines, calls });
      yield* calls;
    }
  };
}

/**
 * What cannot be put into calls is called in plain text, line by line: an order that is never
 * called is never heard.
 */
function splitOrPlain(
  card: KitchenCard,
  lines: readonly Line[],
  width: number,
  type: Type,
  spoken: Spoken,
): readonly Call[] {
  try {
    return split(card, lines, width, type, spoken);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return lines.map((line) => ({
      callId: line.lineId,
      card,
      place: null,
      lines: [line],
      parts: [{ kind: "dish", text: plainCall(card.order, [line], spoken.words.kitchen.allergy) }],
      width,
      isCut: false,
    }));
  }
}

function split(
  card: KitchenCard,
  lines: readonly Line[],
  width: number,
  type: Type,
  spoken: Spoken,
): Call[] {
  const { rem, small, number, widthOf } = type;
  const said = placeOf(card.order, spoken.words);
  const placeWidth = widthOf(said, small) + ROUNDING;
  const place = placeWidth <= LABEL * (width - INNER * rem) ? said : null;
  const label =
    place === null
      ? widthOf(card.order.number, number)
      : Math.max(widthOf(card.order.number, number), placeWidth);
  const textWidth = (of: number) => of - EDGES * rem - Math.min(label, LABEL * of);
  const fits = (parts: readonly Part[], of = width) => rowsOf(parts, textWidth(of), type) <= ROWS;
  const least = Math.max(
    label + (EDGES + 2) * rem,
    place === null ? 0 : placeWidth / LABEL + INNER * rem,
  );
  const order = aboutOrder(card, place, spoken);
  const later: SaidOfOrder = {
    ...NOTHING_SAID,
    head: place === null ? [{ kind: "about", text: said }] : [],
  };
  const calls: Call[] = [];
  let some: Said[] = [];
  const ofOrder = () => (calls.length === 0 ? order : later);
  const call = () => {
    const [first] = some;
    if (first === undefined) return;
    const parts = wholeCall(ofOrder(), some);
    const about = { callId: first.line.lineId, card, place, lines: some.map(({ line }) => line) };
    if (fits(parts))
      calls.push({
        ...about,
        parts,
        width: leastWidth((of) => fits(parts, of), least, width),
        isCut: false,
      });
    else calls.push(...cut(about, ofOrder(), first));
  };
  /** A line that is longer than a call. */
  const cut = (
    about: Pick<Call, "callId" | "card" | "place" | "lines">,
    { warnings, head, note }: SaidOfOrder,
    said: Said,
  ): Call[] => {
    const warned = [...warnings, said.dish, ...said.warnings];
    const fitsCut = (parts: readonly Part[]) =>
      rowsOf(parts, textWidth(width) - MORE * rem, type) <= ROWS;
    const last: Call = {
      ...about,
      parts: [...warned, ...head, ...said.rest, ...note],
      width,
      isCut: true,
    };
    if (warned.length === 1 || fitsCut(warned)) return [last];
    const alone = pagesOf([...warnings, ...said.warningsOfDish], (page) => fits(page));
    return [
      ...alone.map((parts, index): Call => ({
        callId: `${about.callId}/${index}`,
        card,
        place,
        lines: [],
        parts,
        width,
        isCut: false,
      })),
      last,
    ];
  };
  for (const line of lines) {
    const said = aboutLine(card, line, spoken);
    if (some.length > 0 && !fits(wholeCall(ofOrder(), [...some, said]))) {
      call();
      some = [];
    }
    some.push(said);
  }
  call();
  return calls;
}

/** In pixels, to a few of them. */
function leastWidth(fits: (width: number) => boolean, from: number, to: number): number {
  let [low, high] = [Math.min(from, to), to];
  if (fits(low)) return low;
  while (high - low > 4) {
    const middle = (low + high) / 2;
    if (fits(middle)) high = middle;
    else low = middle;
  }
  return high;
}
