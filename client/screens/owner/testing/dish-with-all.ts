/**
 * Dishes by the schema, with every member that a dish may have: one that is added tomorrow is in
 * them tomorrow.
 */
import fc from "fast-check";
import { z } from "zod/mini";
import { menuSchema, type Menu, type MenuItem } from "#shared/menu/menu.ts";

/**
 * Made of texts that are typed as they are written, at places that `menu` has, and with choices
 * that can be made.
 */
export const dishWithAll = (menu: Menu): fc.Arbitrary<MenuItem> => {
  const schema = z.toJSONSchema(menuSchema.shape.items._zod.def.element, {
    io: "input",
    unrepresentable: "any",
  });
  const places = fc.record({
    categoryId: fc.constantFrom(...menu.categories.map(({ id }) => id)),
    stationId: fc.constantFrom(...menu.stations.map(({ id }) => id)),
  });
  return fc.tuple(valueOf(schema as Shape), places).map(([value, place]) => {
    const dish = { ...(value as MenuItem), ...place };
    return {
      ...dish,
      modifiers: (dish.modifiers ?? []).map((group) => ({
        ...group,
        min: Math.min(group.min, group.max, group.options.length),
      })),
    };
  });
};

type Shape = {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly items?: Shape;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
};

/** Long enough to tell one from another, and short enough for a currency's largest price. */
const FEW = 3;
const MOST = 100_000;

function valueOf({
  type,
  properties = {},
  items = {},
  enum: choices,
  ...of
}: Shape): fc.Arbitrary<unknown> {
  if (choices !== undefined) return fc.constantFrom(...choices);
  switch (type) {
    case "object":
      return fc.record(
        Object.fromEntries(
          Object.entries(properties).map(([name, shape]) => [name, valueOf(shape)]),
        ),
      );
    case "array":
      return fc.uniqueArray(valueOf(items), {
        minLength: Math.max(1, of.minItems ?? 0),
        maxLength: Math.min(FEW, of.maxItems ?? FEW),
        selector: (one) => JSON.stringify(one),
      });
    case "string":
      return fc.string({
        unit: fc.constantFrom("b", "c", "d", "z"),
        minLength: Math.max(1, of.minLength ?? 0),
        maxLength: Math.min(of.maxLength ?? MOST, Math.max(FEW, of.minLength ?? 0) * 2),
      });
    case "integer":
    case "number":
      return fc.integer({
        min: Math.max(of.minimum ?? -MOST, -MOST),
        max: Math.min(of.maximum ?? MOST, MOST),
      });
    case "boolean":
      return fc.boolean();
    default:
      throw new Error(
        `a dish has a member of a kind that this file does not make yet: ${JSON.stringify(type)}`,
      );
  }
}
