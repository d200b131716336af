/**
 * What a call says of an order and of each of its lines, in parts that may be wrapped or left out.
 */
import { plainLetters, wordsOf } from "#shared/kernel/letters.ts";
import { mentionsAllergy } from "#shared/kitchen/allergy.ts";
import type { Line } from "#shared/orders/order.ts";
import type { KitchenCard } from "./cards.ts";
import { placeOf } from "../orders/place-of.ts";
import { channelOf } from "./about.ts";
import type { Part } from "./call-rows.ts";
import { allergenNames } from "../../words/allergens.ts";
import { lineMarks, orderMarks, wordOf } from "../orders/marks.ts";
import type { Spoken } from "./card-blocks.ts";
import { isRemoval } from "../orders/removal.ts";

export type SaidOfOrder = {
  readonly warnings: readonly Part[];
  readonly head: readonly Part[];
  readonly note: readonly Part[];
};
/**
 * `warningsOfDish` are the warnings again, each with the dish's name, for where they stand apart
 * from it.
 */
export type Said = {
  readonly line: Line;
  readonly dish: Part;
  readonly warnings: readonly Part[];
  readonly warningsOfDish: readonly Part[];
  readonly rest: readonly Part[];
};

export const NOTHING_SAID: SaidOfOrder = { warnings: [], head: [], note: [] };

export const wholeCall = (
  { warnings, head, note }: SaidOfOrder,
  some: readonly Said[],
): readonly Part[] => [
  ...warnings,
  ...head,
  ...some.flatMap((said) => [said.dish, ...said.warnings, ...said.rest]),
  ...note,
];

export function aboutOrder(
  { order, seenAt }: KitchenCard,
  place: string | null,
  { words, format }: Spoken,
): SaidOfOrder {
  const channel = channelOf(order, words, format);
  const warns = order.notes !== null && mentionsAllergy(order.notes);
  return {
    warnings: order.notes !== null && warns ? [warningOf(`“${order.notes}”`, words)] : [],
    head: [
      ...(place === null ? [{ kind: "about" as const, text: placeOf(order, words) }] : []),
      ...(channel === null ? [] : [{ kind: "about" as const, text: channel }]),
      ...orderMarks(order, seenAt).map((mark) => ({
        kind: "mark" as const,
        text: wordOf(mark, order, words.kitchen),
      })),
    ],
    note: order.notes === null || warns ? [] : [noteOf(order.notes)],
  };
}

export function aboutLine(
  { order, seenAt }: KitchenCard,
  line: Line,
  { words, format }: Spoken,
): Said {
  const warns = line.notes !== null && mentionsAllergy(line.notes);
  const warnings = [
    ...(line.allergies.length === 0
      ? []
      : [allergenNames(line.allergies, words.orders.allergens).join(", ")]),
    ...(line.notes !== null && warns ? [`“${line.notes}”`] : []),
  ];
  return {
    line,
    dish: {
      kind: "dish",
      text: words.kitchen.allDayCount(format.number(line.quantity), line.name),
    },
    warnings: warnings.map((text) => warningOf(text, words)),
    warningsOfDish: warnings.map((text) => warningOf(`${text} · ${line.name}`, words)),
    rest: [
      ...line.modifiers.map(({ name }) => ({
        kind: isRemoval(name, words.kitchen.removals)
          ? ("removal" as const)
          : ("modifier" as const),
        text: name,
      })),
      ...(line.notes === null || warns ? [] : [noteOf(line.notes)]),
      ...lineMarks(line, seenAt).map((mark) => ({
        kind: "mark" as const,
        text: wordOf(mark, order, words.kitchen),
      })),
    ],
  };
}

const noteOf = (text: string): Part => ({ kind: "note", text: `“${text}”` });

/** A note that begins with that word itself needs no other before it. */
const warningOf = (text: string, { kitchen }: Spoken["words"]): Part => ({
  kind: "allergy",
  text: wordsOf(text)[0] === plainLetters(kitchen.allergy) ? text : `${kitchen.allergy} ${text}`,
});
