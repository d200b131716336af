import { useCallback } from "react";
import { useView } from "../../device/device-context.tsx";
import { useWords } from "../../words/words.tsx";

/**
 * A station by its name. One that is not on the menu any more has none, and its id is nobody's
 * business.
 */
export function useStationName(): (stationId: string) => string {
  const { menu } = useView();
  const { common } = useWords();
  return useCallback(
    (stationId) => menu.stations.find(({ id }) => id === stationId)?.name ?? common.goneStation,
    [menu, common],
  );
}
