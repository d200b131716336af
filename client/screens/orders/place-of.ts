import type { Order } from "#shared/orders/order.ts";
import type { Words } from "../../words/english.ts";
import { isolated } from "../../words/isolated.ts";

/**
 * Where an order goes, in a few words: its table, else whom it is for, else how it leaves the
 * house.
 */
export const placeOf = (
  { tableLabel, guestName, channel }: Pick<Order, "tableLabel" | "guestName" | "channel">,
  words: Pick<Words, "common" | "channel">,
): string =>
  tableLabel === null ? (guestName ?? words.channel[channel]) : words.common.table(tableLabel);

/** The same inside a sentence: a name in another script must not turn the words around it. */
export const placeInSentence = (
  order: Parameters<typeof placeOf>[0],
  words: Parameters<typeof placeOf>[1],
): string => isolated(placeOf(order, words));

/** Whom it is for, where the place does not say so already. */
export const nameBeside = ({
  tableLabel,
  guestName,
}: Pick<Order, "tableLabel" | "guestName">): string | null =>
  tableLabel === null ? null : guestName;

/** Both, inside a sentence. */
export function placeAndName(
  order: Parameters<typeof placeOf>[0],
  words: Parameters<typeof placeOf>[1],
): string {
  const name = nameBeside(order);
  return name === null
    ? placeInSentence(order, words)
    : `${placeInSentence(order, words)} · ${isolated(name)}`;
}
