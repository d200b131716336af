/**
 * What the sequencer writes on Postgres, for all restaurants of a commit at once: one statement for
 * each table, sent without waiting for the one before, as what it reads (postgres-load.ts).
 */

import { countedTime } from "#shared/kernel/time.ts";
import { must } from "#shared/kernel/assert.ts";
import type { Changes, Loaded } from "#shared/sync/sequencer-port.ts";
import { untoldSince, waitsFor } from "#shared/kitchen/overdue.ts";
import { markOf } from "#shared/orders/guest-load.ts";
import { isClosed, type Order } from "#shared/orders/order.ts";
import type { Tx } from "../db/database.ts";
import type { DocsCache } from "./docs-cache.ts";
import { columnsOf } from "./look.ts";

/** A restaurant's part of a commit. */
export type WrittenChanges = {
  readonly restaurantId: string;
  readonly loaded: Loaded;
  readonly changes: Changes;
};

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
