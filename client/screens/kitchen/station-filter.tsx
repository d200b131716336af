import type { Station } from "#shared/menu/menu.ts";
import { CheckField } from "../../ui/field.tsx";
import { useWords } from "../../words/words.tsx";

/**
 * Which stations this screen covers. None chosen means all that it may show: a kitchen with one
 * screen must not lose a station by a touch. `bound`: it was paired for some of them.
 */
export function StationFilter({
  stations,
  bound,
  chosen,
  onChange,
}: {
  stations: readonly Station[];
  bound: boolean;
  chosen: readonly string[];
  onChange: (ids: string[]) => void;
}) {
  const { settings: words } = useWords();
  return (
    <fieldset className="stations">
      <legend className="field__label">{words.stations}</legend>
      <CheckField
        label={bound ? words.itsStations : words.allStations}
        checked={chosen.length === 0}
        disabled={chosen.length === 0}
        onChange={() => onChange([])}
      />
      {stations.map(({ id, name }) => (
        <CheckField
          key={id}
          label={name}
          checked={chosen.includes(id)}
          onChange={(on) => onChange(on ? [...chosen, id] : chosen.filter((it) => it !== id))}
        />
      ))}
    </fieldset>
  );
}
