import { err, ok, type Result } from "#shared/kernel/result.ts";
import type { OutboxEntry } from "#shared/sync/device/entry.ts";
import type { Deposed, Rotation } from "#shared/sync/device/shell/ports.ts";
import { type Database, write } from "./database.ts";

/** Begins to lead: the term under which this tab may write. Whoever led before is deposed. */
export async function takeTerm(db: Database): Promise<number> {
  return write(db, [], async () => {
    const client = await db.client.get("client");
    if (client === undefined)
      throw new Error("Missing: the device's own row, made when it was loaded");
    const term = client.term + 1;
    await db.client.put({ ...client, term });
    return term;
  });
}

/**
 * Writes entries as they are now (by `at`), and with a rotation the client that new actions belong
 * to (SYN-22). What another tab wrote under the old client meanwhile is left as it is: the server's
 * answer to it carries it over in its turn.
 */
export async function storeEntries(
  db: Database,
  term: number,
  entries: readonly OutboxEntry[],
  rotation: Rotation | null,
): Promise<Result<void, Deposed>> {
  return write(db, [db.outbox], async () => {
    const client = await db.client.get("client");
    if (client === undefined || client.term !== term) return err({ kind: "deposed" as const });
    await db.outbox.bulkPut([...entries]);
    if (rotation !== null) await db.client.put({ ...client, ...rotation });
    return ok(undefined);
  });
}
