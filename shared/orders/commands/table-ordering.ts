import { z } from "zod/mini";
import { slug } from "#shared/kernel/schema.ts";
import { DAY, fromIso } from "#shared/kernel/time.ts";
import { orderingAt as saidOf, type GuestOrdering } from "#shared/restaurant/guest-ordering.ts";
import { applied, noop, rejected } from "../decision.ts";
import { standingOf } from "../guest-load.ts";
import type { Turn } from "../turn.ts";
import { command, reason } from "./definition.ts";
import { guestOrderingChanged } from "./guest-ordering-changed.ts";
import { cancel } from "./order-cancel.ts";

/** What was said of an open table is of no use after this: nothing that old waits uncounted. */
const FORGOTTEN_MS = DAY;

/** ORD-51. `clear`: with this reason, all that waits there is cancelled (ORD-53). */
export const tableOrdering = command({
  name: "table.ordering",
  args: z.strictObject({ tableId: slug, open: z.boolean(), clear: z.optional(reason) }),
  may: ["owner", "floor"],
  isPushed: false,
  decide(turn, { tableId, open, clear }) {
    if (!turn.tables.some((table) => table.id === tableId))
      return rejected("unknown_table", "There is no such table.");
    const isSaid = !open && !saidOf(turn.settings, tableId).open;
    const said = isSaid
      ? []
      : [
          guestOrderingChanged(turn.settings, {
            tables: { ...kept(turn), [tableId]: { open, since: turn.occurredAt } },
          }),
        ];
    const cleared =
      clear === undefined
        ? []
        : turn
            .ordersAt(tableId)
            .filter((order) => standingOf(order) === "waiting")
            .map((order) => cancel(turn, order, clear));
    const events = [
      ...said,
      ...cleared.flatMap((decision) => (decision.kind === "applied" ? decision.events : [])),
    ];
    return events.length === 0 ? noop : applied(...events);
  },
});

function kept({ settings, tables, occurredAt }: Turn): GuestOrdering["tables"] {
  const ids = new Set(tables.map((table) => table.id));
  return Object.fromEntries(
    Object.entries(settings.guestOrdering?.tables ?? {}).filter(
      ([id, { open, since }]) =>
        ids.has(id) && (!open || fromIso(occurredAt) - fromIso(since) < FORGOTTEN_MS),
    ),
  );
}
