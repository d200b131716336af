/**
 * The sequencer's storage on Postgres, for all restaurants of a commit at once: one statement for
 * each table, whatever the number of restaurants. Every statement of a load, and every statement of
 * a write, is sent without waiting for the one before, so on a pipelining connection each costs one
 * round trip. The statements still run one after the other: what is read behind the locks is read
 * with a snapshot taken after they were granted, which is what makes seqs gap-free and visible in
 * commit order. (Measured, 64 connections in 500 restaurants: a dozen statements for each
 * restaurant 550 orders a second.)
 */

import { countedTime } from "#shared/kernel/time.ts";
import { must } from "#shared/kernel/assert.ts";
import { emptyWorld, type World } from "#shared/sync/world.ts";
import { resultKey } from "#shared/sync/sequencer.ts";
import type { Changes, Loaded, Log, StoredKey, StoredResult } from "#shared/sync/sequencer-port.ts";
import { untoldSince, waitsFor } from "#shared/kitchen/overdue.ts";
import { markOf } from "#shared/orders/guest-load.ts";
import { isClosed, type Order } from "#shared/orders/order.ts";
import { enterTenants, type Tx } from "../db/database.ts";
import { guestLoadOf, readClearedOrders, readGuestMarks } from "./guest-rows.ts";
import type { DocsCache } from "./docs-cache.ts";
import { byRestaurant, columnsOf, createLook, type Asked, type ByRestaurant } from "./look.ts";

export class UnknownRestaurant extends Error {
  override readonly name = "UnknownRestaurant";
}

/** A restaurant's part of a commit. */
export type WrittenChanges = {
  readonly restaurantId: string;
  readonly loaded: Loaded;
  readonly changes: Changes;
};

/**
 * Locks the counter rows of all restaurants in the order of their ids, then reads what each needs;
 * in the order asked. The caller begins and commits. `tx` must be a pipelining connection
 * (`Database.connect`).
 */
export async function load(
  tx: Tx,
  asked: readonly Asked[],
  docs: DocsCache,
): Promise<readonly Loaded[]> {
  const ids = asked.map(({ restaurantId }) => restaurantId);
  const [, logs, orders, lines, clients, results, keys, letters, marks, cleared] =
    await Promise.all([enterTenants(tx, ids), lockLogs(tx, ids), ...readNeeds(tx, asked)]);
  return Promise.all(
    ids.map(async (restaurantId) => {
      const row = logs.get(restaurantId)?.[0];
      if (row === undefined) throw new UnknownRestaurant(`there is no restaurant ${restaurantId}`);
      const { docsId, restaurantId: _its, ...log } = row;
      const mine = <Row>(rows: ByRestaurant<Row>): readonly Row[] => rows.get(restaurantId) ?? [];
      return {
        log,
        world: {
          ...emptyWorld(),
          ...(await docs.read(restaurantId, docsId, tx)),
          orders: ordersOf([...mine(orders), ...mine(cleared)]),
        },
        lineOrders: new Map(mine(lines).map((line) => [line.lineId, line.orderId])),
        clients: new Map(
          mine(clients).map(({ clientId, subjectId, lastMutationId }) => [
            clientId,
            { subjectId, lastMutationId },
          ]),
        ),
        results: new Map(
          mine(results).map((result) => [
            resultKey(result.clientId, result.mutationId),
            toResult(result),
          ]),
        ),
        keys: new Map(
          mine(keys).map(({ key, payloadHash, answer, order }) => [
            key,
            { key, payloadHash, answer, order },
          ]),
        ),
        letters: new Map(mine(letters).map(({ letter, last }) => [letter, last])),
        guests: guestLoadOf(mine(marks)),
      };
    }),
  );
}

/** In the transaction that has loaded. */
export async function write(
  tx: Tx,
  parts: readonly WrittenChanges[],
  docs: DocsCache,
): Promise<void> {
  // All are made before any is sent: what cannot be made must not leave half of itself to the
  // commit behind it.
  const statements = [...rowStatements(parts), ...parts.flatMap(docStatements)];
  await Promise.all(statements.map(({ text, values }) => tx.query(text, values)));
  for (const { restaurantId, changes } of parts)
    if (changesDocs(changes)) docs.forget(restaurantId);
}

type ResultRow = {
  clientId: string;
  mutationId: number;
  payloadHash: string;
  status: StoredResult["status"];
  code: string | null;
  detail: string | null;
  seq: number;
};

/**
 * What only the writer says: who looks on from outside (the chaos runner) knows its connections by
 * it.
 */
export const LOCK =
  "from restaurant_logs where restaurant_id = any ($1::uuid[]) order by restaurant_id for update";

function lockLogs(tx: Tx, ids: readonly string[]) {
  return byRestaurant<Log & { docsId: string | null }>(
    tx,
    `select restaurant_id as "restaurantId",
      log_id as "logId", epoch, head_seq as head, head_id as "headId", floor_seq as floor, docs_id as "docsId"
    ${LOCK}`,
    [ids],
  );
}

function readNeeds(tx: Tx, asked: readonly Asked[]) {
  const look = createLook(tx, asked);
  return [
    look<{ doc: string }>(
      `select r.* from unnest($1::uuid[], $2::uuid[]) as n (house, id), lateral (
        select restaurant_id as "restaurantId", doc::text as doc from orders where restaurant_id = n.house and order_id = n.id offset 0) r`,
      ({ orderIds }) => orderIds.map((id) => [id]),
    ),
    look<{ lineId: string; orderId: string }>(
      `select r.* from unnest($1::uuid[], $2::uuid[]) as n (house, id), lateral (
        select restaurant_id as "restaurantId", line_id as "lineId", order_id as "orderId" from order_lines where restaurant_id = n.house and line_id = n.id offset 0) r`,
      ({ lineIds }) => lineIds.map((id) => [id]),
    ),
    look<{ clientId: string; subjectId: string; lastMutationId: number }>(
      `select r.* from unnest($1::uuid[], $2::uuid[]) as n (house, id), lateral (
        select restaurant_id as "restaurantId", client_id as "clientId", subject_id as "subjectId", last_mutation_id as "lastMutationId" from sync_clients
        where restaurant_id = n.house and client_id = n.id offset 0) r`,
      ({ clients }) => clients.map(({ clientId }) => [clientId]),
    ),
    look<ResultRow>(
      `select r.* from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bigint[]) as n (house, client_id, low, high), lateral (
        select restaurant_id as "restaurantId", client_id as "clientId", mutation_id as "mutationId", payload_hash as "payloadHash", status, code, detail, seq
        from mutation_results m where m.restaurant_id = n.house and m.client_id = n.client_id and m.mutation_id between n.low and n.high offset 0) r`,
      ({ clients }) => clients.map(({ clientId, from, to }) => [clientId, from, to]),
    ),
    look<StoredKey>(
      `select r.* from unnest($1::uuid[], $2::text[]) as n (house, key), lateral (
        select restaurant_id as "restaurantId", key, payload_hash as "payloadHash", answer, order_doc as "order"
        from idempotency_keys where restaurant_id = n.house and key = n.key offset 0) r`,
      ({ keys }) => keys.map((key) => [key]),
    ),
    look<{ letter: string; last: number }>(
      `select r.* from unnest($1::uuid[]) as n (house), lateral (
        select restaurant_id as "restaurantId", letter, last from number_counters where restaurant_id = n.house offset 0) r`,
      () => [[]],
    ),
    readGuestMarks(look),
    readClearedOrders(look),
  ] as const;
}

function ordersOf(rows: readonly { readonly doc: string }[]): World["orders"] {
  return new Map(
    rows.map(({ doc }) => JSON.parse(doc) as Order).map((order) => [order.orderId, order]),
  );
}

function toResult({
  clientId,
  mutationId,
  payloadHash,
  status,
  code,
  detail,
  seq,
}: ResultRow): StoredResult {
  return {
    clientId,
    mutationId,
    payloadHash,
    status,
    seq,
    ...(code === null ? {} : { code }),
    ...(detail === null ? {} : { detail }),
  };
}

type Statement = { readonly text: string; readonly values: readonly unknown[] };

function rowStatements(parts: readonly WrittenChanges[]): readonly Statement[] {
  const statements: Statement[] = [];
  const put = (
    text: string,
    rowsOf: (part: WrittenChanges) => readonly (readonly unknown[])[],
  ): void => {
    const rows = parts.flatMap((part) => rowsOf(part).map((row) => [part.restaurantId, ...row]));
    if (rows.length > 0) statements.push({ text, values: columnsOf(rows) });
  };
  put(
    `update restaurant_logs l set head_seq = n.head, head_id = n.id, docs_id = case when n.docs then n.id else l.docs_id end
    from unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::boolean[]) as n (house, head, id, docs) where l.restaurant_id = n.house`,
    ({ loaded: { log }, changes }) =>
      changes.events.length === 0 ? [] : [[log.head, log.headId, changesDocs(changes)]],
  );
  put(
    `insert into pending_events (restaurant_id, seq, id, type, body, created_at)
    select * from unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::text[], $5::text[], $6::timestamptz[])`,
    ({ changes }) =>
      changes.events.map(({ seq, id, type, body, recordedAt }) => [
        seq,
        id,
        type,
        body,
        recordedAt,
      ]),
  );
  // One for each phone that wants it: what is to be told is kept from the same moment on as the
  // reason for it.
  put(
    `insert into notifications (restaurant_id, event_id, subject_id, body, created_at)
    select e.house, e.id, s.subject_id, e.body, e.at from unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[]) as e (house, id, body, at), push_subscriptions s
    where s.restaurant_id = e.house`,
    ({ changes }) =>
      changes.events
        .filter(({ type }) => type === "restaurant_notification")
        .map(({ id, body, recordedAt }) => [id, body, recordedAt]),
  );
  put(
    `insert into orders (restaurant_id, order_id, number, status, open, waits_for, untold_since, guest, guest_session, guest_lines, guest_pieces, table_id, placed_at, updated_seq, doc)
    select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::boolean[], $6::text[], $7::timestamptz[], $8::text[], $9::text[], $10::integer[], $11::numeric[],
      $12::text[], $13::timestamptz[], $14::bigint[], $15::json[])
    on conflict (restaurant_id, order_id) do update set number = excluded.number, status = excluded.status, open = excluded.open, waits_for = excluded.waits_for,
      untold_since = excluded.untold_since, guest = excluded.guest, guest_session = excluded.guest_session, guest_lines = excluded.guest_lines, guest_pieces = excluded.guest_pieces,
      table_id = excluded.table_id, updated_seq = excluded.updated_seq, updated_at = now(), doc = excluded.doc`,
    ({ loaded, changes }) =>
      Array.from(changes.orderIds, (id) =>
        orderRow(must(loaded.world.orders.get(id), "a changed order")),
      ),
  );
  put(
    `insert into order_lines (restaurant_id, line_id, order_id) select * from unnest($1::uuid[], $2::uuid[], $3::uuid[])`,
    ({ changes }) => changes.lines.map(({ lineId, orderId }) => [lineId, orderId]),
  );
  // Whose client it is changes only by pairing again: never written over here.
  put(
    `insert into sync_clients (restaurant_id, client_id, subject_id, last_mutation_id)
    select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bigint[])
    on conflict (restaurant_id, client_id) do update set last_mutation_id = excluded.last_mutation_id, updated_at = now()`,
    ({ changes }) =>
      Array.from(changes.clients, ([id, { subjectId, lastMutationId }]) => [
        id,
        subjectId,
        lastMutationId,
      ]),
  );
  put(
    `insert into mutation_results (restaurant_id, client_id, mutation_id, payload_hash, status, code, detail, seq)
    select * from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[])`,
    ({ changes }) =>
      changes.results.map(({ clientId, mutationId, payloadHash, status, code, detail, seq }) => [
        clientId,
        mutationId,
        payloadHash,
        status,
        code,
        detail,
        seq,
      ]),
  );
  put(
    `insert into idempotency_keys (restaurant_id, key, payload_hash, answer, order_doc)
    select * from unnest($1::uuid[], $2::text[], $3::text[], $4::json[], $5::json[])`,
    ({ changes }) =>
      changes.keys.map(({ key, payloadHash, answer, order }) => [
        key,
        payloadHash,
        JSON.stringify(answer),
        order === null ? null : JSON.stringify(order),
      ]),
  );
  put(
    `insert into number_counters (restaurant_id, letter, last) select * from unnest($1::uuid[], $2::text[], $3::integer[])
    on conflict (restaurant_id, letter) do update set last = excluded.last`,
    ({ loaded, changes }) =>
      Array.from(changes.letters, (letter) => [letter, loaded.letters.get(letter)]),
  );
  return statements;
}

function orderRow(order: Order): readonly unknown[] {
  const mark = markOf(order);
  const guest =
    mark === null
      ? [null, null, null, null]
      : [mark.standing, mark.session, mark.lines, mark.pieces];
  return [
    order.orderId,
    order.number,
    order.status,
    !isClosed(order),
    waitsFor(order),
    untoldSince(order),
    ...guest,
    order.tableId,
    countedTime(order.placedAt, order.recordedAt),
    order.seq,
    JSON.stringify(order),
  ];
}

const changesDocs = ({ menu, tables, settings }: Changes): boolean => menu || tables || settings;

/** These change so seldom that each restaurant has statements of its own. */
function docStatements({
  restaurantId,
  loaded: {
    world: { menu, settings, tables },
  },
  changes,
}: WrittenChanges): readonly Statement[] {
  const ids = tables.map(({ id }) => id);
  return [
    ...(changes.menu
      ? [
          {
            text: `insert into menus (restaurant_id, doc) values ($1, $2::json)
      on conflict (restaurant_id) do update set doc = excluded.doc, updated_at = now()`,
            values: [restaurantId, JSON.stringify(menu)],
          },
        ]
      : []),
    ...(changes.settings
      ? [
          {
            text: "update restaurants set settings = $2::json, name = $3 where restaurant_id = $1",
            values: [restaurantId, JSON.stringify(settings), settings.name],
          },
        ]
      : []),
    ...(changes.tables
      ? [
          {
            text: "delete from dining_tables where restaurant_id = $1 and not table_id = any ($2::text[])",
            values: [restaurantId, ids],
          },
          {
            text: `insert into dining_tables (restaurant_id, table_id, label, position)
        select $1, id, label, place from unnest($2::text[], $3::text[]) with ordinality as t (id, label, place)
        on conflict (restaurant_id, table_id) do update set label = excluded.label, position = excluded.position`,
            values: [restaurantId, ids, tables.map(({ label }) => label)],
          },
        ]
      : []),
  ];
}
