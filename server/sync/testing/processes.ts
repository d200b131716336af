import { randomUUID } from "node:crypto";
import { freshDatabase } from "../../testing/postgres.ts";
import { mutation, push, pushed, type StoredHouse } from "./house.ts";
import { startProcess, type Process } from "./process.ts";
import { openReader, type Reader } from "./reader.ts";

/** Processes that share a fresh database, and readers of their streams. */
export type Processes = {
  readonly adminUrl: string;
  start(...options: ProcessOptions): Promise<Process>;
  read(
    process: Process,
    token: string,
    query: string,
    headers?: Record<string, string>,
  ): Promise<Reader>;
  /** Ends all of them, and drops the database. */
  close(): Promise<void>;
};

type ProcessOptions =
  Parameters<typeof startProcess> extends [string, string | null, ...infer Rest] ? Rest : never;

export async function openProcesses(): Promise<Processes> {
  const fresh = await freshDatabase();
  const started: Process[] = [];
  const readers: Reader[] = [];
  return {
    adminUrl: fresh.adminUrl,
    async start(...options) {
      const process = await startProcess(fresh.adminUrl, fresh.role, ...options);
      started.push(process);
      return process;
    },
    async read(process, token, query, headers) {
      const reader = await openReader(process.url, token, query, headers);
      readers.push(reader);
      return reader;
    },
    async close() {
      readers.forEach((reader) => reader.close());
      await Promise.all(started.map((process) => process.close()));
      await fresh.drop();
    },
  };
}

/** So many orders, in one commit. */
export async function order(
  { sync }: Process,
  { restaurantId, owner }: StoredHouse,
  count = 1,
): Promise<void> {
  pushed(
    await sync.writer.submit(
      restaurantId,
      push(
        owner,
        randomUUID(),
        ...Array.from({ length: count }, (_, index) => mutation(index + 1)),
      ),
    ),
  );
}
