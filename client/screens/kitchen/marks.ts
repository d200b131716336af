/** What changed about a ticket since somebody could have seen it, as the words drawn on it. */
import type { Line, Order } from "#shared/orders/order.ts";
import type { Tone } from "../../ui/badge.tsx";
import type { Words } from "../../words/english.ts";

export type Mark = { readonly word: string; readonly tone: Tone };

export function orderMarks(order: Order, words: Words["kitchen"]): Mark[] {
  const marks: Mark[] = [];
  if (order.status === "cancelled") marks.push({ word: words.cancelled, tone: "late" });
  if (order.rush) marks.push({ word: words.rush, tone: "late" });
  if (order.movedFrom !== null && order.tableLabel !== null) marks.push({ word: words.movedTo(order.tableLabel), tone: "info" });
  return marks;
}

export function lineMarks(line: Line, words: Words["kitchen"]): Mark[] {
  if (line.status === "cancelled") return [{ word: line.voided?.wasMade === true ? words.voidedMade : words.voided, tone: "late" }];
  const marks: Mark[] = [];
  if (line.addedAt !== null && line.status !== "served") marks.push({ word: words.added, tone: "info" });
  if (line.generation > 0 && line.status === "queued") marks.push({ word: words.recalled, tone: "info" });
  if (line.unavailable) marks.push({ word: words.off, tone: "warm" });
  return marks;
}

const REMOVALS = /^(no|without|sin|sans|ohne|hold)\b/i;

/** "NO onion" is read before "extra onion": removals stand apart. */
export const isRemoval = (modifier: string): boolean => REMOVALS.test(modifier.trim());
