import { must } from "#shared/kernel/assert.ts";
import type { Ids } from "#shared/kernel/ids.ts";
import type { IsoTime } from "#shared/kernel/time.ts";
import type { MutationName } from "#shared/orders/command.ts";
import { nextNumber } from "#shared/orders/order-number.ts";
import type { OutboxEntry } from "#shared/sync/device/entry.ts";
import { type ClientRow, type Database, write } from "./database.ts";
import { clientOf } from "./load.ts";

export type Action = {
  readonly name: MutationName;
  readonly args: Readonly<Record<string, unknown>>;
  readonly occurredAt: IsoTime;
};

/**
 * Writes actions down: entries and next id in one strict transaction (SYN-15). When this resolves
 * they are on disk. Ids and order numbers are given out here, under IndexedDB's own lock, so that
 * two tabs never give the same. Places begin after `lastAt`, which matters only in a database that
 * was wiped under this tab: the tab still remembers entries at the first places.
 */
export async function enqueue(
  db: Database,
  ids: Ids,
  letter: string,
  actions: readonly Action[],
  lastAt: number,
): Promise<readonly OutboxEntry[]> {
  return write(db, [db.outbox], async () => {
    let client = await clientOf(db, ids);
    const entries = actions.map((action): Omit<OutboxEntry, "at"> => {
      const { args, counter } = number(client, letter, action);
      const { clientId, nextId: id } = client;
      client = { ...client, nextId: id + 1, counter };
      return {
        clientId,
        id,
        name: action.name,
        args,
        occurredAt: action.occurredAt,
        state: "waiting",
        outcome: null,
      };
    });
    // Asked for together: each answer costs a slow tablet a turn of its event loop, and somebody
    // waits with a finger on the glass.
    const [places] = await Promise.all([
      db.outbox.bulkAdd(entries, { allKeys: true }),
      db.client.put(client),
    ]);
    const added = entries.map((entry, index): OutboxEntry => ({
      ...entry,
      at: must(places[index], "a place for each entry"),
    }));
    if (added.every(({ at }) => at > lastAt)) return added;
    await db.outbox.bulkDelete(places);
    const moved = entries.map((entry, index): OutboxEntry => ({
      ...entry,
      at: lastAt + 1 + index,
    }));
    await db.outbox.bulkPut(moved);
    return moved;
  });
}

/**
 * A new order is called by this device's letter and counter from here on. A login without a letter
 * leaves it to the server.
 */
function number(
  client: ClientRow,
  letter: string,
  { name, args }: Action,
): { readonly args: Action["args"]; readonly counter: number } {
  if (name !== "order.place" || letter === "" || args["number"] !== undefined)
    return { args, counter: client.counter };
  const next = nextNumber(letter, client.counter);
  return { args: { ...args, number: next.number }, counter: next.counter };
}
