/**
 * What of a restaurant's orders is due to be told and was not told yet, as rows. An order that was
 * told is marked as told until something about it changes, so it takes no other's place in a look;
 * one that was told with its table's crowd is looked at again once it stands under none
 * (`OF_CROWD`, ORD-56). What staff placed comes first, and then the guests' tables take turns,
 * because anybody may make guests' orders.
 */
import { CROWD } from "#shared/orders/guest-load.ts";
import { fromIso, SECOND, toIso, type IsoTime } from "#shared/kernel/time.ts";
import type { MenuInService } from "#shared/menu/menu.ts";
import type { Settings } from "#shared/restaurant/settings.ts";
import type { Order } from "#shared/orders/order.ts";
import type { Tx } from "../db/database.ts";
import { IS_COUNTED } from "../guests/counted.ts";
import { readDocs } from "../sync/docs-cache.ts";

/**
 * Orders of one restaurant that a look sees: so many held ones, the next to be released first, and
 * so many that are to be told. Where there are more, it looks again at once.
 */
export const MAX_SEEN = 500;

/** In the place of the moment that an alarm counts from: a crowd's alarm stands for the order. */
export const OF_CROWD = "infinity";

/** An order that is to be told. */
export type DueOrder = {
  readonly order: Order;
  /** Its table is counted by it: where that is told as one, it is told with it. */
  readonly isCounted: boolean;
  /** It was told with a crowd that it stands under no more. */
  readonly wasOfCrowd: boolean;
};

export type Seen = {
  readonly menu: MenuInService;
  readonly settings: Settings;
  readonly held: readonly Order[];
  readonly due: readonly DueOrder[];
  /** There is no more that is due. */
  readonly isAll: boolean;
  /** Tables that are told as one (ORD-54). */
  readonly crowds: readonly { readonly tableId: string; readonly count: number }[];
  /** Crowds stand for orders: nothing says when those end. */
  readonly areStoodFor: boolean;
  /** When the next order has to be told that is not due yet; null: none. */
  readonly nextMs: number | null;
};

export async function readSeen(tx: Tx, restaurantId: string, nowMs: number): Promise<Seen> {
  const { settings, menu } = await readDocs(tx, restaurantId);
  const limitMs = settings.shownAlarmSeconds * SECOND;
  const since = toIso(nowMs - limitMs);
  const held = await tx.query<{ doc: Order }>(
    "select doc from orders where restaurant_id = $1 and waits_for = 'release' order by doc ->> 'promisedAt' limit $2",
    [restaurantId, MAX_SEEN],
  );
  const crowds = await tx.query<{ tableId: string; count: number }>(
    `select o.table_id as "tableId", count(*) as count from orders o join restaurants h on h.restaurant_id = o.restaurant_id
     where o.restaurant_id = $1 and o.guest = 'waiting' and o.table_id is not null and ${IS_COUNTED}
       and exists (select from dining_tables t where t.restaurant_id = $1 and t.table_id = o.table_id) group by o.table_id having count(*) >= $2`,
    [restaurantId, CROWD],
  );
  const due = await tx.query<{ doc: Order; isCounted: boolean; wasOfCrowd: boolean }>(
    `with untold as (select o.order_id, o.untold_since, o.guest, o.table_id, o.untold_since = '${OF_CROWD}' as was_of_crowd, coalesce(o.guest = 'waiting' and ${IS_COUNTED}, false) as is_counted
       from orders o join restaurants h on h.restaurant_id = o.restaurant_id where o.restaurant_id = $1 and (o.untold_since <= $2 or o.untold_since = '${OF_CROWD}')),
     due as (select *, case when guest is null then 0 else row_number() over (partition by guest is null, table_id order by untold_since) end as turn
       from untold where not (was_of_crowd and is_counted and coalesce(table_id = any ($4::text[]), false)))
     select o.doc, due.is_counted as "isCounted", due.was_of_crowd as "wasOfCrowd" from due join orders o on o.restaurant_id = $1 and o.order_id = due.order_id order by due.turn, due.untold_since limit $3`,
    [restaurantId, since, MAX_SEEN + 1, crowds.rows.map(({ tableId }) => tableId)],
  );
  const next = await tx.query<{ at: Date | null; areStoodFor: boolean }>(
    `select (select min(untold_since) from orders where restaurant_id = $1 and untold_since > $2 and untold_since < '${OF_CROWD}') as at,
       exists (select from orders where restaurant_id = $1 and untold_since = '${OF_CROWD}') as "areStoodFor"`,
    [restaurantId, since],
  );
  const { at, areStoodFor } = next.rows[0] ?? { at: null, areStoodFor: false };
  return {
    menu,
    settings,
    held: held.rows.map((row) => row.doc),
    due: due.rows.slice(0, MAX_SEEN).map(({ doc, ...row }) => ({ order: doc, ...row })),
    isAll: due.rows.length <= MAX_SEEN,
    crowds: crowds.rows,
    areStoodFor,
    nextMs: at === null ? null : at.getTime() + limitMs,
  };
}

export type ToldOrder = {
  readonly order: Order;
  /** What may have to be told of it next, or `OF_CROWD`; null: nothing before it changes. */
  readonly next: IsoTime | null;
};

/**
 * Writes down what was told, of orders that are as they were. False where some were not: what
 * changed meanwhile is told of anew by its key, and a row that the writer holds is left to it,
 * because two who wait for each other's rows would both wait for ever.
 */
export async function markTold(
  tx: Tx,
  restaurantId: string,
  told: readonly ToldOrder[],
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update orders o set untold_since = n.next from unnest($2::uuid[], $3::bigint[], $4::timestamptz[]) as n (id, seq, next)
     where o.restaurant_id = $1 and o.order_id = n.id and o.updated_seq = n.seq
       and o.order_id in (select order_id from orders where restaurant_id = $1 and order_id = any ($2::uuid[]) for update skip locked)`,
    [
      restaurantId,
      told.map(({ order }) => order.orderId),
      told.map(({ order }) => order.seq),
      told.map(({ next }) => next),
    ],
  );
  return rowCount === told.length;
}

/** The first of these moments that is not `limitMs` ago yet. */
export const nextOf = (
  moments: readonly IsoTime[],
  nowMs: number,
  limitMs: number,
): IsoTime | null => moments.filter((at) => fromIso(at) + limitMs > nowMs).sort()[0] ?? null;
