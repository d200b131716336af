/**
 * What a house lets its guests order by themselves: at which tables, and whether now. Part of the
 * settings (ORD-51, ORD-52); how much at once: `guest-limits.ts`.
 */
import { z } from "zod/mini";
import { own } from "#shared/kernel/own.ts";
import { isoTime, slug } from "#shared/kernel/schema.ts";
import { fromIso, type IsoTime } from "#shared/kernel/time.ts";

export const guestOrderingSchema = z.strictObject({
  /** `until` null: until somebody resumes. */
  pause: z.nullable(z.strictObject({ since: isoTime, until: z.nullable(isoTime) })),
  /** By table id, where somebody ever said something: closed, or open and counted from then. */
  tables: z.record(slug, z.strictObject({ open: z.boolean(), since: isoTime })),
});
export type GuestOrdering = z.infer<typeof guestOrderingSchema>;
export type Pause = NonNullable<GuestOrdering["pause"]>;

type Chosen = { readonly guestOrdering?: GuestOrdering | undefined };

/** The pause that holds at that moment; one whose time has come is over by itself (ORD-52). */
export function pauseAt({ guestOrdering }: Chosen, nowMs: number): Pause | null {
  const pause = guestOrdering?.pause ?? null;
  return pause !== null && (pause.until === null || nowMs < fromIso(pause.until)) ? pause : null;
}

/** `since`: what was ordered before is not counted (ORD-51); null: everything is. */
export function orderingAt(
  { guestOrdering }: Chosen,
  tableId: string,
): { readonly open: boolean; readonly since: IsoTime | null } {
  const tables = guestOrdering?.tables ?? {};
  // A table may be called `constructor`.
  const said = own(tables, tableId);
  return said ?? { open: true, since: null };
}
