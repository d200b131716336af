/**
 * Which installation a database belongs to: the one whose secret made its tables' printed codes.
 */

import { createHash } from "node:crypto";
import pg from "pg";

export class ForeignDatabase extends Error {
  override readonly name = "ForeignDatabase";
}

type Log = { warn(fields: object, message: string): void };

/**
 * Claims a database for this secret, the first time. Throws `ForeignDatabase`, with a sentence for
 * the operator, where it is another's: every code this server showed would look valid and be dead,
 * and its own tables' codes would be made void.
 */
export async function claimDatabase(
  adminUrl: string,
  serverSecret: Uint8Array,
  log: Log,
): Promise<void> {
  await connected(adminUrl, log, async (client) => {
    const ours = fingerprintOf(serverSecret);
    // Of several servers that start at once the first one claims it.
    await client.query(
      "insert into directory_installation (secret_fingerprint) values ($1) on conflict do nothing",
      [ours],
    );
    const { rows } = await client.query<{ fingerprint: string }>(
      "select secret_fingerprint as fingerprint from directory_installation",
    );
    if (rows[0]?.fingerprint !== ours) throw new ForeignDatabase(SENTENCE);
  });
}

/**
 * The hash of the setup token of a claimed database; `hash` becomes it where there is none yet. Of
 * several at once the first one's stays.
 */
export async function settleSetupTokenHash(
  adminUrl: string,
  hash: string | null,
  log: Log,
): Promise<Settled> {
  return connected(adminUrl, log, async (client) => {
    const put =
      hash === null
        ? null
        : await client.query(
            "update directory_installation set setup_token_hash = $1 where setup_token_hash is null",
            [hash],
          );
    const { rows } = await client.query<{ hash: string | null }>(
      "select setup_token_hash as hash from directory_installation",
    );
    return { hash: rows[0]?.hash ?? null, isNew: put?.rowCount === 1 };
  });
}

export type Settled = {
  readonly hash: string | null;
  /** It was put there just now. */ readonly isNew: boolean;
};

async function connected<T>(
  adminUrl: string,
  log: Log,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({
    connectionString: adminUrl,
    application_name: "heard start",
    connectionTimeoutMillis: 10_000,
  });
  client.on("error", (error) => log.warn({ err: error }, "the start's database connection ended"));
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const SENTENCE =
  "it belongs to an installation with another server-secret than the one in this DATA_DIR, so the codes on its tables are not ours. " +
  "Start with the DATA_DIR it was made with, or put that one's server-secret file back from your backup. " +
  "If it is lost and every table's code may be printed again, run: delete from directory_installation";

/** Says nothing about the secret, which is random and long. */
function fingerprintOf(secret: Uint8Array): string {
  return createHash("sha256")
    .update("heard installation")
    .update(secret)
    .digest("hex")
    .slice(0, 32);
}
