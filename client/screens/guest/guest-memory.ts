/**
 * What a phone keeps for a table's link, and for the link that follows when the table gets another
 * code.
 */
import { z } from "zod/mini";
import { tidy } from "#shared/kernel/tidy.ts";
import { NOTE_LENGTH } from "../ordering/basket.ts";
import {
  EMPTY_MEMORY,
  FORGET_MS,
  guestMemory,
  type GuestMemory,
  type Placed,
} from "./guest-state.ts";

export const memoryKey = (tableToken: string): string => `heard.guest.${tableToken.slice(-12)}`;

/** Where the phone notes which link stopped working while something waited under it. */
export const LEFT_KEY = "heard.guest.left";

const left = z.object({ key: z.string(), restaurantName: z.nullable(z.string()) });

export function readLeft(saved: unknown): z.infer<typeof left> | null {
  const parsed = left.safeParse(saved);
  return parsed.success ? parsed.data : null;
}

/** What was kept, as `readMemory` has it; nothing where it cannot be read. */
export const recall = (saved: unknown, nowMs: number): GuestMemory =>
  readMemory(saved, nowMs) ?? EMPTY_MEMORY;

/** What was kept, without orders that are long over; null where it cannot be read. */
export function readMemory(saved: unknown, nowMs: number): GuestMemory | null {
  const parsed = guestMemory.safeParse(saved);
  if (!parsed.success) return null;
  return {
    ...parsed.data,
    orders: parsed.data.orders.filter(
      (order) => order.answer === null || nowMs - order.askedAt < FORGET_MS,
    ),
  };
}

/** What the server takes: no allergies nor courses from a guest, and nothing that is empty. */
export function toBody(tableToken: string, { orderId, guestName, notes, lines }: Placed) {
  return {
    tableToken,
    orderId,
    ...(guestName === "" ? {} : { guestName }),
    ...(notes === "" ? {} : { notes }),
    lines: lines.map((line) => {
      const note = tidy(line.notes, NOTE_LENGTH);
      return {
        lineId: line.lineId,
        menuItemId: line.menuItemId,
        quantity: line.quantity,
        ...(line.modifiers.length === 0 ? {} : { modifiers: line.modifiers }),
        ...(note === "" ? {} : { notes: note }),
      };
    }),
  };
}
