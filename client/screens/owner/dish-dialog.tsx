import { useMemo, useState } from "react";
import { ALLERGENS } from "#shared/menu/allergens.ts";
import type { Menu, MenuItem } from "#shared/menu/menu.ts";
import { Button } from "../../ui/button.tsx";
import { useAskedClose } from "../../ui/asked-close.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { CheckField, Field } from "../../ui/field.tsx";
import { PlusIcon } from "../../ui/icons.tsx";
import { NoticeCard } from "../../ui/notice-card.tsx";
import { SelectField } from "../../ui/select-field.tsx";
import { useWords } from "../../words/words.tsx";
import {
  emptyDish,
  emptyGroup,
  groupsElsewhere,
  readDish,
  toForm,
  type DishForm,
  type Faults,
} from "./dish-form.ts";
import { DISH_TEXT_NAMES, DISH_TEXTS, type DishTextName } from "./dish-texts.ts";
import { GroupFields } from "./group-fields.tsx";
import type { MoneyStyle } from "./money-text.ts";

type DishDialogProps = {
  form: DishForm;
  menu: Menu;
  style: MoneyStyle;
  currency: string;
  onChange: (form: DishForm) => void;
  onKeep: (item: MenuItem) => void;
  onRemove: () => void;
  onClose: () => void;
};

/**
 * One dish. What is typed is kept as it is typed; what is wrong is said beside its field, from the
 * first try on.
 */
export function EditDishDialog({
  form,
  menu,
  style,
  currency,
  onChange,
  onKeep,
  onRemove,
  onClose,
}: DishDialogProps) {
  const {
    office,
    common,
    orders,
    dish: { fields },
  } = useWords();
  const { menu: words } = office;
  const [tried, setTried] = useState(false);
  const read = readDish(form, menu, style);
  const faults: Faults = tried && "faults" in read ? read.faults : {};
  const says = (path: string) =>
    faults[path] === undefined ? undefined : words.faults[faults[path]];
  const elsewhere = useMemo(() => groupsElsewhere(menu, form, style), [menu, form, style]);
  const set = (part: Partial<DishForm>) => onChange({ ...form, ...part });
  const keep = () => {
    if ("item" in read) onKeep(read.item);
    else setTried(true);
  };
  const dish = menu.items.find((item) => item.id === form.id);
  const count = Object.keys(faults).length;
  const text = (name: DishTextName) => {
    const { money, maxLength, inputMode } = DISH_TEXTS[name];
    const label = money === true ? `${fields[name]} (${currency})` : fields[name];
    return (
      <Field
        key={name}
        label={label}
        value={form[name]}
        maxLength={maxLength}
        inputMode={inputMode}
        autoComplete="off"
        error={says(name)}
        onChange={(event) => set({ [name]: event.target.value })}
      />
    );
  };
  const { close, asking } = useAskedClose(
    JSON.stringify(form) !==
      JSON.stringify(dish === undefined ? emptyDish(menu) : toForm(dish, style, ALLERGENS)),
    onClose,
  );
  return (
    <>
      <Dialog
        title={dish === undefined ? words.newDish : words.editDish(dish.name)}
        closeLabel={common.close}
        onClose={close}
        size="large"
        foot={
          <>
            {form.id !== null && (
              <Button size="kitchen" tone="stop" onClick={onRemove}>
                {words.removeDish}
              </Button>
            )}
            <Button size="kitchen" tone="go" onClick={keep}>
              {words.keep}
            </Button>
          </>
        }
      >
        {count > 0 && <NoticeCard tone="late" title={words.fix(count)} />}
        <div className="dish-fields">
          {DISH_TEXT_NAMES.filter((name) => DISH_TEXTS[name].needed).map(text)}
          <SelectField
            label={fields.category}
            value={form.categoryId}
            options={choicesOf(menu.categories)}
            error={says("categoryId")}
            onChange={(categoryId) => set({ categoryId })}
          />
          <SelectField
            label={fields.station}
            value={form.stationId}
            options={choicesOf(menu.stations)}
            error={says("stationId")}
            onChange={(stationId) => set({ stationId })}
          />
          {DISH_TEXT_NAMES.filter((name) => !DISH_TEXTS[name].needed).map(text)}
        </div>
        <fieldset>
          <legend className="field__label">{fields.allergens}</legend>
          <div className="dish-allergens">
            {ALLERGENS.map((id) => (
              <CheckField
                key={id}
                label={orders.allergens[id]}
                checked={form.allergens.includes(id)}
                onChange={(on) =>
                  set({
                    allergens: on
                      ? [...form.allergens, id]
                      : form.allergens.filter((other) => other !== id),
                  })
                }
              />
            ))}
          </div>
          <Field
            label={fields.otherAllergens}
            value={form.otherAllergens}
            autoComplete="off"
            error={says("otherAllergens")}
            onChange={(event) => set({ otherAllergens: event.target.value })}
          />
        </fieldset>
        <section className="dish-groups" aria-label={words.groups}>
          <h3>{words.groups}</h3>
          <p className="quiet-text">{words.groupsHint}</p>
          {form.groups.map((group, index) => (
            <GroupFields
              key={index}
              group={group}
              index={index}
              faults={faults}
              onChange={(changed) =>
                set({
                  groups: form.groups.map((other, place) => (place === index ? changed : other)),
                })
              }
              onRemove={() => set({ groups: form.groups.filter((_, place) => place !== index) })}
            />
          ))}
          <Button icon={<PlusIcon />} onClick={() => set({ groups: [...form.groups, emptyGroup] })}>
            {words.addGroup}
          </Button>
          {elsewhere.length > 0 && (
            <SelectField
              label={words.copyGroup}
              value=""
              options={[
                { value: "", label: words.pick },
                ...elsewhere.map(({ group, dish }, index) => ({
                  value: String(index),
                  label: `${group.name} (${dish})`,
                })),
              ]}
              onChange={(chosen) => {
                const found = elsewhere[Number(chosen)];
                if (chosen !== "" && found !== undefined)
                  set({ groups: [...form.groups, found.group] });
              }}
            />
          )}
        </section>
      </Dialog>
      {asking}
    </>
  );
}

const choicesOf = (list: readonly { readonly id: string; readonly name: string }[]) =>
  list.map(({ id, name }) => ({ value: id, label: name }));
