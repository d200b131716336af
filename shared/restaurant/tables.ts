import { z } from "zod/mini";
import { listOf, slug, text } from "#shared/kernel/schema.ts";

/** The tables as the owner writes them; their order links are the server's. */
export const tablesSchema = listOf(z.strictObject({ id: slug, label: text(40) }), 0, 500).check(
  z.refine(
    (tables) => new Set(tables.map((table) => table.id)).size === tables.length,
    "a table id is there twice",
  ),
);

export type Table = z.infer<typeof tablesSchema>[number];
