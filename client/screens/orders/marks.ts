/** What changed about a ticket since somebody could have seen it. Each mark has a key, so that a person can say: seen. */
import type { Line, Order } from "#shared/orders/order.ts";
import type { Tone } from "../../ui/badge.tsx";
import type { Words } from "../../words/english.ts";

export type MarkKind = "cancelled" | "rush" | "changed" | "moved" | "added" | "voided" | "voidedMade" | "recalled" | "fired" | "off";

/** `key` tells this change from a later one of the same kind on the same order. */
export type Mark = { readonly kind: MarkKind; readonly key: string };

const TONES: Record<MarkKind, Tone> = {
  cancelled: "late", rush: "late", changed: "warm", moved: "info", added: "info", voided: "late", voidedMade: "late", recalled: "info", fired: "warm", off: "warm",
};

export const toneOf = ({ kind }: Mark): Tone => TONES[kind];

export function orderMarks(order: Order): Mark[] {
  const marks: Mark[] = [];
  if (order.status === "cancelled") marks.push({ kind: "cancelled", key: "cancelled" });
  if (order.rush) marks.push({ kind: "rush", key: "rush" });
  if (wasHeldBack(order)) marks.push({ kind: "changed", key: `changed:${order.firedAt}` });
  if (order.movedFrom !== null && order.tableLabel !== null) marks.push({ kind: "moved", key: `moved:${order.tableLabel}` });
  return marks;
}

export function lineMarks(order: Order, line: Line): Mark[] {
  const mark = (kind: MarkKind, more = ""): Mark => ({ kind, key: `${kind}:${line.lineId}${more}` });
  if (line.status === "cancelled") return [mark(line.voided?.wasMade === true ? "voidedMade" : "voided")];
  const marks: Mark[] = [];
  if (line.addedAt !== null && line.status !== "served") marks.push(mark("added"));
  if (line.generation > 0 && line.status === "queued") marks.push(mark("recalled", `:${line.generation}`));
  if (wasCalledFor(order, line)) marks.push(mark("fired"));
  if (line.unavailable) marks.push(mark("off"));
  return marks;
}

/** Every mark of these lines and of their order. */
export const allMarks = (order: Order, lines: readonly Line[]): Mark[] => [...orderMarks(order), ...lines.flatMap((line) => lineMarks(order, line))];

export function wordOf(mark: Mark, order: Order, words: Words["kitchen"]): string {
  return mark.kind === "moved" ? words.movedTo(order.tableLabel ?? "") : words[mark.kind];
}

/** A screen had shown it, then it was held, and now it is back. */
const wasHeldBack = ({ firedAt, lines }: Order): boolean => firedAt !== null && lines.some((line) => line.shownAt !== null && line.shownAt < firedAt);

/** Its course was held while the ticket stood there already. */
const wasCalledFor = (order: Order, line: Line): boolean =>
  line.status === "queued" && line.addedAt === null && line.generation === 0 && order.firedAt !== null && line.statusAt > order.firedAt;

const REMOVALS = /^(no|without|sin|sans|ohne|hold)\b/i;

/** "NO onion" is read before "extra onion": removals stand apart. */
export const isRemoval = (modifier: string): boolean => REMOVALS.test(modifier.trim());
