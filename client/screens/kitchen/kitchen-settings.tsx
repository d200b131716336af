import type { Station } from "#shared/menu/menu.ts";
import { useDevice, type Act } from "../../device/device-context.tsx";
import { ChoiceField } from "../../ui/field.tsx";
import { prefer, usePreferences } from "../../ui/preferences.ts";
import { useWords } from "../../words/words.tsx";
import { OffListButton } from "../orders/off-list-button.tsx";
import { LookBackButton } from "../shell/look-back.tsx";
import { choosableStations } from "./chosen-stations.ts";
import { LeftHere } from "./left-here.tsx";
import { StationFilter } from "./station-filter.tsx";

/**
 * What only a kitchen screen lets people choose: its stations, and how its tickets are laid out.
 */
export function KitchenSettings({
  act,
  stations,
  chosen,
  onLookBack,
}: {
  act: Act;
  stations: readonly Station[];
  chosen: readonly string[];
  onLookBack: () => void;
}) {
  const { settings: words } = useWords();
  const bound = useDevice().identity.stationIds;
  const choosable = choosableStations(bound, stations);
  const { ticketLayout } = usePreferences();
  return (
    <>
      <LookBackButton onOpen={onLookBack} />
      <OffListButton act={act} />
      <StationFilter
        stations={choosable}
        bound={choosable.length < stations.length}
        chosen={chosen}
        onChange={(stationIds) => prefer({ stationIds })}
      />
      <LeftHere
        stations={choosable}
        chosen={chosen}
        onChange={(stationIds) => prefer({ stationIds })}
      />
      <ChoiceField
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
