import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { readConfig, type Config } from "./config.ts";

describe("readConfig", () => {
  test("an empty environment gives the documented defaults", () => {
    expect(config({})).toEqual({
      port: 8080,
      host: "0.0.0.0",
      databaseUrl: null,
      dataDir: resolve(".data"),
      setupToken: null,
      demo: null,
      eventPollingIntervalMs: 30_000,
      eventPingIntervalMs: 10_000,
      eventMaxRetryAttempts: 5,
      eventRetryBackoffMs: 1000,
      eventRetentionDays: 7,
      eventBatchSize: 100,
      shownAlarmSeconds: 15,
      guestOrdersPerTable: 1_000,
      tls: null,
      trustProxy: 0,
      publicUrl: null,
      metricsToken: null,
      logLevel: "info",
      pushServices: [],
      pushContact: "mailto:heard@example.com",
    });
  });

  test("every variable is taken over", () => {
    const read = config({
      PORT: "0",
      HOST: "::1",
      DATABASE_URL: "postgres://heard:pw@db:5432/heard",
      DATA_DIR: "kept",
      SETUP_TOKEN: "secret",
      DEMO: "0",
      EVENT_POLLING_INTERVAL_MS: "500",
      EVENT_PING_INTERVAL_MS: "200",
      EVENT_MAX_RETRY_ATTEMPTS: "0",
      EVENT_RETRY_BACKOFF_MS: "10",
      EVENT_RETENTION_DAYS: "1",
      EVENT_BATCH_SIZE: "7",
      SHOWN_ALARM_SECONDS: "2",
      GUEST_ORDERS_PER_TABLE: "9",
      TLS_CERT: "c.pem",
      TLS_KEY: "k.pem",
      TRUST_PROXY: "2",
      PUBLIC_URL: "https://orders.example/",
      METRICS_TOKEN: "0123456789abcdef",
      LOG_LEVEL: "debug",
      PUSH_SERVICES: "https://push.example, http://127.0.0.1:9000",
      PUSH_CONTACT: "mailto:me@here.example",
    });
    expect(read).toEqual({
      port: 0,
      host: "::1",
      databaseUrl: "postgres://heard:pw@db:5432/heard",
      dataDir: resolve("kept"),
      setupToken: "secret",
      demo: false,
      eventPollingIntervalMs: 500,
      eventPingIntervalMs: 200,
      eventMaxRetryAttempts: 0,
      eventRetryBackoffMs: 10,
      eventRetentionDays: 1,
      eventBatchSize: 7,
      shownAlarmSeconds: 2,
      guestOrdersPerTable: 9,
      tls: { certFile: resolve("c.pem"), keyFile: resolve("k.pem") },
      trustProxy: 2,
      publicUrl: "https://orders.example",
      metricsToken: "0123456789abcdef",
      logLevel: "debug",
      pushServices: ["https://push.example", "http://127.0.0.1:9000"],
      pushContact: "mailto:me@here.example",
    });
  });

  test("every problem is listed at once, each under its variable", () => {
    expect(
      problems({
        PORT: "80a",
        EVENT_BATCH_SIZE: "0",
        DEMO: "yes",
        DATABASE_URL: "mysql://x",
        TLS_CERT: "c.pem",
        PUBLIC_URL: "orders.example/t",
        PUSH_SERVICES: "https://push.example/path",
        PUSH_CONTACT: "me",
      }),
    ).toEqual([
      "PORT: must be a whole number from 0 to 65535",
      "DATABASE_URL: must look like postgres://user:password@host:5432/name",
      "DEMO: must be 0 or 1",
      "EVENT_BATCH_SIZE: must be a whole number from 1 to 1000",
      "PUBLIC_URL: must be an origin like https://orders.example, without a path",
      "PUSH_SERVICES: must be origins like https://push.example, parted by commas",
      "PUSH_CONTACT: must be like mailto:you@example.com or an https address",
      "TLS_KEY: is missing, and TLS_CERT is given: HTTPS needs both",
    ]);
  });

  test.each(["1e3", "-1", " 80", "0x50", "8080.5", "65536", "٣"])("PORT %j is refused", (PORT) => {
    expect(problems({ PORT })).toEqual(["PORT: must be a whole number from 0 to 65535"]);
  });

  test.each(["0.0.0.0", "::", "localhost", "kitchen-1.lan"])("HOST %s is taken", (HOST) => {
    expect(config({ HOST }).host).toBe(HOST);
  });

  test.each(["http://x", "a b", "-a"])("HOST %j is refused", (HOST) => {
    expect(problems({ HOST })).toEqual(["HOST: must be an IP address or a host name"]);
  });

  test.each([
    "postgres://u:p@h/db",
    "postgresql://h/db?sslmode=require",
    "postgres://u:p@%2Frun%2Fpg:5432/db",
    "postgres://u:p@/db?host=/run/pg",
  ])("DATABASE_URL %s is taken", (DATABASE_URL) => {
    expect(config({ DATABASE_URL }).databaseUrl).toBe(DATABASE_URL);
  });

  test("an empty value counts as not given", () => {
    expect(config({ PORT: "", DATABASE_URL: " ", TLS_CERT: "" })).toEqual(config({}));
  });

  test("a certificate file that cannot be read is said by name", () => {
    expect(problems({ TLS_CERT: "c.pem", TLS_KEY: "k.pem" }, (file) => file === "c.pem")).toEqual([
      "TLS_KEY: the file k.pem cannot be read",
    ]);
  });
});

function config(env: Record<string, string>): Config {
  const read = readConfig(env, () => true);
  if (!read.ok) throw new Error(read.error.join("\n"));
  return read.value;
}

function problems(
  env: Record<string, string>,
  canRead: (file: string) => boolean = () => true,
): readonly string[] {
  const read = readConfig(env, canRead);
  return read.ok ? [] : read.error;
}
