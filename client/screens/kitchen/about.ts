/** What a ticket says about its order beside the number. In words here, because a card is measured before it is drawn. */
import { fromIso } from "#shared/kernel/time.ts";
import type { Order } from "#shared/orders/order.ts";
import type { Words } from "../../words/english.ts";
import type { Format } from "../../words/format.ts";
import { nameBeside } from "../orders/place-of.ts";

/** How it leaves the house and when, where neither the place nor its drawing says so already. */
export function channelOf({ tableLabel, guestName, channel, promisedAt }: Order, words: Words, format: Pick<Format, "time">): string | null {
  if (promisedAt !== null) return `${words.channel[channel]} ${words.kitchen.promised(format.time(fromIso(promisedAt)))}`;
  return channel !== "dine_in" && (tableLabel !== null || guestName !== null) ? words.channel[channel] : null;
}

/** Who sent it; for a table also the guest's name. */
export const senderOf = (order: Order, words: Words): string => [nameBeside(order), words.kitchen.from(order.source.name)].filter((part) => part !== null).join(" · ");
