/**
 * One dish as an owner types it, half-finished numbers included, and what still keeps it from being
 * a dish.
 */
import { z } from "zod/mini";
import { sameName } from "#shared/kernel/letters.ts";
import { trimmed } from "#shared/kernel/tidy.ts";
import { maxPrice } from "#shared/kernel/money.ts";
import { allergenOf } from "#shared/menu/allergens.ts";
import type { Menu, MenuItem } from "#shared/menu/menu.ts";
import {
  DISH_TEXT_NAMES,
  DISH_TEXTS,
  readAmount,
  readLine,
  readTexts,
  type DishTextName,
  type Fault,
  type Read,
} from "./dish-texts.ts";
import { moneyText, readMoney, type MoneyStyle } from "./money-text.ts";
import { newId } from "./new-id.ts";

const optionForm = z.object({ id: z.nullable(z.string()), name: z.string(), price: z.string() });
const groupForm = z.object({
  id: z.nullable(z.string()),
  name: z.string(),
  min: z.number(),
  max: z.number(),
  options: z.array(optionForm),
});

/**
 * Texts as typed, so that a reload finds them as they were. An id of null is a dish, group or
 * option that is new.
 */
export const dishForm = z.object({
  ...eachText(() => z._default(z.string(), "")),
  id: z.nullable(z.string()),
  categoryId: z.string(),
  stationId: z.string(),
  allergens: z.array(z.string()),
  otherAllergens: z.string(),
  groups: z.array(groupForm),
});

export type DishForm = z.infer<typeof dishForm>;
export type GroupForm = DishForm["groups"][number];

/**
 * What is wrong, by the field it is wrong in: `price`, `groups.0.name`, `groups.0.options.1.price`.
 */
export type Faults = Readonly<Record<string, Fault>>;

export const emptyDish = (menu: Menu): DishForm => ({
  ...eachText(() => ""),
  id: null,
  categoryId: menu.categories[0]?.id ?? "",
  stationId: menu.stations[0]?.id ?? "",
  allergens: [],
  otherAllergens: "",
  groups: [],
});

export const emptyGroup: GroupForm = {
  id: null,
  name: "",
  min: 0,
  max: 1,
  options: [{ id: null, name: "", price: "" }],
};

/** A dish as a form; allergens that are not among `known` are one line of text. */
export function toForm(item: MenuItem, style: MoneyStyle, known: readonly string[]): DishForm {
  const allergens = (item.allergens ?? []).map((one) => allergenOf(one) ?? one);
  return {
    ...eachText((name) => DISH_TEXTS[name].print(item, style)),
    id: item.id,
    categoryId: item.categoryId,
    stationId: item.stationId,
    allergens: allergens.filter((one) => known.includes(one)),
    otherAllergens: allergens.filter((one) => !known.includes(one)).join(", "),
    groups: (item.modifiers ?? []).map((group) => toGroupForm(group, style)),
  };
}

export const toGroupForm = (
  group: NonNullable<MenuItem["modifiers"]>[number],
  style: MoneyStyle,
): GroupForm => ({
  ...group,
  options: group.options.map((option) => ({
    ...option,
    price: option.price === 0 ? "" : moneyText(option.price, style),
  })),
});

/** The dish, or what is wrong with it. New things get ids that nothing on the menu has. */
export function readDish(
  form: DishForm,
  menu: Menu,
  style: MoneyStyle,
): { readonly item: MenuItem } | { readonly faults: Faults } {
  const { members, faults: inTexts } = readTexts(form, style);
  const faults: Faults = { ...faultsBeside(form, menu, style), ...inTexts };
  if (Object.keys(faults).length > 0) return { faults };
  const name = trimmed(form.name);
  const allergens = [
    ...new Set([
      ...form.allergens,
      ...form.otherAllergens.split(",").map((one) => allergenOf(one) ?? trimmed(one)),
    ]),
  ].filter((one) => one !== "");
  const before = menu.items.find((item) => item.id === form.id);
  return {
    item: {
      ...members,
      id:
        form.id ??
        newId(
          name,
          menu.items.map((item) => item.id),
          "dish",
        ),
      categoryId: form.categoryId,
      stationId: form.stationId,
      name,
      price: members.price ?? 0,
      ...(allergens.length === 0 ? {} : { allergens }),
      ...(form.groups.length === 0
        ? {}
        : {
            modifiers: withIds(form.groups, "choice").map((group) => ({
              ...group,
              name: trimmed(group.name),
              options: withIds(group.options, "option").map((option) => ({
                id: option.id,
                name: trimmed(option.name),
                price: option.price.trim() === "" ? 0 : (readMoney(option.price, style) ?? 0),
              })),
            })),
          }),
      available: before?.available ?? true,
    },
  };
}

/**
 * The groups of the whole menu, each once, that the form has not: what may be taken over from
 * another dish.
 */
export function groupsElsewhere(
  menu: Menu,
  form: DishForm,
  style: MoneyStyle,
): { readonly group: GroupForm; readonly dish: string }[] {
  const seen = new Set(form.groups.map((group) => JSON.stringify({ ...group, id: null })));
  return menu.items
    .flatMap((item) =>
      (item.modifiers ?? []).map((group) => ({
        group: toGroupForm(group, style),
        dish: item.name,
      })),
    )
    .filter(({ group }) => {
      const key = JSON.stringify({ ...group, id: null });
      return seen.has(key) ? false : seen.add(key);
    });
}

/** What is wrong in the rest of the form, and between its texts and the menu. */
function faultsBeside(form: DishForm, menu: Menu, style: MoneyStyle): Faults {
  const faults: Record<string, Fault> = {};
  const mark = (path: string, fault: Fault | null) => {
    if (fault !== null) faults[path] = fault;
  };
  const markRead = (path: string, read: Read<unknown>) =>
    mark(path, "fault" in read ? read.fault : null);
  mark(
    "name",
    menu.items.some((item) => item.id !== form.id && sameName(item.name, form.name))
      ? "twice"
      : null,
  );
  mark("categoryId", menu.categories.some((one) => one.id === form.categoryId) ? null : "missing");
  mark("stationId", menu.stations.some((one) => one.id === form.stationId) ? null : "missing");
  mark(
    "otherAllergens",
    form.otherAllergens.split(",").some((one) => trimmed(one).length > 40) ? "tooLong" : null,
  );
  for (const [at, group] of form.groups.entries()) {
    markRead(`groups.${at}.name`, readLine(group.name, 80));
    mark(
      `groups.${at}`,
      group.options.length === 0
        ? "noOptions"
        : group.min > group.max
          ? "minAboveMax"
          : group.min > group.options.length
            ? "minAboveOptions"
            : null,
    );
    for (const [index, option] of group.options.entries()) {
      markRead(`groups.${at}.options.${index}.name`, readLine(option.name, 80));
      if (option.price.trim() !== "")
        markRead(
          `groups.${at}.options.${index}.price`,
          readAmount(option.price, style, -maxPrice(style.currency, style.digits)),
        );
    }
  }
  return faults;
}

/** The same of each field that is one line of text. */
function eachText<Value>(make: (name: DishTextName) => Value): Record<DishTextName, Value> {
  return Object.fromEntries(DISH_TEXT_NAMES.map((name) => [name, make(name)])) as Record<
    DishTextName,
    Value
  >;
}

function withIds<T extends { readonly id: string | null; readonly name: string }>(
  list: readonly T[],
  stem: string,
): (T & { readonly id: string })[] {
  const used = list.flatMap((one) => (one.id === null ? [] : [one.id]));
  return list.map((one) => {
    const id = one.id ?? newId(one.name, used, stem);
    if (one.id === null) used.push(id);
    return { ...one, id };
  });
}
