import { useView } from "../../device/device-context.tsx";
import { NoticeCard } from "../../ui/notice-card.tsx";
import { useFormat, useWords } from "../../words/words.tsx";
import { stationsLeft } from "./unscreened.ts";

/** The stations that no kitchen screen shows, for as long as it is so (ORD-35). */
export function StationsLeft() {
  const { orders: words } = useWords();
  const format = useFormat();
  const stations = stationsLeft(useView());
  return stations.length === 0 ? null : (
    <NoticeCard
      tone="late"
      title={words.stationsLeft.title(format.list(stations))}
      detail={words.stationsLeft.hint}
    />
  );
}
