/**
 * What exists: the restaurant's log and what the server keeps beside it, read straight from the
 * database as its superuser.
 */
import pg from "pg";
import type { HeardEvent } from "#shared/orders/event.ts";
import type { Order } from "#shared/orders/order.ts";

export type StoredOutcome = {
  readonly clientId: string;
  readonly mutationId: number;
  readonly payloadHash: string;
  readonly status: string;
  readonly seq: number;
};

export type Truth = {
  readonly head: { readonly seq: number; readonly id: string | null };
  /** The whole log, in order. */
  readonly events: readonly HeardEvent[];
  readonly outcomes: readonly StoredOutcome[];
  /** The projection that snapshots are made of. */
  readonly orders: readonly Order[];
};

export type Head = Truth["head"];

export type Archive = {
  /** Rejects while the database does not answer. */
  head(): Promise<Head>;
  /**
   * Everything, in one consistent read. `known`: the log as it was read before, so that only what
   * is new is fetched.
   */
  read(known?: readonly HeardEvent[]): Promise<Truth>;
  close(): Promise<void>;
};

/**
 * One connection past every line, opened again after whatever ended it; the address may be another
 * one by then.
 */
export function openArchive(adminUrl: () => string, restaurantId: string): Archive {
  let client: pg.Client | null = null;

  async function work<T>(task: (client: pg.Client) => Promise<T>): Promise<T> {
    try {
      if (client === null) {
        client = new pg.Client({
          connectionString: adminUrl(),
          connectionTimeoutMillis: CONNECT_MS,
          query_timeout: QUERY_MS,
        });
        // Ended under the work: its query says so too.
        client.on("error", () => undefined);
        await client.connect();
      }
      return await task(client);
    } catch (error) {
      await close();
      throw error;
    }
  }

  async function close(): Promise<void> {
    const old = client;
    client = null;
    await old?.end().catch(() => undefined);
  }

  return {
    close,
    head: () => work((open) => headOf(open, restaurantId)),
    read: (known = []) =>
      work(async (open) => {
        await open.query("begin isolation level repeatable read read only");
        const head = await headOf(open, restaurantId);
        const { rows: events } = await open.query<{ body: string }>(
          "select body from pending_events where restaurant_id = $1 and seq > $2 order by seq",
          [restaurantId, known.at(-1)?.seq ?? 0],
        );
        const { rows: outcomes } = await open.query<
          Omit<StoredOutcome, "mutationId" | "seq"> & { mutationId: string; seq: string }
        >(
          `select client_id as "clientId", mutation_id as "mutationId", payload_hash as "payloadHash", status, seq from mutation_results where restaurant_id = $1`,
          [restaurantId],
        );
        const { rows: orders } = await open.query<{ doc: Order }>(
          "select doc from orders where restaurant_id = $1",
          [restaurantId],
        );
        await open.query("commit");
        return {
          head,
          events: [...known, ...events.map(({ body }) => JSON.parse(body) as HeardEvent)],
          outcomes: outcomes.map((row) => ({
            ...row,
            mutationId: Number(row.mutationId),
            seq: Number(row.seq),
          })),
          orders: orders.map(({ doc }) => doc),
        };
      }),
  };
}

const CONNECT_MS = 5_000;
const QUERY_MS = 20_000;

async function headOf(client: pg.Client, restaurantId: string): Promise<Head> {
  const { rows } = await client.query<{ seq: string; id: string | null }>(
    "select head_seq as seq, head_id as id from restaurant_logs where restaurant_id = $1",
    [restaurantId],
  );
  return { seq: Number(rows[0]?.seq ?? 0), id: rows[0]?.id ?? null };
}
