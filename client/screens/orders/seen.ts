/**
 * What the people at this screen have said they saw: marks of orders, and cancelled tickets that
 * they cleared. Remembered over a reload.
 */
import { own } from "#shared/kernel/own.ts";
import { HOUR } from "#shared/kernel/time.ts";

export type SeenMarks = Readonly<
  Record<string, { readonly at: number; readonly keys: readonly string[] }>
>;

/** The key of a cancelled ticket that was cleared. */
export const CLEARED = "cleared";

/** An evening; and no more orders than an evening has. */
export const KEPT_MS = 12 * HOUR;
export const MOST_KEPT = 400;

export function withSeen(
  seen: SeenMarks,
  orderId: string,
  keys: readonly string[],
  nowMs: number,
): SeenMarks {
  const known = own(seen, orderId)?.keys ?? [];
  if (keys.every((key) => known.includes(key))) return seen;
  const all = { ...seen, [orderId]: { at: nowMs, keys: [...new Set([...known, ...keys])] } };
  const kept = Object.entries(all)
    .filter(([, entry]) => nowMs - entry.at < KEPT_MS)
    .sort(([, a], [, b]) => b.at - a.at)
    .slice(0, MOST_KEPT);
  return Object.fromEntries(kept);
}

export const clearedIn = (seen: SeenMarks): ReadonlySet<string> =>
  new Set(
    Object.entries(seen).flatMap(([orderId, { keys }]) =>
      keys.includes(CLEARED) ? [orderId] : [],
    ),
  );

/** Somebody else's text is as if nothing had been seen. */
export function readSeenMarks(saved: unknown): SeenMarks {
  if (typeof saved !== "object" || saved === null) return {};
  return Object.fromEntries(
    Object.entries(saved as Record<string, unknown>).flatMap(([orderId, entry]) => {
      const { at, keys } = (entry ?? {}) as { at?: unknown; keys?: unknown };
      return typeof at === "number" && Array.isArray(keys)
        ? [[orderId, { at, keys: keys.filter((key) => typeof key === "string") }]]
        : [];
    }),
  );
}
