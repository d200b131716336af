/** What somebody orders, line by line, as it is asked for. */
import { z } from "zod/mini";
import { integer, listOf, optionalText, slug, text, uuid } from "#shared/kernel/schema.ts";

export const MAX_LINES = 100;

export const course = integer(1, 9);

export const orderedLine = z.strictObject({
  lineId: uuid,
  menuItemId: slug,
  quantity: integer(1, 999),
  modifiers: z.optional(listOf(z.strictObject({ modifierId: slug, optionId: slug }), 0, 60)),
  notes: z.optional(optionalText(500)),
  allergies: z.optional(listOf(text(40), 0, 30)),
  course: z.optional(course),
});
export type OrderedLine = z.infer<typeof orderedLine>;

export const orderedLines = listOf(orderedLine, 1, MAX_LINES).check(
  z.refine(
    (lines) => new Set(lines.map((line) => line.lineId)).size === lines.length,
    "a lineId is there twice",
  ),
);
