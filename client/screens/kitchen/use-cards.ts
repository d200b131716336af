import { useMemo } from "react";
import type { IsoTime } from "#shared/kernel/time.ts";
import type { Order } from "#shared/orders/order.ts";
import { useDevice, useNow, useView } from "../../device/device-context.tsx";
import { usePreferences } from "../../ui/preferences.ts";
import { cardOf, railCards, type Card } from "./cards.ts";
import { coveredStations } from "./covered.ts";

type Cards = { readonly cards: readonly Card[]; readonly stationIds: readonly string[]; readonly chosenStations: readonly string[] };

/** This screen's cards in their turn. The same order makes the very same card, so that only what changed is drawn again. */
export function useCards(kept: ReadonlyMap<string, IsoTime>, cleared: ReadonlySet<string>): Cards {
  const device = useDevice();
  const { orders, menu } = useView();
  const preferences = usePreferences();
  const minute = useNow(15_000);
  const chosenStations = preferences.stationIds ?? device.identity.stationIds;
  const covered = coveredStations(chosenStations, menu.stations, orders.values()).join("\n");
  const stationIds = useMemo(() => (covered === "" ? [] : covered.split("\n")), [covered]);
  const known = useMemo(() => new WeakMap<Order, Card | null>(), [stationIds]);
  const cards = useMemo(() => {
    const cardFor = (order: Order): Card | null => {
      const before = known.get(order);
      if (before !== undefined) return before;
      const card = cardOf(order, stationIds);
      known.set(order, card);
      return card;
    };
    return railCards(orders.values(), cardFor, kept, cleared, minute);
  }, [orders, stationIds, known, kept, cleared, minute]);
  return { cards, stationIds, chosenStations };
}
