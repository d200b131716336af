/** What every connection to the database is opened with. */
import pg from "pg";

const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 15_000;
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 30_000;
const INT8 = 20;

export function connectionSettings({
  url,
  role,
}: {
  readonly url: string;
  readonly role: string | null;
}): pg.ClientConfig {
  return {
    connectionString: url,
    // As a start-up option and not as SET ROLE: RESET ROLE then comes back to it instead of to the
    // login role.
    ...(role === null ? {} : { options: `-c role=${role}` }),
    application_name: "heard",
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    // For a server that stopped answering without closing the connection; later than the server's
    // own timeout.
    query_timeout: STATEMENT_TIMEOUT_MS + CONNECT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
    keepAlive: true,
    types: {
      getTypeParser: (oid, format) => (oid === INT8 ? Number : pg.types.getTypeParser(oid, format)),
    },
  };
}
