import { trimmed } from "#shared/kernel/tidy.ts";
import { IconButton, Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { CloseIcon, PlusIcon } from "../../ui/icons.tsx";
import { Stepper } from "../../ui/stepper.tsx";
import { useWords } from "../../words/words.tsx";
import type { Faults, GroupForm } from "./dish-form.ts";

const MOST = 50;

/** One choice of a dish: how many must and may be chosen, and from what. */
export function GroupFields({
  group,
  index,
  faults,
  onChange,
  onRemove,
}: {
  group: GroupForm;
  index: number;
  faults: Faults;
  onChange: (group: GroupForm) => void;
  onRemove: () => void;
}) {
  const { office } = useWords();
  const { menu: words } = office;
  const at = `groups.${index}`;
  const says = (path: string) =>
    faults[path] === undefined ? undefined : words.faults[faults[path]];
  const wrong = says(at);
  const setOption = (which: number, part: { name?: string; price?: string }) =>
    onChange({
      ...group,
      options: group.options.map((option, place) =>
        place === which ? { ...option, ...part } : option,
      ),
    });
  return (
    <fieldset className="group">
      <legend className="group__title">
        {trimmed(group.name) === "" ? words.group(index + 1) : group.name}
      </legend>
      <Field
        label={words.groupName}
        hint={words.groupHint}
        value={group.name}
        maxLength={80}
        autoComplete="off"
        error={says(`${at}.name`)}
        onChange={(event) => onChange({ ...group, name: event.target.value })}
      />
      <div className="group__limits">
        {(["min", "max"] as const).map((limit) => {
          const label = limit === "min" ? words.atLeast : words.atMost;
          return (
            <div key={limit} className="group__limit">
              <span aria-hidden="true">{label}</span>
              <Stepper
                label={label}
                lessLabel={words.less(label)}
                moreLabel={words.more(label)}
                value={group[limit]}
                min={0}
                max={MOST}
                onChange={(value) => onChange({ ...group, [limit]: value })}
              />
            </div>
          );
        })}
      </div>
      {wrong !== undefined && (
        <p className="field__error" role="alert">
          {wrong}
        </p>
      )}
      <ul className="group__options">
        {group.options.map((option, place) => (
          <li key={place} className="group__option">
            <Field
              label={words.option(place + 1)}
              value={option.name}
              maxLength={80}
              autoComplete="off"
              error={says(`${at}.options.${place}.name`)}
              onChange={(event) => setOption(place, { name: event.target.value })}
            />
            <Field
              label={words.optionPrice(place + 1)}
              value={option.price}
              inputMode="decimal"
              placeholder="0"
              autoComplete="off"
              error={says(`${at}.options.${place}.price`)}
              onChange={(event) => setOption(place, { price: event.target.value })}
            />
            <IconButton
              label={words.remove(
                trimmed(option.name) === "" ? words.option(place + 1) : option.name,
              )}
              tone="quiet"
              onClick={() =>
                onChange({ ...group, options: group.options.filter((_, other) => other !== place) })
              }
            >
              <CloseIcon />
            </IconButton>
          </li>
        ))}
      </ul>
      <div className="group__foot">
        <Button
          icon={<PlusIcon />}
          onClick={() =>
            onChange({ ...group, options: [...group.options, { id: null, name: "", price: "" }] })
          }
        >
          {words.addOption}
        </Button>
        <Button
          tone="stop"
          aria-label={`${words.removeGroup}: ${trimmed(group.name) === "" ? words.group(index + 1) : group.name}`}
          onClick={onRemove}
        >
          {words.removeGroup}
        </Button>
      </div>
    </fieldset>
  );
}
