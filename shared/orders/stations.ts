/** Which stations a device speaks for (ORD-32). */
import type { Station } from "#shared/menu/menu.ts";

/**
 * May a device that is bound to these stations speak for this one? Bound to none it speaks for all.
 * What the menu does not have is everybody's: a ticket that belongs to nobody's station must not be
 * stuck, and a screen whose stations are all gone must not stay empty.
 */
export function speaksFor(
  bound: readonly string[],
  stations: readonly Station[],
  stationId: string,
): boolean {
  if (bound.length === 0 || bound.includes(stationId)) return true;
  const known = new Set(stations.map(({ id }) => id));
  return !known.has(stationId) || !bound.some((id) => known.has(id));
}

/** How people call a station; its id where the menu does not have it any more. */
export const stationName = (stations: readonly Station[], stationId: string): string =>
  stations.find(({ id }) => id === stationId)?.name ?? stationId;
