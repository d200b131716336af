import type { Station } from "#shared/menu/menu.ts";
import { useLink, useNow, useSettings } from "../../device/device-context.tsx";
import { Button } from "../../ui/button.tsx";
import { NoticeCard } from "../../ui/notice-card.tsx";
import { isolated } from "../../words/isolated.ts";
import { useFormat, useWords } from "../../words/words.tsx";
import { freshness } from "../shell/freshness.ts";

/**
 * What the choice of this screen's stations leaves without any screen, said where it is chosen,
 * with the way back. Without contact nobody here can know what the other screens show.
 */
export function LeftHere({
  stations,
  chosen,
  onChange,
}: {
  stations: readonly Station[];
  chosen: readonly string[];
  onChange: (ids: string[]) => void;
}) {
  const { settings: words } = useWords();
  const format = useFormat();
  const { unscreened = [] } = useSettings();
  const link = useLink();
  const now = useNow();
  const sure =
    freshness(link, now) === "fresh" && (link.state === "live" || link.state === "polling");
  const hidden = chosen.length === 0 ? [] : stations.filter(({ id }) => !chosen.includes(id));
  const left = sure ? hidden.filter(({ id }) => unscreened.includes(id)) : hidden;
  if (left.length === 0) return null;
  const names = format.list(left.map(({ name }) => isolated(name)));
  return (
    <NoticeCard
      tone={sure ? "late" : "warm"}
      title={sure ? words.stationsLeft(names) : words.stationsUnknown(names)}
    >
      <div>
        <Button size="kitchen" onClick={() => onChange([...chosen, ...left.map(({ id }) => id)])}>
          {words.showHere(names)}
        </Button>
      </div>
    </NoticeCard>
  );
}
