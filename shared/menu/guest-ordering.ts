/** What a house lets its guests order by themselves: how much at once, at which tables, and whether now. Part of the settings (ORD-50 to ORD-52). */
import { z } from "zod/mini";
import { own } from "#shared/kernel/own.ts";
import { integer, isoTime, slug } from "#shared/kernel/schema.ts";
import { fromIso, type IsoTime } from "#shared/kernel/time.ts";

/** What storage looks through for one decision: no limit of orders may be above it. */
export const MOST_COUNTED = 1_000;

const orders = integer(1, MOST_COUNTED);

export const guestLimitsSchema = z.strictObject({
  /** By table, of what nobody has accepted or begun: orders, their lines, and the pieces on them. */
  openOrders: orders,
  openLines: integer(1, 100_000),
  openPieces: integer(1, 100_000),
  /** The same of one phone: orders. */
  phoneOrders: orders,
  /** By table in ten minutes, whatever became of them. */
  tenMinutes: orders,
  /** Of all tables, until they are made. */
  houseOrders: orders,
});
export type GuestLimits = z.infer<typeof guestLimitsSchema>;

/** More than a table of twelve phones orders at once, and less than buries a kitchen. */
export const DEFAULT_GUEST_LIMITS: GuestLimits = { openOrders: 30, openLines: 150, openPieces: 300, phoneOrders: 6, tenMinutes: 60, houseOrders: 200 };

export const guestOrderingSchema = z.strictObject({
  /** `until` null: until somebody resumes. */
  pause: z.nullable(z.strictObject({ since: isoTime, until: z.nullable(isoTime) })),
  /** By table id, where somebody ever said something: closed, or open and counted from then. */
  tables: z.record(slug, z.strictObject({ open: z.boolean(), since: isoTime })),
});
export type GuestOrdering = z.infer<typeof guestOrderingSchema>;
export type Pause = NonNullable<GuestOrdering["pause"]>;

type Chosen = { readonly guestLimits?: GuestLimits | null | undefined; readonly guestOrdering?: GuestOrdering | undefined };

/** Null: the house sets no limits of its own. */
export const guestLimitsOf = ({ guestLimits }: Chosen): GuestLimits | null => (guestLimits === undefined ? DEFAULT_GUEST_LIMITS : guestLimits);

/** The pause that holds at that moment; one whose time has come is over by itself (ORD-52). */
export function pauseAt({ guestOrdering }: Chosen, nowMs: number): Pause | null {
  const pause = guestOrdering?.pause ?? null;
  return pause !== null && (pause.until === null || nowMs < fromIso(pause.until)) ? pause : null;
}

/** `since`: what was ordered before is not counted (ORD-51); null: everything is. */
export function tableOrdering({ guestOrdering }: Chosen, tableId: string): { readonly open: boolean; readonly since: IsoTime | null } {
  const tables = guestOrdering?.tables ?? {};
  // A table may be called `constructor`.
  const said = own(tables, tableId);
  return said ?? { open: true, since: null };
}
