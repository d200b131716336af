import { z } from "zod/mini";
import { unreachable } from "./assert.ts";

/**
 * A schema's shape alone: which members there are and of what kind, without limits and patterns,
 * and with members that nobody knows yet let through. For what was checked when it was written and
 * is only read here: a newer server may have written it, or an older one with other limits, and an
 * old browser may not know a time zone of today. To be asked whether something fits; what it
 * returns has lost what it does not know.
 */
export function shapeOf<S extends z.ZodMiniType>(schema: S): z.ZodMiniType<z.output<S>> {
  return shape(schema as unknown as Known) as unknown as z.ZodMiniType<z.output<S>>;
}

type Known =
  | z.ZodMiniString
  | z.ZodMiniNumber
  | z.ZodMiniBoolean
  | z.ZodMiniArray
  | z.ZodMiniObject
  | z.ZodMiniOptional
  | z.ZodMiniNullable
  | z.ZodMiniRecord
  | z.ZodMiniPipe;

function shape(schema: Known): z.ZodMiniType {
  const { def } = schema._zod;
  switch (def.type) {
    case "string":
      return z.string();
    case "number":
      return z.number();
    case "boolean":
      return z.boolean();
    case "array":
      return z.array(shape(def.element as Known));
    case "object":
      return z.looseObject(
        Object.fromEntries(
          Object.entries(def.shape).map(([name, member]) => [name, shape(member as Known)]),
        ),
      );
    case "optional":
      return z.optional(shape(def.innerType as Known));
    case "nullable":
      return z.nullable(shape(def.innerType as Known));
    case "record":
      return z.record(z.string(), shape(def.valueType as Known));
    case "pipe":
      return shape(def.in as Known);
    default:
      return unreachable(def);
  }
}
