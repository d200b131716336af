import type { Ids } from "#shared/kernel/ids.ts";
import type { OutboxEntry } from "#shared/sync/device/entry.ts";
import type { Stored } from "#shared/sync/device/ports.ts";
import type { Snapshot } from "#shared/sync/messages/snapshot.ts";
import { type ArchiveRow, type BaseRow, type ClientRow, type Database, write } from "./database.ts";

/**
 * Everything that is stored, in one consistent read; a device that opens for the first time gets
 * its client id here.
 */
export async function load(db: Database, ids: Ids): Promise<Stored> {
  await clientOf(db, ids);
  return db.dexie.transaction(
    "r",
    [db.client, db.meta, db.base, db.log, db.outbox, db.archive],
    async () => {
      const [client, snapshot, log, entries, archive] = await Promise.all([
        clientOf(db, ids),
        readBase(db),
        db.log.toArray(),
        db.outbox.toArray(),
        db.archive.toArray(),
      ]);
      return {
        clientId: client.clientId,
        nextId: client.nextId,
        snapshot,
        events: log.flatMap((row) => row.events),
        entries: together(archive, entries),
      };
    },
  );
}

/** The outbox without the archive, with the client id that new actions take. */
export async function loadOutbox(
  db: Database,
  ids: Ids,
): Promise<{ clientId: string; entries: readonly OutboxEntry[] }> {
  return db.dexie.transaction("r", [db.client, db.outbox], async () => {
    const [client, entries] = await Promise.all([clientOf(db, ids), db.outbox.toArray()]);
    return { clientId: client.clientId, entries };
  });
}

/**
 * The device's own row, made where there is none yet. Inside a transaction that only reads it must
 * already be there.
 */
export async function clientOf(db: Database, ids: Ids): Promise<ClientRow> {
  const known = await db.client.get("client");
  if (known !== undefined) return known;
  return write(db, [], async () => {
    const other = await db.client.get("client");
    if (other !== undefined) return other;
    const made: ClientRow = { key: "client", clientId: ids.next(), nextId: 1, counter: 0, term: 0 };
    await db.client.put(made);
    return made;
  });
}

/**
 * All entries, each as it was last written: one that came back from the archive stands in the
 * outbox again.
 */
function together(archive: readonly ArchiveRow[], entries: readonly OutboxEntry[]): OutboxEntry[] {
  const byAt = new Map<number, OutboxEntry>();
  for (const entry of archive.flatMap((row) => row.entries)) byAt.set(entry.at, entry);
  for (const entry of entries) byAt.set(entry.at, entry);
  return [...byAt.values()].sort((a, b) => a.at - b.at);
}

/** The base as a snapshot, or null on a device that was never filled. */
export async function readBase(db: Database): Promise<Snapshot | null> {
  const [row, chunks] = await Promise.all([
    db.meta.get("base") as PromiseLike<BaseRow | undefined>,
    db.base.toArray(),
  ]);
  return row === undefined
    ? null
    : { ...row.frame, orders: chunks.flatMap((chunk) => chunk.orders) };
}
