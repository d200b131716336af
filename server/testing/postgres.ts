import { randomBytes } from "node:crypto";
import { inject } from "vitest";
import { administer, urlOf } from "./postgres-setup.ts";

/** A database of a test file's own. Close every connection of yours first: a leak fails `drop`. */
export type TestDatabase = {
  /** The owner's connection, as `migrate` wants it. */
  readonly adminUrl: string;
  /** For `createDatabase({ url: adminUrl, role })`. */
  readonly role: string | null;
  /** Throws if connections are still open. */
  drop(): Promise<void>;
};

/** A migrated, empty database, cloned from the run's template (about 40 ms). */
export async function freshDatabase(): Promise<TestDatabase> {
  return make(`template ${inject("testPostgres").template}`);
}

/** A database without our schema, for tests of the migrations themselves. */
export async function emptyDatabase(): Promise<TestDatabase> {
  return make("template template0");
}

async function make(how: string): Promise<TestDatabase> {
  const { serverUrl, role } = inject("testPostgres");
  const name = `heard_test_${randomBytes(6).toString("hex")}`;
  await administer(serverUrl, `create database ${name} ${how}`);
  return {
    adminUrl: urlOf(serverUrl, name),
    role,
    async drop() {
      try {
        // Postgres itself waits five seconds for connections that are just closing; what outlives
        // that was forgotten.
        await administer(serverUrl, `drop database ${name}`);
      } catch (cause) {
        await administer(serverUrl, `drop database ${name} with (force)`);
        throw new Error("a connection to the test database was left open", { cause });
      }
    },
  };
}
