/** Which installation a database belongs to: the one whose secret made its tables' printed codes. */

import { createHash } from "node:crypto";
import pg from "pg";

export class ForeignDatabase extends Error {
  override readonly name = "ForeignDatabase";
}

/**
 * Claims a database for this secret, the first time. Throws `ForeignDatabase`, with a sentence for the operator, where it is another's: every code this
 * server showed would look valid and be dead, and its own tables' codes would be made void.
 */
export async function claimDatabase(adminUrl: string, serverSecret: Uint8Array, log: { warn(fields: object, message: string): void }): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl, application_name: "heard start", connectionTimeoutMillis: 10_000 });
  client.on("error", (error) => log.warn({ err: error }, "the start's database connection ended"));
  await client.connect();
  try {
    const ours = fingerprintOf(serverSecret);
    // Of several servers that start at once the first one claims it.
    await client.query("insert into directory_installation (secret_fingerprint) values ($1) on conflict do nothing", [ours]);
    const { rows } = await client.query<{ fingerprint: string }>("select secret_fingerprint as fingerprint from directory_installation");
    if (rows[0]?.fingerprint !== ours) throw new ForeignDatabase(SENTENCE);
  } finally {
    await client.end();
  }
}

const SENTENCE = "it belongs to an installation with another server-secret than the one in this DATA_DIR, so the codes on its tables are not ours. "
  + "Start with the DATA_DIR it was made with, or put that one's server-secret file back from your backup. "
  + "If it is lost and every table's code may be printed again, run: delete from directory_installation";

/** Says nothing about the secret, which is random and long. */
function fingerprintOf(secret: Uint8Array): string {
  return createHash("sha256").update("heard installation").update(secret).digest("hex").slice(0, 32);
}
