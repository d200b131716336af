import { accessSync, constants } from "node:fs";
import { isIP } from "node:net";
import { resolve } from "node:path";
import { z } from "zod";
import { err, ok } from "#shared/kernel/result.ts";
import type { Result } from "#shared/kernel/result.ts";
import { known, shaped } from "#shared/kernel/schema.ts";

/** Everything the environment decides, read once at the start. Units are in the names. */
export type Config = {
  /** 0 takes any free port; the "Heard is ready" line says which. */
  readonly port: number;
  readonly host: string;
  /** Null: the embedded Postgres under `dataDir`. */
  readonly databaseUrl: string | null;
  /** Absolute. */
  readonly dataDir: string;
  /** Null: the server makes one at its first start and keeps it under `dataDir`. */
  readonly setupToken: string | null;
  /** Null: nobody said; a first start without restaurants makes the demo, any other does not. */
  readonly demo: boolean | null;
  readonly eventPollingIntervalMs: number;
  readonly eventPingIntervalMs: number;
  readonly eventMaxRetryAttempts: number;
  readonly eventRetryBackoffMs: number;
  readonly eventRetentionDays: number;
  readonly eventBatchSize: number;
  readonly shownAlarmSeconds: number;
  /**
   * How many orders a table may place in ten minutes, whatever its house allows. Above 1,000
   * nothing is counted where the house sets no limits of its own.
   */
  readonly guestOrdersPerTable: number;
  /** Absolute paths of PEM files, checked to be readable. Null: plain HTTP. */
  readonly tls: { readonly certFile: string; readonly keyFile: string } | null;
  /**
   * How many proxies in front of us are believed about who is asking. On the proxy's machine HOST
   * should be 127.0.0.1: who gets around it is believed as it would be.
   */
  readonly trustProxy: number;
  /**
   * The one address by which people reach this server, an origin without a slash at the end: named
   * in every link that it makes (tables' codes, pairing), and a page from there is our own. Null: a
   * link is made with the host that its asker used. What a proxy or a caller says of a forwarded
   * host is believed in no case.
   */
  readonly publicUrl: string | null;
  /**
   * Lets who has it read /metrics. Null: only this machine itself, and nobody where a proxy is
   * known or seen in front: behind one everybody is this machine.
   */
  readonly metricsToken: string | null;
  readonly logLevel: LogLevel;
  /** Origins of push services besides those of the known browsers. */
  readonly pushServices: readonly string[];
  /** Whom a push service may write to about this server. */
  readonly pushContact: string;
};

export type LogLevel = (typeof LOG_LEVELS)[number];

/**
 * Reads the environment. Never throws: the error is every problem found, one readable sentence
 * each, so that somebody setting up a server mends them all in one go. An empty value counts as not
 * given, as compose files tend to pass them.
 */
export function readConfig(
  env: Environment,
  canRead: (file: string) => boolean = isReadable,
): Result<Config, readonly string[]> {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ""),
  );
  const parsed = Variables.safeParse(given);
  const problems = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  problems.push(...tlsProblems(given, canRead));
  if (!parsed.success || problems.length > 0) return err(problems);
  return ok(toConfig(parsed.data));
}

type Environment = Readonly<Record<string, string | undefined>>;

const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** A whole number in plain digits: Number() alone would take "1e3", " 7 " and "0x10". */
function whole(least: number, most: number, byDefault: number) {
  const message = `must be a whole number from ${least} to ${most}`;
  return z
    .pipe(shaped(12, /^\d+$/, message), z.transform(Number))
    .refine((value) => value >= least && value <= most, message)
    .default(byDefault);
}

const Variables = z.object({
  PORT: whole(0, 65_535, 8080),
  HOST: z._default(known(253, isHost, "must be an IP address or a host name"), "0.0.0.0"),
  DATABASE_URL: z.optional(
    known(4_096, isPostgresUrl, "must look like postgres://user:password@host:5432/name"),
  ),
  DATA_DIR: z.string().default(".data"),
  SETUP_TOKEN: z.optional(
    shaped(
      1_000,
      /^[\x21-\x7e]+$/,
      "must be printable characters without spaces, at most 1000: it travels in a header",
    ),
  ),
  DEMO: z.enum(["0", "1"], "must be 0 or 1").optional(),
  EVENT_POLLING_INTERVAL_MS: whole(100, HOUR, 30 * SECOND),
  EVENT_PING_INTERVAL_MS: whole(100, 10 * MINUTE, 10 * SECOND),
  EVENT_MAX_RETRY_ATTEMPTS: whole(0, 1000, 5),
  EVENT_RETRY_BACKOFF_MS: whole(1, HOUR, SECOND),
  EVENT_RETENTION_DAYS: whole(1, 3650, 7),
  EVENT_BATCH_SIZE: whole(1, 1000, 100),
  SHOWN_ALARM_SECONDS: whole(1, 3600, 15),
  GUEST_ORDERS_PER_TABLE: whole(1, 1_000_000, 1_000),
  TLS_CERT: z.string().optional(),
  TLS_KEY: z.string().optional(),
  TRUST_PROXY: whole(0, 10, 0),
  PUBLIC_URL: z
    .string()
    .transform((text) => text.replace(/\/$/, ""))
    .refine(isOrigin, "must be an origin like https://orders.example, without a path")
    .optional(),
  METRICS_TOKEN: z.optional(
    shaped(1_000, /^[\x21-\x7e]{16,}$/, "must be 16 to 1000 printable characters without spaces"),
  ),
  PUSH_SERVICES: z
    .string()
    .transform((text) => text.split(/[\s,]+/).filter((part) => part !== ""))
    .refine(
      (origins) => origins.every(isOrigin),
      "must be origins like https://push.example, parted by commas",
    )
    .default([]),
  PUSH_CONTACT: z._default(
    shaped(
      1_000,
      /^(mailto:[^\s@]+@[^\s@]+|https:\/\/\S+)$/,
      "must be like mailto:you@example.com or an https address",
    ),
    "mailto:heard@example.com",
  ),
  LOG_LEVEL: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(", ")}`).default("info"),
});

function toConfig(env: z.output<typeof Variables>): Config {
  return {
    port: env.PORT,
    host: env.HOST,
    databaseUrl: env.DATABASE_URL ?? null,
    dataDir: resolve(env.DATA_DIR),
    setupToken: env.SETUP_TOKEN ?? null,
    demo: env.DEMO === undefined ? null : env.DEMO === "1",
    eventPollingIntervalMs: env.EVENT_POLLING_INTERVAL_MS,
    eventPingIntervalMs: env.EVENT_PING_INTERVAL_MS,
    eventMaxRetryAttempts: env.EVENT_MAX_RETRY_ATTEMPTS,
    eventRetryBackoffMs: env.EVENT_RETRY_BACKOFF_MS,
    eventRetentionDays: env.EVENT_RETENTION_DAYS,
    eventBatchSize: env.EVENT_BATCH_SIZE,
    shownAlarmSeconds: env.SHOWN_ALARM_SECONDS,
    guestOrdersPerTable: env.GUEST_ORDERS_PER_TABLE,
    tls:
      env.TLS_CERT && env.TLS_KEY
        ? { certFile: resolve(env.TLS_CERT), keyFile: resolve(env.TLS_KEY) }
        : null,
    trustProxy: env.TRUST_PROXY,
    publicUrl: env.PUBLIC_URL ?? null,
    metricsToken: env.METRICS_TOKEN ?? null,
    logLevel: env.LOG_LEVEL,
    pushServices: env.PUSH_SERVICES,
    pushContact: env.PUSH_CONTACT,
  };
}

function tlsProblems(env: Environment, canRead: (file: string) => boolean): string[] {
  const { TLS_CERT: cert, TLS_KEY: key } = env;
  const problems: string[] = [];
  if (cert && !key) problems.push("TLS_KEY: is missing, and TLS_CERT is given: HTTPS needs both");
  if (key && !cert) problems.push("TLS_CERT: is missing, and TLS_KEY is given: HTTPS needs both");
  if (cert && !canRead(cert)) problems.push(`TLS_CERT: the file ${cert} cannot be read`);
  if (key && !canRead(key)) problems.push(`TLS_KEY: the file ${key} cannot be read`);
  return problems;
}

function isHost(value: string): boolean {
  return (
    isIP(value) !== 0 ||
    value
      .split(".")
      .every(
        (label) => /^[a-z0-9-]+$/i.test(label) && !label.startsWith("-") && !label.endsWith("-"),
      )
  );
}

function isPostgresUrl(value: string): boolean {
  return /^postgres(ql)?:\/\//.test(value) && URL.canParse(value.replace(/@(?=[/?]|$)/, "@socket"));
}

function isOrigin(text: string): boolean {
  return /^https?:/.test(text) && URL.parse(text)?.origin === text;
}

function isReadable(file: string): boolean {
  try {
    accessSync(file, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
