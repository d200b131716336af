import { expect, test } from "vitest";
import { tablesSchema } from "#shared/restaurant/tables.ts";
import { nextTableId } from "./table-id.ts";

test("makes ids that the server takes, from any label", () => {
  const labels = ["1", "Terraza ñ", "窓際", "--", "Bar / Left"];
  const tables = labels.map((label) => ({ id: nextTableId(label, []), label }));
  expect(tables.map((table) => table.id)).toEqual([
    "t-1",
    "t-terraza-n",
    "table",
    "table",
    "t-bar-left",
  ]);
  for (const table of tables) expect(tablesSchema.safeParse([table]).success).toBe(true);
});

test("never takes an id that is in use", () => {
  expect(nextTableId("1", ["t-1", "t-1-2"])).toBe("t-1-3");
});
