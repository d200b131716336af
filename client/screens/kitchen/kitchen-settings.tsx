import type { Station } from "#shared/menu/menu.ts";
import { Choice } from "../../ui/field.tsx";
import { prefer, usePreferences } from "../../ui/preferences.ts";
import { useWords } from "../../words/words.tsx";
import { LookBackButton } from "../shell/look-back.tsx";
import { StationFilter } from "./station-filter.tsx";

/** What only a kitchen screen lets people choose: its stations, and how its tickets are laid out. */
export function KitchenSettings({ stations, chosen, onLookBack }: { stations: readonly Station[]; chosen: readonly string[]; onLookBack: () => void }) {
  const { settings: words } = useWords();
  const { ticketLayout } = usePreferences();
  return (
    <>
      <LookBackButton onOpen={onLookBack} />
      <StationFilter stations={stations} chosen={chosen} onChange={(stationIds) => prefer({ stationIds })} />
      <Choice
        legend={words.ticketLayout}
        value={ticketLayout}
        options={[
          { value: "grid", label: words.grid },
          { value: "rail", label: words.rail },
        ]}
        onChange={(layout) => prefer({ ticketLayout: layout })}
      />
    </>
  );
}
