/**
 * What a decision about guests' orders looks at, as Postgres keeps it: marks of orders that wait or
 * are of the last minutes, and never an order itself unless it is to be cleared.
 */
import { GUEST_WINDOW_MS, type GuestLoad, type GuestMark } from "#shared/orders/guest-load.ts";
import { MOST_COUNTED } from "#shared/restaurant/guest-limits.ts";
import { MOST_CLEARED } from "#shared/sync/sequencer-port.ts";
import type { ByRestaurant, Look } from "./look.ts";

/** `orderId` null: not a mark, but how many are unfinished in the whole house. */
export type MarkRow =
  | {
      readonly orderId: string;
      readonly tableId: string;
      readonly session: string | null;
      readonly lines: number;
      readonly pieces: number;
      readonly placedAt: string;
      readonly standing: GuestMark["standing"];
    }
  | { readonly orderId: null; readonly unfinished: number };

/**
 * One object for each mark, and one for the house. Nothing is looked for where the house sets no
 * limits and the installation's bound is above what is looked through: a counter with one code
 * takes thousands of orders, and none of them may go through all the others.
 */
export const readGuestMarks = (look: Look): Promise<ByRestaurant<{ row: MarkRow }>> =>
  look<{ row: MarkRow }>(
    `select n.house as "restaurantId", r.row from unnest($1::uuid[], $2::text[], $3::integer[]) as n (house, id, ceiling)
      join restaurants h on h.restaurant_id = n.house and (n.ceiling <= ${MOST_COUNTED} or json_typeof(h.settings -> 'guestLimits') is distinct from 'null'), lateral (
      (select json_build_object('orderId', order_id, 'tableId', table_id, 'session', guest_session, 'lines', guest_lines, 'pieces', guest_pieces, 'placedAt', placed_at, 'standing', guest) as row
        from orders where restaurant_id = n.house and table_id = n.id and guest = 'waiting' order by placed_at desc limit ${MOST_COUNTED})
      union all
      (select json_build_object('orderId', order_id, 'tableId', table_id, 'session', guest_session, 'lines', guest_lines, 'pieces', guest_pieces, 'placedAt', placed_at, 'standing', guest)
        from orders where restaurant_id = n.house and table_id = n.id and guest is not null and placed_at > now() - interval '${GUEST_WINDOW_MS} milliseconds' order by placed_at desc limit ${MOST_COUNTED})
      union all
      (select json_build_object('orderId', null, 'unfinished', count(*)) from (select from orders where restaurant_id = n.house and guest in ('waiting', 'working') limit ${MOST_COUNTED}) as these)
      offset 0) r`,
    ({ guestTables }) => guestTables.map(({ tableId, ceiling }) => [tableId, ceiling]),
  );

export const readClearedOrders = (look: Look): Promise<ByRestaurant<{ doc: string }>> =>
  look<{ doc: string }>(
    `select r.* from unnest($1::uuid[], $2::text[]) as n (house, id), lateral (
      select restaurant_id as "restaurantId", doc::text as doc from orders where restaurant_id = n.house and table_id = n.id and guest = 'waiting' order by placed_at limit ${MOST_CLEARED} offset 0) r`,
    ({ clearedTables }) => clearedTables.map((id) => [id]),
  );

export function guestLoadOf(rows: readonly { readonly row: MarkRow }[]): GuestLoad {
  const load: GuestLoad = { marks: new Map(), unfinished: 0 };
  for (const { row } of rows) {
    if (row.orderId === null) load.unfinished = row.unfinished;
    else
      load.marks.set(row.orderId, {
        tableId: row.tableId,
        session: row.session,
        lines: row.lines,
        pieces: row.pieces,
        placedAt: new Date(row.placedAt).toISOString(),
        standing: row.standing,
      });
  }
  return load;
}
