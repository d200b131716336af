import type { Station } from "#shared/menu/menu.ts";
import type { Order } from "#shared/orders/order.ts";
import { speaksFor } from "#shared/orders/stations.ts";

/**
 * What a screen may be set to show: a device that is bound to stations has no say about the others
 * (ORD-32), and must not show what it cannot finish.
 */
export const choosableStations = (
  bound: readonly string[],
  stations: readonly Station[],
): readonly Station[] => stations.filter(({ id }) => speaksFor(bound, stations, id));

/** What was chosen on this screen, as far as it may be; none means all that it may show. */
export function chosenStations(
  wanted: readonly string[] | null,
  bound: readonly string[],
  stations: readonly Station[],
): readonly string[] {
  const may = new Set(choosableStations(bound, stations).map(({ id }) => id));
  return (wanted ?? []).filter((id) => may.has(id));
}

/**
 * The stations a screen shows, none meaning all. A station that the menu no longer has is shown by
 * every screen while lines still name it: a ticket that belongs to nobody's station must not
 * vanish, and a screen whose stations are all gone must not stay empty.
 */
export function coveredStations(
  chosen: readonly string[],
  stations: readonly Station[],
  orders: Iterable<Order>,
): readonly string[] {
  const known = new Set(stations.map((station) => station.id));
  const mine = chosen.filter((id) => known.has(id));
  if (mine.length === 0) return [];
  const orphaned = new Set<string>();
  for (const order of orders)
    for (const line of order.lines) if (!known.has(line.stationId)) orphaned.add(line.stationId);
  return [...mine, ...orphaned];
}
