import { OWN_RESTAURANT, type Tx } from "../db/database.ts";

/** SQL: is the guest's order `o` of restaurant `h` one that its table is counted by (ORD-51)? */
export const IS_COUNTED =
  "o.placed_at >= coalesce((h.settings -> 'guestOrdering' -> 'tables' -> o.table_id ->> 'since')::timestamptz, '-infinity')";

/** How many guests' orders wait at a table, counted or not. */
export async function readWaiting(tx: Tx, tableId: string): Promise<number> {
  const { rows } = await tx.query<{ waiting: number }>(
    `select count(*) as waiting from orders where restaurant_id = ${OWN_RESTAURANT} and table_id = $1 and guest = 'waiting'`,
    [tableId],
  );
  return rows[0]?.waiting ?? 0;
}
