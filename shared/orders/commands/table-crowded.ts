import { z } from "zod/mini";
import { integer, slug } from "#shared/kernel/schema.ts";
import { applied, noop } from "../decision.ts";
import { SERVER_ONLY } from "../role-groups.ts";
import { command } from "./definition.ts";

/** The alarm's record (ORD-54). */
export const tableCrowded = command({
  name: "table.crowded",
  args: z.strictObject({ tableId: slug, count: integer(1, 1_000_000) }),
  may: SERVER_ONLY,
  isPushed: false,
  decide({ tables }, { tableId, count }) {
    const table = tables.find((one) => one.id === tableId);
    return table === undefined
      ? noop
      : applied({
          type: "restaurant_notification",
          entityId: tableId,
          data: { kind: "table_crowded", tableId, label: table.label, count },
        });
  },
});
