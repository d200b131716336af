/**
 * What a failing database means to us, as one table: SQLSTATE (or Node's error code) → kind.
 *
 * - `retryable`: the same transaction may well succeed if run again at once (deadlock,
 *   serialization, lock timeout).
 * - `unavailable`: the database is not there or not taking work; whether a commit happened may be
 *   unknown.
 * - `constraint`: the data was refused; running it again cannot help.
 * - `bug`: anything else. Nobody planned for it, so nobody may swallow it.
 */

export type PgErrorKind = "retryable" | "unavailable" | "constraint" | "bug";

/**
 * Thrown by `server/db` in place of every `unavailable` failure, so that callers need no table of
 * their own.
 */
export class DatabaseUnavailable extends Error {
  override readonly name = "DatabaseUnavailable";
  /** How the HTTP room knows it without knowing this one. */
  readonly code = "unavailable";
  constructor(cause: unknown) {
    super(
      `the database is unavailable: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
}

export function pgErrorKind(error: unknown): PgErrorKind {
  if (error instanceof DatabaseUnavailable) return "unavailable";
  if (!(error instanceof Error)) return "bug";
  const code = codeOf(error);
  if (code !== null) return KINDS.get(code) ?? KINDS.get(code.slice(0, 2)) ?? "bug";
  // pg's own client errors carry no code: it says so only in words.
  return CLIENT_SIDE.some((words) => error.message.includes(words)) ? "unavailable" : "bug";
}

/** The name of the unique constraint that was violated, or null. */
export function uniqueViolationOf(error: unknown): string | null {
  if (!(error instanceof Error) || codeOf(error) !== "23505") return null;
  return "constraint" in error && typeof error.constraint === "string" ? error.constraint : null;
}

/** Throws the error on: as `DatabaseUnavailable` where that is what it comes to. */
export function rethrow(error: unknown): never {
  throw pgErrorKind(error) === "unavailable" && !(error instanceof DatabaseUnavailable)
    ? new DatabaseUnavailable(error)
    : error;
}

const KINDS: ReadonlyMap<string, PgErrorKind> = new Map([
  ["40001", "retryable"], // serialization_failure
  ["40P01", "retryable"], // deadlock_detected
  ["55P03", "retryable"], // lock_not_available
  ["23", "constraint"],
  ["08", "unavailable"], // connection exceptions
  ["25006", "unavailable"], // read_only_sql_transaction: a standby, before it takes over
  ["28", "unavailable"], // refused at the door: somebody is changing passwords
  ["3D", "unavailable"], // the database is not there: somebody is restoring it
  ["53", "unavailable"], // insufficient resources: disk full, too many connections
  ["57P01", "unavailable"], // admin_shutdown
  ["57P02", "unavailable"], // crash_shutdown
  ["57P03", "unavailable"], // cannot_connect_now
  ["57014", "unavailable"], // query_canceled: our statement_timeout
  ["57P05", "unavailable"], // idle_session_timeout
  ["25P03", "unavailable"], // idle_in_transaction_session_timeout
  ["58", "unavailable"], // system errors: the disk, not us
  ["ECONNREFUSED", "unavailable"],
  ["ECONNRESET", "unavailable"],
  ["ECONNABORTED", "unavailable"],
  ["EPIPE", "unavailable"],
  ["ETIMEDOUT", "unavailable"],
  ["EHOSTUNREACH", "unavailable"],
  ["ENETUNREACH", "unavailable"],
  ["ENOTFOUND", "unavailable"],
  ["EAI_AGAIN", "unavailable"],
  ["ENOENT", "unavailable"], // a Unix socket that is not there (yet)
]);

const CLIENT_SIDE: readonly string[] = [
  "Connection terminated",
  "Query read timeout",
  "timeout expired",
  "timeout exceeded when trying to connect",
  "Client has encountered a connection error",
  "Client was closed",
  "Cannot use a pool after calling end",
];

function codeOf(error: Error): string | null {
  if ("code" in error && typeof error.code === "string") return error.code;
  // Node reports a refused connection to a name with several addresses as one AggregateError.
  if (error instanceof AggregateError && error.errors[0] instanceof Error)
    return codeOf(error.errors[0]);
  return null;
}
