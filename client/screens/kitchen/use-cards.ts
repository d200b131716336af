import { useMemo } from "react";
import type { IsoTime } from "#shared/kernel/time.ts";
import { useDevice, useMenu, useNow, useOrders } from "../../device/device-context.tsx";
import { usePreferences } from "../../ui/preferences.ts";
import { useOrdersOnBoard } from "../orders/use-set-aside.ts";
import { cardMaker, railCards, type KitchenCard } from "./cards.ts";
import { chosenStations as chosenOf, coveredStations } from "./chosen-stations.ts";

type Cards = {
  readonly cards: readonly KitchenCard[];
  readonly stationIds: readonly string[];
  readonly chosenStations: readonly string[];
};

/** This screen's cards in their turn, and the stations they are for. */
export function useCards(kept: ReadonlyMap<string, IsoTime>, cleared: ReadonlySet<string>): Cards {
  const device = useDevice();
  const orders = useOrders();
  const menu = useMenu();
  const board = useOrdersOnBoard();
  const preferences = usePreferences();
  const minute = useNow(15_000);
  const bound = device.identity.stationIds;
  const chosenStations = chosenOf(preferences.stationIds, bound, menu.stations);
  const covered = coveredStations(
    chosenStations.length === 0 ? bound : chosenStations,
    menu.stations,
    orders.values(),
  ).join("\n");
  const stationIds = useMemo(() => (covered === "" ? [] : covered.split("\n")), [covered]);
  const cardFor = useMemo(() => cardMaker(stationIds), [stationIds]);
  const cards = useMemo(
    () => railCards(board, cardFor, kept, cleared, minute),
    [board, cardFor, kept, cleared, minute],
  );
  return { cards, stationIds, chosenStations };
}
