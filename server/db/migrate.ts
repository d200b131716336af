/**
 * Brings the schema forward. Numbered files, forward only, each in its own transaction, under an
 * advisory lock, so that any number of servers may boot at once. A file that was applied may never
 * change (checksum), and a database that is ahead of the code is refused, not guessed at. Our own:
 * migration tools neither make the role that the pool runs as, nor say both of these refusals in a
 * sentence for the operator.
 */

import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { ensureAppRole } from "./roles.ts";

export type MigrationLog = {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
};

export type Migrated = {
  /** Numbers applied by this call; empty when there was nothing to do. */
  readonly applied: readonly number[];
  /** The role the pool must run as; null where it may not be created (a warning was logged). */
  readonly appRole: string | null;
};

/**
 * Throws `MigrationError` with a sentence for the operator, or pg's own error when the database
 * cannot be reached.
 */
export async function migrate(
  adminUrl: string,
  log: MigrationLog,
  directory: string = MIGRATIONS,
): Promise<Migrated> {
  const migrations = await readMigrations(directory);
  const client = new pg.Client({
    connectionString: adminUrl,
    application_name: "heard migrate",
    connectionTimeoutMillis: 10_000,
  });
  client.on("error", (error) =>
    log.warn({ err: error }, "the migration's database connection ended"),
  );
  await client.connect();
  try {
    await refuseOldPostgres(client);
    await client.query("set search_path = public; set client_min_messages = warning");
    await client.query("select pg_advisory_lock($1)", [LOCK_KEY]);
    const applied = await applyMissing(client, migrations, log);
    const appRole = await ensureAppRole(client, log);
    return { applied, appRole };
  } finally {
    await client.end();
  }
}

export class MigrationError extends Error {
  override readonly name = "MigrationError";
}

const MIGRATIONS = fileURLToPath(new URL("./migrations/", import.meta.url));
const LOCK_KEY = 0x68_65_61_72; // "hear"
const OLDEST_POSTGRES = 150_000;

type Migration = {
  readonly number: number;
  readonly name: string;
  readonly checksum: string;
  readonly sql: string;
};

async function readMigrations(directory: string): Promise<readonly Migration[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith(".sql")).toSorted();
  const migrations = await Promise.all(
    names.map(async (name) => {
      // A checkout with CRLF line ends is the same migration.
      const sql = (await readFile(`${directory}/${name}`, "utf8")).replaceAll("\r\n", "\n");
      return {
        number: Number(name.slice(0, 4)),
        name,
        checksum: createHash("sha256").update(sql).digest("hex"),
        sql,
      };
    }),
  );
  const misnumbered = migrations.find((migration, index) => migration.number !== index + 1);
  if (misnumbered !== undefined)
    throw new MigrationError(
      `migrations are numbered 0001, 0002, … without holes; ${misnumbered.name} is not`,
    );
  return migrations;
}

async function refuseOldPostgres(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: string }>(
    "select current_setting('server_version_num') as version",
  );
  if (Number(rows[0]?.version) < OLDEST_POSTGRES)
    throw new MigrationError("Heard needs Postgres 15 or newer");
}

async function applyMissing(
  client: pg.Client,
  migrations: readonly Migration[],
  log: MigrationLog,
): Promise<number[]> {
  await client.query(`create table if not exists schema_migrations (
    number integer primary key, name text not null, checksum text not null, applied_at timestamptz not null default now())`);
  const { rows } = await client.query<{ number: number; name: string; checksum: string }>(
    "select number, name, checksum from schema_migrations order by number",
  );
  for (const row of rows) {
    const ours = migrations[row.number - 1];
    if (ours === undefined) {
      throw new MigrationError(
        `the database has migration ${row.name}, which this version of Heard does not know: start the newer version`,
      );
    }
    if (ours.checksum !== row.checksum) {
      throw new MigrationError(
        `migration ${ours.name} was changed after it was applied: migrations only ever get new files`,
      );
    }
  }
  const missing = migrations.slice(rows.length);
  for (const migration of missing) {
    await client.query("begin");
    try {
      await client.query(migration.sql);
      await client.query(
        "insert into schema_migrations (number, name, checksum) values ($1, $2, $3)",
        [migration.number, migration.name, migration.checksum],
      );
      await client.query("commit");
    } catch (error) {
      await client.query("rollback");
      throw error;
    }
    log.info({ migration: migration.name }, "migration applied");
  }
  return missing.map((migration) => migration.number);
}
