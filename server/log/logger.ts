import pino from "pino";
import type { DestinationStream, Logger as PinoLogger } from "pino";

export type Logger = PinoLogger;

/** Fields whose values never reach a log line, wherever they stand in the first three levels. */
const SECRET_FIELDS = [
  "authorization",
  "cookie",
  "set-cookie",
  "token",
  "tableToken",
  "setupToken",
  "password",
  "passwordHash",
  "secret",
  "code",
  "x-table-token",
  "x-setup-token",
];

/**
 * The process's only logger: JSON lines with `time`, `level` and `msg`, secrets replaced by
 * `[secret]`. `destination` is for tests; without it lines go to standard output.
 */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: (error: unknown) => describeError(error) },
    redact: { paths: SECRET_FIELDS.flatMap(everywhere), censor: "[secret]" },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

type Described = {
  readonly type: string;
  readonly message: string;
  readonly stack?: string;
  readonly code?: string;
  readonly cause?: Described;
};

const MAX_CAUSES = 3;

/**
 * What helps to understand an error, and nothing else that hangs on it: a database error carries
 * its whole connection and rows' values.
 */
function describeError(error: unknown, depth = 0): Described {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) };
  const { name, message, stack, cause } = error;
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  return {
    type: name,
    message,
    ...(stack === undefined ? {} : { stack }),
    ...(code === undefined ? {} : { code }),
    ...(cause === undefined || depth >= MAX_CAUSES
      ? {}
      : { cause: describeError(cause, depth + 1) }),
  };
}

function everywhere(field: string): string[] {
  const step = `["${field}"]`;
  // An error's or problem's `code` at the top level is no secret; a pairing code inside a body is.
  const top = field === "code" ? [] : [step];
  return [
    ...top,
    ...["body", "*", "*.headers", "*.body"]
      .filter((at) => field !== "code" || at.endsWith("body"))
      .map((at) => at + step),
  ];
}
