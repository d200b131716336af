import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { menuSchema, type Menu, type MenuItem } from "#shared/menu/menu.ts";
import { ALLERGENS } from "#shared/menu/allergens.ts";
import {
  dishForm,
  emptyDish,
  emptyGroup,
  groupsElsewhere,
  readDish,
  toForm,
  type DishForm,
} from "./dish-form.ts";
import { countChanges, putItem } from "./menu-draft.ts";
import { moneyStyle } from "./money-text.ts";
import { dishWithAll } from "./testing/dish-with-all.ts";

const STYLE = moneyStyle({ locale: "en-GB", currency: "GBP" });
const MENU: Menu = {
  stations: [
    { id: "grill", name: "Grill" },
    { id: "bar", name: "Bar" },
  ],
  categories: [
    { id: "mains", name: "Mains" },
    { id: "drinks", name: "Drinks" },
  ],
  items: [
    {
      id: "burger",
      categoryId: "mains",
      stationId: "grill",
      name: "Burger",
      price: 1250,
      prepSeconds: 90,
      allergens: ["gluten", "celery"],
      available: true,
      modifiers: [
        {
          id: "done",
          name: "How done",
          min: 1,
          max: 1,
          options: [
            { id: "rare", name: "Rare", price: 0 },
            { id: "bacon", name: "Bacon", price: 150 },
          ],
        },
      ],
    },
    {
      id: "cola",
      categoryId: "drinks",
      stationId: "bar",
      name: "Jalapeño cola",
      price: 300,
      available: true,
    },
  ],
};
const burger = MENU.items[0]!;

describe("a dish as it is typed", () => {
  const form = toForm(burger, STYLE, ["gluten"]);
  const faults = (over: Partial<DishForm>) => {
    const read = readDish({ ...form, ...over }, MENU, STYLE);
    return "faults" in read ? read.faults : null;
  };

  test("comes back as it was", () => {
    expect(form).toMatchObject({
      price: "12.50",
      prepMinutes: "1.5",
      allergens: ["gluten"],
      otherAllergens: "celery",
    });
    expect(readDish(form, MENU, STYLE)).toEqual({ item: burger });
    expect(dishForm.parse(JSON.parse(JSON.stringify(form)))).toEqual(form);
  });

  test("keeps its prices when only its name is typed, also in a currency of three decimals", () => {
    const dinars = moneyStyle({ locale: "en-GB", currency: "KWD" });
    const typed = toForm(burger, dinars, ["gluten"]);
    expect([typed.price, typed.groups[0]?.options[1]?.price]).toEqual(["1.250", "0.150"]);
    expect(readDish({ ...typed, name: "Big burger" }, MENU, dinars)).toEqual({
      item: { ...burger, name: "Big burger" },
    });
  });

  test("takes prices up to what the currency allows", () => {
    const price = (currency: string, typed: string) =>
      readDish({ ...form, price: typed }, MENU, moneyStyle({ locale: "en-GB", currency }));
    expect(price("GBP", "100000")).toMatchObject({ item: { price: 100_000_00 } });
    expect(price("GBP", "100000.01")).toEqual({ faults: { price: "tooMuch" } });
    expect(price("UZS", "300000")).toMatchObject({ item: { price: 300_000_00 } });
  });

  test("gets ids that nothing has", () => {
    const read = readDish(
      {
        ...emptyDish(MENU),
        name: "Burger!",
        price: "9",
        groups: [
          {
            ...emptyGroup,
            name: "Side",
            options: [
              { id: null, name: "Chips", price: "1,50" },
              { id: null, name: "Chips", price: "" },
            ],
          },
        ],
      },
      MENU,
      STYLE,
    );
    expect(read).toMatchObject({
      item: {
        id: "burger-2",
        price: 900,
        modifiers: [
          {
            id: "side",
            options: [
              { id: "chips", price: 150 },
              { id: "chips-2", price: 0 },
            ],
          },
        ],
      },
    });
  });

  test("says what is wrong, field by field", () => {
    expect(faults({ name: " ", price: "twelve", categoryId: "gone", prepMinutes: "soon" })).toEqual(
      { name: "missing", price: "noAmount", categoryId: "missing", prepMinutes: "noMinutes" },
    );
    expect(faults({ name: "x".repeat(121), price: "-1", stationId: "" })).toEqual({
      name: "tooLong",
      price: "noAmount",
      stationId: "missing",
    });
    expect(faults({ name: "jalapeño COLA", price: "" })).toEqual({
      name: "twice",
      price: "missing",
    });
    expect(faults({ name: " Jalapeno  cola" })).toEqual({ name: "twice" });
    const group = form.groups[0]!;
    expect(
      faults({
        groups: [
          { ...group, min: 3, max: 2 },
          { ...group, options: [] },
          { ...group, min: 3, max: 3 },
          { ...group, name: "", options: [{ id: null, name: "", price: "x" }] },
        ],
      }),
    ).toEqual({
      "groups.0": "minAboveMax",
      "groups.1": "noOptions",
      "groups.2": "minAboveOptions",
      "groups.3.name": "missing",
      "groups.3.options.0.name": "missing",
      "groups.3.options.0.price": "noAmount",
    });
  });

  test("takes over what other dishes offer, each once", () => {
    const more = putItem(MENU, { ...burger, id: "other", name: "Other" });
    expect(groupsElsewhere(more, emptyDish(more), STYLE)).toMatchObject([
      { dish: "Burger", group: { name: "How done" } },
    ]);
    expect(groupsElsewhere(more, form, STYLE)).toEqual([]);
  });

  test("whatever is typed is either refused here or taken by the server's schema", () => {
    const typed = fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 130 }),
      fc.constantFrom("", " ", "0", "12.50", "-3", "99999999999"),
    );
    fc.assert(
      fc.property(
        typed,
        typed,
        typed,
        typed,
        typed,
        fc.integer({ min: 0, max: 5 }),
        fc.integer({ min: 0, max: 5 }),
        (name, price, prepMinutes, otherAllergens, option, min, max) => {
          const read = readDish(
            {
              ...form,
              name,
              price,
              prepMinutes,
              otherAllergens,
              groups: [{ id: null, name, min, max, options: [{ id: null, name: option, price }] }],
            },
            MENU,
            STYLE,
          );
          return "faults" in read || menuSchema.safeParse(putItem(MENU, read.item)).success;
        },
      ),
    );
  });
});

describe("whatever a dish has by the schema", () => {
  const holding = (item: MenuItem): Menu => ({ ...MENU, items: [item] });
  const members = Object.keys(menuSchema.shape.items._zod.def.element.shape) as (keyof MenuItem)[];

  test("is typed in its dialog, and comes back as it was", () => {
    fc.assert(
      fc.property(dishWithAll(MENU), (item) => {
        expect(Object.keys(item).sort()).toEqual(members.toSorted());
        expect(readDish(toForm(item, STYLE, ALLERGENS), holding(item), STYLE)).toEqual({ item });
      }),
    );
  });

  test.each(members.filter((member) => member !== "id"))(
    "is a change where it differs, unless it is whether the dish is off: %s",
    (member) => {
      fc.assert(
        fc.property(dishWithAll(MENU), dishWithAll(MENU), (item, { [member]: other }) => {
          const same =
            member === "available" || JSON.stringify(item[member]) === JSON.stringify(other);
          expect(countChanges(holding(item), holding({ ...item, [member]: other }))).toBe(
            same ? 0 : 1,
          );
        }),
      );
    },
  );
});
