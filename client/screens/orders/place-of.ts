import type { Order } from "#shared/orders/order.ts";
import type { Words } from "../../words/english.ts";

/** Where an order goes, in a few words: its table, else whom it is for, else how it leaves the house. */
export const placeOf = ({ tableLabel, guestName, channel }: Pick<Order, "tableLabel" | "guestName" | "channel">, words: Pick<Words, "common" | "channel">): string =>
  tableLabel === null ? (guestName ?? words.channel[channel]) : words.common.table(tableLabel);
