/**
 * What changed about a ticket since a kitchen screen first showed any of it (`seenAt`): what was so
 * when it came is not marked. Each mark has a key, so that a person can say: seen.
 */
import type { IsoTime } from "#shared/kernel/time.ts";
import type { Line, Order } from "#shared/orders/order.ts";
import type { Tone } from "../../ui/badge.tsx";
import type { Words } from "../../words/english.ts";

export type MarkKind =
  | "cancelled"
  | "rush"
  | "changed"
  | "moved"
  | "added"
  | "voided"
  | "voidedMade"
  | "recalled"
  | "fired"
  | "off";

/** `key` tells this change from a later one of the same kind on the same order. */
export type Mark = { readonly kind: MarkKind; readonly key: string };

const TONES: Record<MarkKind, Tone> = {
  cancelled: "late",
  rush: "late",
  changed: "warm",
  moved: "info",
  added: "info",
  voided: "late",
  voidedMade: "late",
  recalled: "info",
  fired: "warm",
  off: "warm",
};

export const toneOf = ({ kind }: Mark): Tone => TONES[kind];

export function orderMarks(order: Order, seenAt: IsoTime | null): Mark[] {
  const marks: Mark[] = [];
  if (order.status === "cancelled") marks.push({ kind: "cancelled", key: "cancelled" });
  if (order.rush) marks.push({ kind: "rush", key: "rush" });
  if (seenAt !== null && order.firedAt !== null && seenAt < order.firedAt)
    marks.push({ kind: "changed", key: `changed:${order.firedAt}` });
  if (
    order.movedFrom !== null &&
    order.tableLabel !== null &&
    cameAfter(order.movedAt ?? null, seenAt)
  )
    marks.push({ kind: "moved", key: `moved:${order.tableLabel}` });
  return marks;
}

export function lineMarks(line: Line, seenAt: IsoTime | null): Mark[] {
  const mark = (kind: MarkKind, more = ""): Mark => ({
    kind,
    key: `${kind}:${line.lineId}${more}`,
  });
  if (line.status === "cancelled")
    return [mark(line.voided?.wasMade === true ? "voidedMade" : "voided")];
  const marks: Mark[] = [];
  if (line.addedAt !== null && line.status !== "served" && cameAfter(line.addedAt, seenAt))
    marks.push(mark("added"));
  if (line.generation > 0 && line.status === "queued")
    marks.push(mark("recalled", `:${line.generation}`));
  if (
    line.status === "queued" &&
    line.generation === 0 &&
    line.calledAt !== undefined &&
    cameAfter(line.calledAt, seenAt)
  )
    marks.push(mark("fired"));
  if (line.unavailable) marks.push(mark("off"));
  return marks;
}

/** When a kitchen screen first showed any of the whole order; null while none has. */
export function seenAtOf({ lines }: Order): IsoTime | null {
  const [first] = lines.flatMap((line) => line.shownAt ?? []).sort();
  return first ?? null;
}

/** Every mark of these lines and of their order. */
export const allMarks = (order: Order, lines: readonly Line[], seenAt: IsoTime | null): Mark[] => [
  ...orderMarks(order, seenAt),
  ...lines.flatMap((line) => lineMarks(line, seenAt)),
];

export function wordOf(mark: Mark, order: Order, words: Words["kitchen"]): string {
  return mark.kind === "moved" ? words.movedTo(order.tableLabel ?? "") : words[mark.kind];
}

/**
 * Was it seen before this happened? What older versions wrote down has no time, and is marked to be
 * on the safe side.
 */
const cameAfter = (time: IsoTime | null, seenAt: IsoTime | null): boolean =>
  seenAt !== null && (time === null || seenAt < time);
