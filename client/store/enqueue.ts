import type { Ids } from "#shared/kernel/ids.ts";
import type { IsoTime } from "#shared/kernel/time.ts";
import type { Args, MutationName } from "#shared/orders/command.ts";
import { nextNumber } from "#shared/orders/number.ts";
import type { OutboxEntry } from "#shared/sync/device/entry.ts";
import type { ClientRow, Database } from "./database.ts";
import { clientOf } from "./load.ts";

/**
 * Writes an action down: entry and next id in one strict transaction (SYN-15). When this resolves the action is on disk. Ids and order
 * numbers are given out here, under IndexedDB's own lock, so that two tabs never give the same. Places begin after `lastAt`, which matters
 * only in a database that was wiped under this tab: the tab still remembers entries at the first places.
 */
export async function enqueue<N extends MutationName>(
  db: Database, ids: Ids, letter: string, name: N, args: Args<N>, occurredAt: IsoTime, lastAt: number,
): Promise<OutboxEntry> {
  return db.dexie.transaction("rw", [db.client, db.outbox], async () => {
    const client = await clientOf(db, ids);
    const numbered = number(client, letter, name, args);
    const entry: Omit<OutboxEntry, "at"> = {
      clientId: client.clientId, id: client.nextId, name, args: numbered.args, occurredAt, state: "waiting", outcome: null,
    };
    // Asked for together: each answer costs a slow tablet a turn of its event loop, and somebody waits with a finger on the glass.
    const [at] = await Promise.all([db.outbox.add(entry), db.client.put({ ...client, nextId: client.nextId + 1, counter: numbered.counter })]);
    if (at > lastAt) return { ...entry, at };
    const moved: OutboxEntry = { ...entry, at: lastAt + 1 };
    await db.outbox.delete(at);
    await db.outbox.put(moved);
    return moved;
  });
}

/** A new order is called by this device's letter and counter from here on. A login without a letter leaves it to the server. */
function number(client: ClientRow, letter: string, name: MutationName, args: Readonly<Record<string, unknown>>) {
  if (name !== "order.place" || letter === "" || args["number"] !== undefined) return { args, counter: client.counter };
  const next = nextNumber(letter, client.counter);
  return { args: { ...args, number: next.number }, counter: next.counter };
}
