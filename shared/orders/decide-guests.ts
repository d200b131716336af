/** What staff say about guests' ordering: at a table, and of the whole house (ORD-51 to ORD-53). */
import { DAY, fromIso } from "#shared/kernel/time.ts";
import { tableOrdering, type GuestOrdering } from "#shared/menu/guest-ordering.ts";
import type { Args } from "./command.ts";
import type { DecideContext, View } from "./decide.ts";
import { cancel } from "./decide-order.ts";
import { applied, noop, rejected, type Decision } from "./decision.ts";
import type { EventDraft } from "./event.ts";
import { standingOf } from "./guest-load.ts";

/** What was said of an open table is of no use after this: nothing that old waits uncounted. */
const FORGOTTEN_MS = DAY;

export function pauseGuests({ settings }: View, { until }: Args<"guests.pause">, { occurredAt }: DecideContext): Decision {
  if (until !== undefined && until <= occurredAt) return rejected("bad_settings", "That time is over.");
  return applied(changed(settings, { pause: { since: occurredAt, until: until ?? null } }));
}

export const resumeGuests = ({ settings }: View): Decision => ((settings.guestOrdering?.pause ?? null) === null ? noop : applied(changed(settings, { pause: null })));

export function setTableOrdering(view: View, { tableId, open, clear }: Args<"table.ordering">, context: DecideContext): Decision {
  if (!view.tables.some((table) => table.id === tableId)) return rejected("unknown_table", "There is no such table.");
  const isSaid = !open && !tableOrdering(view.settings, tableId).open;
  const said = isSaid ? [] : [changed(view.settings, { tables: { ...kept(view, context), [tableId]: { open, since: context.occurredAt } } })];
  const cleared = clear === undefined ? [] : view.ordersAt(tableId).filter((order) => standingOf(order) === "waiting").map((order) => cancel(order, clear, context));
  const events = [...said, ...cleared.flatMap((decision) => (decision.kind === "applied" ? decision.events : []))];
  return events.length === 0 ? noop : applied(...events);
}

/** The alarm's record (ORD-54). */
export function tellCrowd({ tables }: View, { tableId, count }: Args<"table.crowded">): Decision {
  const table = tables.find((one) => one.id === tableId);
  return table === undefined ? noop : applied({ type: "restaurant_notification", entityId: tableId, data: { kind: "table_crowded", tableId, label: table.label, count } });
}

function changed(settings: View["settings"], change: Partial<GuestOrdering>): EventDraft {
  const guestOrdering = { pause: null, tables: {}, ...settings.guestOrdering, ...change };
  return { type: "settings_changed", entityId: "settings", data: { settings: { ...settings, guestOrdering } } };
}

function kept({ settings, tables }: View, { occurredAt }: DecideContext): GuestOrdering["tables"] {
  const ids = new Set(tables.map((table) => table.id));
  return Object.fromEntries(Object.entries(settings.guestOrdering?.tables ?? {}).filter(([id, { open, since }]) => ids.has(id) && (!open || fromIso(occurredAt) - fromIso(since) < FORGOTTEN_MS)));
}
