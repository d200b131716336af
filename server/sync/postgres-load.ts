/**
 * What the sequencer reads on Postgres, for all restaurants of a commit at once: one statement for
 * each table, whatever the number of restaurants. Every statement is sent without waiting for the
 * one before, so on a pipelining connection all cost one round trip. They still run one after the
 * other: what is read behind the locks is read with a snapshot taken after they were granted, which
 * is what makes seqs gap-free and visible in commit order. (Measured, 64 connections in 500
 * restaurants: a dozen statements for each restaurant 550 orders a second.)
 */

import { emptyWorld, type World } from "#shared/sync/world.ts";
import { resultKey } from "#shared/sync/sequencer.ts";
import type { Loaded, Log, StoredKey, StoredResult } from "#shared/sync/sequencer-port.ts";
import type { Order } from "#shared/orders/order.ts";
import { enterTenants, type Tx } from "../db/database.ts";
import { guestLoadOf, readClearedOrders, readGuestMarks } from "./guest-rows.ts";
import type { DocsCache } from "./docs-cache.ts";
import { byRestaurant, createLook, type Asked, type ByRestaurant } from "./look.ts";

export class UnknownRestaurant extends Error {
  override readonly name = "UnknownRestaurant";
}

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
