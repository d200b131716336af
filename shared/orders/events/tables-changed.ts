import { z } from "zod/mini";
import { shapeOf } from "#shared/kernel/shape.ts";
import { tablesSchema } from "#shared/restaurant/tables.ts";
import { event } from "./definition.ts";

/** All the tables. */
export const tablesChanged = event({
  type: "tables_changed",
  v: 1,
  data: z.object({ tables: z.readonly(shapeOf(tablesSchema)) }),
  house: (_house, { tables }) => ({ tables }),
});
