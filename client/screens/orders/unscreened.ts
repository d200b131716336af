/**
 * Unheard orders in the words that are true of them: where no screen shows their stations, it is
 * the stations that people are told (ORD-36).
 */
import type { Order } from "#shared/orders/order.ts";
import { stationName } from "#shared/orders/stations.ts";
import { unscreenedOf } from "#shared/orders/unscreened.ts";
import type { View } from "../../device/device.ts";
import { isolated } from "../../words/isolated.ts";

export type Alarms = {
  /** Screens that should show them do not. */
  readonly unheard: readonly Order[];
  readonly unscreened: readonly Order[];
  /** The stations that the latter wait at, by name. */
  readonly stations: readonly string[];
};

type HouseView = Pick<View, "settings" | "menu">;

export function alarmsOf(orders: readonly Order[], house: HouseView): Alarms {
  const [unheard, unscreened]: [Order[], Order[]] = [[], []];
  const stations = new Set<string>();
  for (const order of orders) {
    const names = unscreenedNames(order, house);
    (names.length === 0 ? unheard : unscreened).push(order);
    for (const name of names) stations.add(name);
  }
  return { unheard, unscreened, stations: [...stations] };
}

/**
 * The names of the stations without a screen that an order waits at; none where it waits for a
 * screen as well.
 */
export const unscreenedNames = (order: Order, { settings, menu }: HouseView): readonly string[] =>
  unscreenedOf(order, settings).map((id) => isolated(stationName(menu.stations, id)));

/** The names of the house's stations without a screen. */
export const stationsLeft = ({ settings, menu }: HouseView): readonly string[] =>
  (settings.unscreened ?? []).map((id) => isolated(stationName(menu.stations, id)));
