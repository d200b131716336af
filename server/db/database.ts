/**
 * The only way to a connection. `tenant` runs work in a transaction that can see one restaurant's
 * rows and no others; the setting is local to the transaction, so nothing leaks through the pool.
 * Every connection runs as the application role, which owns nothing.
 *
 * A connection that dies (Postgres restarting, the network) is a `DatabaseUnavailable` for whoever
 * was using it and a log line otherwise; it is never an unhandled 'error' event, which would end
 * the process.
 *
 * Restaurants take connections in turn, none more than its share (FAIR-1 to FAIR-3, FAIR-5): one
 * that asks for a thousand menus waits behind itself.
 */

import pg from "pg";
import { createTurnstile } from "../fair/turnstile.ts";
import { connectionSettings } from "./connection-settings.ts";
import { createGathering } from "./gathering.ts";
import { keptOpen } from "./kept-open.ts";
import { pgErrorKind, rethrow } from "./pg-error.ts";
import { statementNames } from "./statement-names.ts";

export type Rows<Row> = { readonly rows: Row[]; readonly rowCount: number };

export type Tx = {
  query<Row extends object = Record<string, unknown>>(
    text: string,
    values?: readonly unknown[],
  ): Promise<Rows<Row>>;
};

/**
 * A connection of one's own: the writer's lanes and the listener. Whoever opens it ends it. It
 * pipelines: statements are sent at once and run in order, so several that do not wait for each
 * other's answer cost one round trip. Statements with values are planned a few times per
 * connection: a commit of one order is a dozen of them, and planning was most of its time
 * (measured: 33 submissions for 50 restaurants per commit, 109 ms without, 41 ms with). Everything
 * that is asked on it must be found by a key.
 */
export type Connection = Tx & {
  /** Calls back once, when the connection is gone for whatever reason. */
  onEnd(callback: () => void): void;
  onNotification(callback: (channel: string, payload: string) => void): void;
  end(): Promise<void>;
};

export type Database = {
  /**
   * Throws `Crowded` where too much of this restaurant waits already, `DatabaseUnavailable`,
   * whatever `work` throws, or the database's own error.
   */
  tenant<T>(restaurantId: string, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** One read-only view of everything `work` reads (repeatable read). */
  tenantSnapshot<T>(restaurantId: string, work: (tx: Tx) => Promise<T>): Promise<T>;
  /**
   * The same for reads that take long or bring much: a few at once, one for each restaurant, and
   * never all the connections (FAIR-6).
   */
  heavy<T>(restaurantId: string, work: (tx: Tx) => Promise<T>): Promise<T>;
  /**
   * For the server's own rounds, which must not wait behind what floods the restaurant that they
   * look at (FAIR-9).
   */
  readonly jobs: { tenant<T>(restaurantId: string, work: (tx: Tx) => Promise<T>): Promise<T> };
  /**
   * For what is read at every hint: each statement is a read-only transaction of its own that can
   * see one restaurant's rows, in one round trip. All of them are on one connection that pipelines,
   * so none may be slow; all that it reads is found by a key. Throws as `tenant` does.
   */
  reader(restaurantId: string): Tx;
  /** For `directory.ts` only: one statement outside any tenant. */
  directoryQuery<Row extends object>(text: string, values: readonly unknown[]): Promise<Rows<Row>>;
  /**
   * The same for statements that wait for nobody and are asked at almost every request: on one
   * connection that pipelines, so that those of a turn are one write.
   */
  lookUp<Row extends object>(text: string, values: readonly unknown[]): Promise<Rows<Row>>;
  connect(): Promise<Connection>;
  /** Whether the database answers now. Never throws. */
  isAlive(): Promise<boolean>;
  close(): Promise<void>;
};

export type DatabaseOptions = {
  readonly url: string;
  /** The role every connection assumes; null where the server's own role may not create one. */
  readonly role: string | null;
  readonly log: { warn(fields: object, message: string): void };
  readonly maxConnections?: number;
};

export function createDatabase(options: DatabaseOptions): Database {
  const config = connectionSettings(options);
  const most = options.maxConnections ?? MAX_POOL_CONNECTIONS;
  const pool = new pg.Pool({ ...config, max: most, idleTimeoutMillis: IDLE_MS });
  const shared = Math.max(1, most - DIRECTORY_CONNECTIONS);
  const places = createTurnstile({ atOnce: shared, each: Math.ceil(shared / 2), waiting: WAITING });
  const heavyPlaces = createTurnstile({
    atOnce: Math.max(1, Math.floor(shared / 3)),
    each: 1,
    waiting: HEAVY_WAITING,
  });
  pool.on("error", (error) =>
    options.log.warn({ err: error }, "an idle database connection ended"),
  );
  // pg-pool listens only while a client is idle; a busy one that dies would otherwise be an
  // unhandled 'error'.
  pool.on("connect", (client) => client.on("error", ignoreBecauseTheQueryReportsIt));

  const connect = async (): Promise<Connection> => {
    const client = new pg.Client({ ...config, pipeline: true });
    client.on("error", ignoreBecauseTheQueryReportsIt);
    await client.connect().catch(rethrow);
    await client.query(BY_KEY_ONLY).catch((error: unknown) => {
      // Nobody else knows of it.
      client.connection.stream.destroy();
      return rethrow(error);
    });
    return connectionOf(client);
  };

  const lookUps = keptOpen(connect);
  const reads = keptOpen(connect);

  const inTurn = <T>(
    begin: string,
    restaurantId: string,
    work: (tx: Tx) => Promise<T>,
    key = restaurantId,
  ): Promise<T> => places.run(key, () => transaction(begin, restaurantId, work));

  const transaction = async <T>(
    begin: string,
    restaurantId: string,
    work: (tx: Tx) => Promise<T>,
  ): Promise<T> => {
    const client = await pool.connect().catch(rethrow);
    let broken = false;
    try {
      await client.query(`${begin}; ${tenantSetting(restaurantId)}`);
      const result = await work(txOf(client));
      await client.query("commit");
      return result;
    } catch (error) {
      broken = pgErrorKind(error) === "unavailable" || !(await rollback(client));
      return rethrow(error);
    } finally {
      client.release(broken);
    }
  };

  return {
    tenant: (restaurantId, work) => inTurn("begin", restaurantId, work),
    tenantSnapshot: (restaurantId, work) => inTurn(ONE_VIEW, restaurantId, work),
    heavy: (restaurantId, work) =>
      heavyPlaces.run(restaurantId, () => inTurn(ONE_VIEW, restaurantId, work)),
    jobs: { tenant: (restaurantId, work) => inTurn("begin", restaurantId, work, JOBS) },
    reader: (restaurantId) => ({
      async query<Row extends object>(text: string, values: readonly unknown[] = []) {
        const connection = await reads.get();
        // Sent in one turn, so nothing of another transaction comes between. Where one fails, all
        // that follow do, and `commit` ends it.
        const [, rows] = await Promise.all([
          connection.query(`begin read only; ${tenantSetting(restaurantId)}`),
          connection.query<Row>(text, values),
          connection.query("commit"),
        ]);
        return rows;
      },
    }),
    async directoryQuery<Row extends object>(text: string, values: readonly unknown[]) {
      const { rows, rowCount } = await pool.query<Row>(text, [...values]).catch(rethrow);
      return { rows, rowCount: rowCount ?? 0 };
    },
    async lookUp<Row extends object>(text: string, values: readonly unknown[]) {
      const connection = await lookUps.get();
      return connection.query<Row>(text, values);
    },
    connect,
    async isAlive() {
      try {
        await pool.query("select 1");
        return true;
      } catch (error) {
        options.log.warn({ err: error }, "the database does not answer");
        return false;
      }
    },
    async close() {
      await Promise.all([pool.end(), lookUps.close(), reads.close()]);
    },
  };
}

/**
 * Says whose rows the current transaction may see from here on. For the writer alone, whose
 * statements carry the rows of several restaurants.
 */
export async function enterTenants(tx: Tx, restaurantIds: readonly string[]): Promise<void> {
  await tx.query("select set_config('heard.restaurant_id', $1, true)", [restaurantIds.join(",")]);
}

/**
 * The restaurant of a tenant's transaction, in statements that are not given it. The policies guard
 * rows and find none: a key that is looked up begins with it.
 */
export const OWN_RESTAURANT = "current_setting('heard.restaurant_id')::uuid";

/** The same for one, as text. The id is checked, because it is written into it. */
function tenantSetting(restaurantId: string): string {
  if (!UUID.test(restaurantId)) throw new TypeError("a restaurant id is a UUID");
  return `select set_config('heard.restaurant_id', '${restaurantId}', true)`;
}

/**
 * For connections on which everything is found by its key. A plan from when a table was small would
 * read the whole of it, and is kept while the table grows (measured: 4 ms for each look at the
 * lines of sixteen orders among 10,000).
 */
const BY_KEY_ONLY = "set enable_seqscan = off";
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const ONE_VIEW = "begin isolation level repeatable read read only";
const MAX_POOL_CONNECTIONS = 12;
/**
 * Kept from restaurants for what is asked before it is known whose it is, and for whether the
 * database answers.
 */
const DIRECTORY_CONNECTIONS = 2;
/**
 * Asking for a connection. At some milliseconds each, a restaurant's own line is a second or two of
 * work.
 */
export const WAITING = { all: 2_000, each: 500 } as const;
/** A read of seconds: who comes behind these would wait longer than anybody looks at a page. */
export const HEAVY_WAITING = { all: 200, each: 16 } as const;
/** The key of the server's own rounds. */
const JOBS = "jobs";
const IDLE_MS = 60_000;

function txOf(client: pg.ClientBase): Tx {
  return {
    async query<Row extends object>(text: string, values?: readonly unknown[]) {
      const { rows, rowCount } = await client.query<Row>(
        text,
        values === undefined ? undefined : [...values],
      );
      return { rows, rowCount: rowCount ?? 0 };
    },
  };
}

function connectionOf(client: pg.Client): Connection {
  const nameOf = statementNames();
  const together = createGathering(client);
  return {
    async query<Row extends object>(text: string, values?: readonly unknown[]) {
      together();
      const name = values === undefined ? undefined : nameOf(text);
      const query = {
        text,
        ...(name === undefined ? {} : { name }),
        ...(values === undefined ? {} : { values: [...values] }),
      };
      const { rows, rowCount } = await client.query<Row>(query).catch(rethrow);
      return { rows, rowCount: rowCount ?? 0 };
    },
    onEnd: (callback) => client.once("end", callback),
    onNotification: (callback) =>
      client.on("notification", ({ channel, payload }) => callback(channel, payload ?? "")),
    end: () => client.end(),
  };
}

async function rollback(client: pg.PoolClient): Promise<boolean> {
  try {
    await client.query("rollback");
    return true;
  } catch (error) {
    return pgErrorKind(error) === "bug" ? Promise.reject(error) : false;
  }
}

function ignoreBecauseTheQueryReportsIt(): void {
  // The query that was running, or the next one, fails with the same error; the event adds nothing
  // but a crash.
}
