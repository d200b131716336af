import { z } from "zod/mini";
import { keyNameRefusal, newKeyName } from "#shared/menu/key-names.ts";
import { tablesSchema } from "#shared/restaurant/tables.ts";
import { changedOr, rejected } from "../decision.ts";
import { OWNER } from "../role-groups.ts";
import { command } from "./definition.ts";

/** ORD-55. */
export const tablesReplace = command({
  name: "tables.replace",
  args: z.strictObject({ tables: tablesSchema }),
  may: OWNER,
  isPushed: false,
  decide({ tables: before }, { tables }) {
    const keyName = newKeyName(
      before.map(({ id }) => id),
      tables.map(({ id }) => id),
    );
    if (keyName !== null) return rejected("invalid", keyNameRefusal(keyName));
    return changedOr(before, tables, (made) => ({
      type: "tables_changed",
      entityId: "tables",
      data: { tables: made },
    }));
  },
});
