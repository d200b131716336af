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
 * The process's only logger: JSON lines with `time`, `level` and `msg`, secrets replaced by `[secret]`.
 * `destination` is for tests; without it lines go to standard output.
 */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: SECRET_FIELDS.flatMap(everywhere), censor: "[secret]" },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

function everywhere(field: string): string[] {
  const step = `["${field}"]`;
  // An error's or problem's `code` at the top level is no secret; a pairing code inside a body is.
  const top = field === "code" ? [] : [step];
  return [...top, ...["body", "*", "*.headers", "*.body"].filter((at) => field !== "code" || at.endsWith("body")).map((at) => at + step)];
}
