import { newId } from "./new-id.ts";

/** An id for a new table from its label. */
export const nextTableId = (label: string, used: readonly string[]): string =>
  newId(label, used, "table", "t-");
