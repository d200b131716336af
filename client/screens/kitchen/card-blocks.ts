/**
 * How tall each part of a card is: its head, each block of its body, its foot. The numbers are
 * those that `measure.ts` tells of.
 */
import { mentionsAllergy } from "#shared/kitchen/allergy.ts";
import { drawnLines } from "#shared/kitchen/ticket.ts";
import type { Line } from "#shared/orders/order.ts";
import type { Words } from "../../words/english.ts";
import type { Format } from "../../words/format.ts";
import { placeOf } from "../orders/place-of.ts";
import { servedSaid } from "../orders/served-said.ts";
import { channelOf, senderOf } from "./about.ts";
import { type KitchenCard, drawnTickets, servedOf } from "./cards.ts";
import { allergenNames } from "../../words/allergens.ts";
import { lineMarks, orderMarks, wordOf } from "../orders/marks.ts";
import { isRemoval } from "../orders/removal.ts";
import { badges, light, LINE_HEIGHT, rows, type Type } from "./text-rows.ts";

export type Spoken = {
  readonly words: Words;
  readonly format: Pick<Format, "time" | "moment" | "number" | "age">;
};

export const footHeight = (type: Type): number => 5 * type.rem;

export function headHeight(
  card: KitchenCard,
  width: number,
  type: Type,
  { words, format }: Spoken,
): number {
  const { rem, text, small, number, widthOf } = type;
  const { order } = card;
  const inner = width - 1.75 * rem;
  const place = placeOf(order, words);
  const channel = channelOf(order, words, format);
  const numbers =
    widthOf(order.number, number) +
    widthOf(format.age(0).replace("0:", "00:"), text * 1.25) +
    1.25 * rem;
  const first = Math.max(
    number,
    rows(place, inner - numbers, text, widthOf) * text * 1.15 + 0.12 * text,
  );
  const heat =
    Math.max(...Object.values(words.age).map((word) => widthOf(word, small))) + 1.5 * small;
  const from =
    rows(
      senderOf(order, words),
      inner - heat - (channel === null ? 1.6 * small : 0),
      small,
      light(type),
    ) *
    small *
    LINE_HEIGHT;
  const marks = badges(
    orderMarks(order, card.seenAt).map((mark) => wordOf(mark, order, words.kitchen)),
    inner,
    type,
  );
  const also =
    card.alsoAt.length > 0
      ? rows(words.kitchen.alsoAt(card.alsoAt.join(", ")), inner, small, widthOf) *
          small *
          LINE_HEIGHT +
        0.2 * rem
      : 0;
  const notes =
    order.notes === null
      ? 0
      : (mentionsAllergy(order.notes)
          ? allergyHeight([order.notes], inner + rem, type, words)
          : block(order.notes, inner, type)) +
        0.4 * rem;
  return (
    first +
    (channel === null
      ? 0
      : rows(channel, inner - 1.6 * small, small, widthOf) * small * LINE_HEIGHT + 0.2 * rem) +
    from +
    1.2 * rem +
    marks +
    also +
    notes
  );
}

/**
 * The rows between head and foot, each as tall as it is in one column; a heading belongs to what
 * follows it.
 */
export function bodyBlocks(card: KitchenCard, width: number, type: Type, spoken: Spoken): number[] {
  const { rem, small } = type;
  const { words, format } = spoken;
  const inner = width - 1.75 * rem;
  const heading = small * LINE_HEIGHT + 0.5 * rem;
  const blocks: number[] = [];
  const row = (said: string): number =>
    rows(said, inner, small, light(type)) * small * LINE_HEIGHT + 0.7 * rem + 1;
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

function lineHeight(
  card: KitchenCard,
  line: Line,
  width: number,
  type: Type,
  words: Words,
): number {
  const { rem, text, small, widthOf } = type;
  const inner = width - 1.75 * rem;
  const room = inner - text - 0.6 * rem;
  const quantity = line.quantity > 1 ? text * 1.2 : 0;
  const name =
    rows(`${line.quantity} ${line.name}`, room, text, widthOf, quantity) * text * LINE_HEIGHT;
  const modifiers = line.modifiers.reduce((sum, { name: modifier }) => {
    const removal = isRemoval(modifier, words.kitchen.removals);
    return (
      sum +
      rows(
        removal ? modifier.toUpperCase() : modifier,
        room - 0.9 * small,
        small,
        removal ? widthOf : light(type),
      ) *
        small *
        LINE_HEIGHT
    );
  }, 0);
  const voided = line.status === "cancelled";
  const warning = !voided && line.notes !== null && mentionsAllergy(line.notes) ? [line.notes] : [];
  const note =
    line.notes === null || warning.length > 0
      ? 0
      : rows(`“${line.notes}”`, room, small, light(type)) * small * LINE_HEIGHT;
  const marks = badges(
    lineMarks(line, card.seenAt).map((mark) => wordOf(mark, card.order, words.kitchen)),
    room,
    type,
  );
  const allergies = voided
    ? []
    : [...allergenNames(line.allergies, words.orders.allergens), ...warning];
  const warned = allergies.length === 0 ? 0 : allergyHeight(allergies, room, type, words);
  return Math.max(4 * rem, name + warned + modifiers + note + marks + 0.8 * rem) + 1;
}

function allergyHeight(texts: readonly string[], width: number, type: Type, words: Words): number {
  const { rem, small, widthOf } = type;
  return (
    rows(
      `${words.kitchen.allergy.toUpperCase()} “${texts.join(", ")}”`,
      width - 1.2 * rem - 1.4 * small - 0.5 * rem,
      small,
      widthOf,
    ) *
      small *
      LINE_HEIGHT +
    1.15 * rem
  );
}

export const block = (said: string, inner: number, type: Type): number =>
  rows(
    said,
    inner - 0.5 * type.rem - 1.25 * type.small - 0.4 * type.rem,
    type.small,
    type.widthOf,
  ) *
    type.small *
    LINE_HEIGHT +
  0.6 * type.rem;
