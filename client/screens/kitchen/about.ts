/**
 * What a ticket says about its order beside the number. In words here, because a card is measured
 * before it is drawn.
 */
import { fromIso } from "#shared/kernel/time.ts";
import type { Order } from "#shared/orders/order.ts";
import type { Words } from "../../words/english.ts";
import type { Format } from "../../words/format.ts";
import { nameBeside } from "../orders/place-of.ts";
import { promiseSaid } from "../orders/promise.ts";

/**
 * How it leaves the house and when, where neither the place nor its drawing says so already.
 * Without `nowMs` as of the moment from which stations were to make it.
 */
export function channelOf(
  { tableLabel, guestName, channel, promisedAt, firedAt, placedAt }: Order,
  words: Words,
  format: Pick<Format, "time" | "moment">,
  nowMs = fromIso(firedAt ?? placedAt),
): string | null {
  if (promisedAt !== null)
    return `${words.channel[channel]} ${promiseSaid(promisedAt, nowMs, words, format)}`;
  return channel !== "dine_in" && (tableLabel !== null || guestName !== null)
    ? words.channel[channel]
    : null;
}

/** Who sent it; for a table also the guest's name. */
export const senderOf = (order: Order, words: Words): string =>
  [nameBeside(order), words.kitchen.from(order.source.name)]
    .filter((part) => part !== null)
    .join(" · ");
