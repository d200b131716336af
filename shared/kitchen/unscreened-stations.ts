/** Which stations no kitchen screen shows (ORD-34). */
import { DAY, fromIso, type IsoTime } from "#shared/kernel/time.ts";
import type { Station } from "#shared/menu/menu.ts";
import { speaksFor } from "#shared/orders/stations.ts";

/** A night and a day of rest take no screen away; one that lies in a drawer shows nothing. */
export const GONE_AFTER_MS = 7 * DAY;

/**
 * A paired kitchen screen. `shows`: what it said that it shows, none meaning all; null: it never
 * said.
 */
export type Screen = {
  readonly stationIds: readonly string[];
  readonly shows: readonly string[] | null;
  readonly lastSeenAt: IsoTime;
};

/**
 * The menu's stations that no screen shows, as the menu has them. None where there is no screen at
 * all: such a house has another kitchen, or none yet.
 */
export function unscreenedStations(
  screens: readonly Screen[],
  stations: readonly Station[],
  nowMs: number,
): readonly Station[] {
  const here = screens.filter(({ lastSeenAt }) => nowMs - fromIso(lastSeenAt) < GONE_AFTER_MS);
  if (here.length === 0) return [];
  const shown = new Set(here.flatMap((screen) => shownBy(screen, stations)));
  return stations.filter(({ id }) => !shown.has(id));
}

/**
 * As the screen itself reads its filter (client/screens/kitchen/chosen-stations.ts): what it may
 * not show, or the menu does not have, is not chosen, and nothing chosen is all.
 */
function shownBy({ stationIds, shows }: Screen, stations: readonly Station[]): readonly string[] {
  const may = stations.flatMap(({ id }) => (speaksFor(stationIds, stations, id) ? [id] : []));
  const chosen = may.filter((id) => shows?.includes(id) === true);
  return chosen.length === 0 ? may : chosen;
}
