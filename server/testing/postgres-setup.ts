import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { createLogger } from "../log/logger.ts";
import { startEmbedded } from "../db/embedded.ts";
import { migrate } from "../db/migrate.ts";

/**
 * Once per run of the `postgres` project: a database server (a throwaway embedded one, or
 * HEARD_TEST_DATABASE_URL: a superuser on another one) and one migrated template that every test
 * file clones.
 */
declare module "vitest" {
  export interface ProvidedContext {
    readonly testPostgres: TestPostgres;
  }
}

export type TestPostgres = {
  /** Superuser: tests make roles, and look past row-level security. */
  readonly serverUrl: string;
  readonly template: string;
  /** What the pool runs as; null where the role may not be created. */
  readonly role: string | null;
};

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startServer();
  const template = `heard_template_${process.pid}`;
  const tearDown = async () => {
    await administer(server.url, `drop database if exists ${template} with (force)`);
    await server.stop();
  };
  try {
    await administer(server.url, `create database ${template}`);
    const { appRole } = await migrate(urlOf(server.url, template), log);
    project.provide("testPostgres", { serverUrl: server.url, template, role: appRole });
  } catch (error) {
    await tearDown();
    throw error;
  }
  return tearDown;
}

/** The same server, another database. */
export function urlOf(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}

/** One statement outside any test's database. */
export async function administer(serverUrl: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** Tests provoke errors on purpose; what they did not expect fails them. */
const log = createLogger("error");

async function startServer(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const given = process.env["HEARD_TEST_DATABASE_URL"];
  if (given) return { url: given, stop: async () => undefined };
  const dataDir = mkdtempSync(join(tmpdir(), "heard-test-"));
  // Thrown away in any case, so nothing waits for the disk; what transactions see of each other is
  // the same.
  const settings = { fsync: "off", full_page_writes: "off", max_connections: "120" };
  const postgres = await startEmbedded({ dataDir, log, settings });
  return {
    url: postgres.adminUrl,
    async stop() {
      await postgres.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
