/**
 * The sequencer's storage on Postgres. Every statement of a load, and every statement of a write, is sent without waiting for the one before, so on a
 * pipelining connection each costs one round trip, whatever the batch. The statements still run one after the other: what is read behind the lock is read
 * with a snapshot taken after the lock was granted, which is what makes seqs gap-free and visible in commit order.
 */

import { must } from "#shared/kernel/assert.ts";
import { emptyWorld, type World } from "#shared/sync/world.ts";
import { resultKey } from "#shared/sync/sequencer.ts";
import type { Changes, Loaded, Log, Needs, SequencerTx, StoredKey, StoredResult } from "#shared/sync/sequencer-port.ts";
import { waitsFor } from "#shared/kitchen/overdue.ts";
import { isClosed, type Order } from "#shared/orders/order.ts";
import { enterTenant, type Rows, type Tx } from "../db/database.ts";
import type { DocsCache } from "./docs-cache.ts";

export class UnknownRestaurant extends Error {
  override readonly name = "UnknownRestaurant";
}

/** The caller begins and commits. `tx` must be a pipelining connection (`Database.connect`). */
export function postgresTx(tx: Tx, restaurantId: string, docs: DocsCache): SequencerTx {
  return {
    async load(needs) {
      const [, log, ...rest] = await Promise.all([enterTenant(tx, restaurantId), lockLog(tx, restaurantId), ...readNeeds(tx, restaurantId, needs)]);
      const row = log.rows[0];
      if (row === undefined) throw new UnknownRestaurant(`there is no restaurant ${restaurantId}`);
      const { docsId, ...logNow } = row;
      return toLoaded(logNow, { ...emptyWorld(), ...(await docs.read(restaurantId, docsId, tx)) }, rest);
    },
    async write(loaded, changes) {
      await Promise.all([enterTenant(tx, restaurantId), ...writes(tx, restaurantId, loaded, changes)]);
      if (changes.menu || changes.tables || changes.settings) docs.forget(restaurantId);
    },
  };
}

type ReadRows = readonly [
  orders: Rows<{ doc: string }>,
  lines: Rows<{ lineId: string; orderId: string }>,
  clients: Rows<{ clientId: string; subjectId: string; lastMutationId: number }>,
  results: Rows<ResultRow>,
  keys: Rows<{ key: string; payloadHash: string; answer: StoredKey["answer"]; order: Order | null }>,
  letters: Rows<{ letter: string; last: number }>,
];

type Promised<Tuple extends readonly unknown[]> = { readonly [Index in keyof Tuple]: Promise<Tuple[Index]> };

type ResultRow = {
  clientId: string; mutationId: number; payloadHash: string; status: StoredResult["status"]; code: string | null; detail: string | null; seq: number;
};

function lockLog(tx: Tx, restaurantId: string): Promise<Rows<Log & { docsId: string | null }>> {
  return tx.query(`select log_id as "logId", epoch, head_seq as head, head_id as "headId", floor_seq as floor, docs_id as "docsId"
    from restaurant_logs where restaurant_id = $1 for update`, [restaurantId]);
}

/**
 * Look-ups by lists of keys are lateral, one look into the primary key per element, and never `= any`: with statistics from when a table was small, the
 * planner reads the whole restaurant and filters (measured: 12 ms instead of 0.3 ms at 20,000 lines).
 */
function readNeeds(tx: Tx, restaurantId: string, needs: Needs): Promised<ReadRows> {
  const unless = <Row extends object>(empty: boolean, text: string, values: readonly unknown[]): Promise<Rows<Row>> =>
    empty ? Promise.resolve({ rows: [], rowCount: 0 }) : tx.query<Row>(text, [restaurantId, ...values]);
  const clientIds = needs.clients.map((client) => client.clientId);
  return [
    unless(needs.orderIds.length === 0, `select r.* from unnest($2::uuid[]) as n (id), lateral (
        select doc::text as doc from orders where restaurant_id = $1 and order_id = n.id offset 0) r`, [needs.orderIds]),
    unless(needs.lineIds.length === 0, `select r.* from unnest($2::uuid[]) as n (id), lateral (
        select line_id as "lineId", order_id as "orderId" from order_lines where restaurant_id = $1 and line_id = n.id offset 0) r`, [needs.lineIds]),
    unless(clientIds.length === 0, `select r.* from unnest($2::uuid[]) as n (id), lateral (
        select client_id as "clientId", subject_id as "subjectId", last_mutation_id as "lastMutationId" from sync_clients
        where restaurant_id = $1 and client_id = n.id offset 0) r`, [clientIds]),
    unless(clientIds.length === 0, `select r.* from unnest($2::uuid[], $3::bigint[], $4::bigint[]) as n (client_id, low, high), lateral (
        select client_id as "clientId", mutation_id as "mutationId", payload_hash as "payloadHash", status, code, detail, seq from mutation_results m
        where m.restaurant_id = $1 and m.client_id = n.client_id and m.mutation_id between n.low and n.high offset 0) r`,
      [clientIds, needs.clients.map((client) => client.from), needs.clients.map((client) => client.to)]),
    unless(needs.keys.length === 0, `select r.* from unnest($2::text[]) as n (key), lateral (
        select key, payload_hash as "payloadHash", answer, order_doc as "order" from idempotency_keys where restaurant_id = $1 and key = n.key offset 0) r`, [needs.keys]),
    unless(false, "select letter, last from number_counters where restaurant_id = $1", []),
  ];
}

function toLoaded(log: Log, world: World, [orders, lines, clients, results, keys, letters]: ReadRows): Loaded {
  for (const { doc } of orders.rows) {
    const order = JSON.parse(doc) as Order;
    world.orders.set(order.orderId, order);
  }
  return {
    log,
    world,
    lineOrders: new Map(lines.rows.map((line) => [line.lineId, line.orderId])),
    clients: new Map(clients.rows.map(({ clientId, ...client }) => [clientId, client])),
    results: new Map(results.rows.map((row) => [resultKey(row.clientId, row.mutationId), toResult(row)])),
    keys: new Map(keys.rows.map((row) => [row.key, row])),
    letters: new Map(letters.rows.map(({ letter, last }) => [letter, last])),
  };
}

function toResult({ code, detail, ...row }: ResultRow): StoredResult {
  return { ...row, ...(code === null ? {} : { code }), ...(detail === null ? {} : { detail }) };
}

function writes(tx: Tx, restaurantId: string, loaded: Loaded, changes: Changes): Promise<unknown>[] {
  const { events, lines, results, keys } = changes;
  const sent: Promise<unknown>[] = [];
  const write = (needed: boolean, text: string, values: () => readonly unknown[]): void => {
    if (needed) sent.push(tx.query(text, [restaurantId, ...values()]));
  };
  const docsChanged = changes.menu || changes.tables || changes.settings;
  write(events.length > 0, `update restaurant_logs set head_seq = $2, head_id = $3, docs_id = case when $4 then $3 else docs_id end where restaurant_id = $1`,
    () => [loaded.log.head, loaded.log.headId, docsChanged]);
  write(events.length > 0, `insert into pending_events (restaurant_id, seq, id, type, body, created_at)
    select $1, * from unnest($2::bigint[], $3::uuid[], $4::text[], $5::text[], $6::timestamptz[])`,
    () => [column(events, "seq"), column(events, "id"), column(events, "type"), column(events, "body"), column(events, "recordedAt")]);
  // One for each phone that wants it: what is to be told is kept from the same moment on as the reason for it.
  const told = events.filter((event) => event.type === "restaurant_notification");
  write(told.length > 0, `insert into notifications (restaurant_id, event_id, subject_id, body, created_at)
    select $1, e.id, s.subject_id, e.body, e.at from unnest($2::uuid[], $3::text[], $4::timestamptz[]) as e (id, body, at), push_subscriptions s where s.restaurant_id = $1`,
    () => [column(told, "id"), column(told, "body"), column(told, "recordedAt")]);
  const orders = [...changes.orderIds].map((id) => must(loaded.world.orders.get(id), "a changed order"));
  write(orders.length > 0, `insert into orders (restaurant_id, order_id, number, status, open, waits_for, table_id, placed_at, updated_seq, doc)
    select $1, * from unnest($2::uuid[], $3::text[], $4::text[], $5::boolean[], $6::text[], $7::text[], $8::timestamptz[], $9::bigint[], $10::json[])
    on conflict (restaurant_id, order_id) do update set number = excluded.number, status = excluded.status, open = excluded.open, waits_for = excluded.waits_for,
      table_id = excluded.table_id, updated_seq = excluded.updated_seq, updated_at = now(), doc = excluded.doc`,
    () => [column(orders, "orderId"), column(orders, "number"), column(orders, "status"), orders.map((order) => !isClosed(order)), orders.map(waitsFor),
      column(orders, "tableId"), column(orders, "placedAt"), column(orders, "seq"), orders.map((order) => JSON.stringify(order))]);
  write(lines.length > 0, `insert into order_lines (restaurant_id, line_id, order_id) select $1, * from unnest($2::uuid[], $3::uuid[])`,
    () => [column(lines, "lineId"), column(lines, "orderId")]);
  const clients = [...changes.clients];
  // Whose client it is changes only by pairing again, which does not wait for this lock: never written over here.
  write(clients.length > 0, `insert into sync_clients (restaurant_id, client_id, subject_id, last_mutation_id)
    select $1, * from unnest($2::uuid[], $3::uuid[], $4::bigint[])
    on conflict (restaurant_id, client_id) do update set last_mutation_id = excluded.last_mutation_id, updated_at = now()`,
    () => [clients.map(([id]) => id), clients.map(([, client]) => client.subjectId), clients.map(([, client]) => client.lastMutationId)]);
  write(results.length > 0, `insert into mutation_results (restaurant_id, client_id, mutation_id, payload_hash, status, code, detail, seq)
    select $1, * from unnest($2::uuid[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[])`,
    () => [column(results, "clientId"), column(results, "mutationId"), column(results, "payloadHash"), column(results, "status"),
      column(results, "code"), column(results, "detail"), column(results, "seq")]);
  write(keys.length > 0, `insert into idempotency_keys (restaurant_id, key, payload_hash, answer, order_doc)
    select $1, * from unnest($2::text[], $3::text[], $4::json[], $5::json[])`,
    () => [column(keys, "key"), column(keys, "payloadHash"), keys.map((key) => JSON.stringify(key.answer)),
      keys.map((key) => (key.order === null ? null : JSON.stringify(key.order)))]);
  const letters = [...changes.letters];
  write(letters.length > 0, `insert into number_counters (restaurant_id, letter, last) select $1, * from unnest($2::text[], $3::integer[])
    on conflict (restaurant_id, letter) do update set last = excluded.last`,
    () => [letters, letters.map((letter) => loaded.letters.get(letter))]);
  const { menu, settings, tables } = loaded.world;
  write(changes.menu, `insert into menus (restaurant_id, doc) values ($1, $2::json)
    on conflict (restaurant_id) do update set doc = excluded.doc, updated_at = now()`, () => [JSON.stringify(menu)]);
  write(changes.settings, "update restaurants set settings = $2::json, name = $3 where restaurant_id = $1", () => [JSON.stringify(settings), settings.name]);
  write(changes.tables, "delete from dining_tables where restaurant_id = $1 and not table_id = any ($2::text[])", () => [column(tables, "id")]);
  write(changes.tables, `insert into dining_tables (restaurant_id, table_id, label, position)
    select $1, id, label, place from unnest($2::text[], $3::text[]) with ordinality as t (id, label, place)
    on conflict (restaurant_id, table_id) do update set label = excluded.label, position = excluded.position`,
    () => [column(tables, "id"), column(tables, "label")]);
  return sent;
}

const column = <Row, Key extends keyof Row>(rows: readonly Row[], key: Key): readonly (Row[Key] | null)[] => rows.map((row) => row[key] ?? null);
