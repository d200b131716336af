/** The stored log as every keeper of a log is tested (shared/sync/event-log.contract.ts). */
import type { EventLog } from "#shared/sync/event-log.ts";
import type { HeardEvent } from "#shared/orders/event.ts";
import type { Cursor } from "#shared/sync/messages/cursor.ts";
import { compact } from "../compact.ts";
import { describeDatabase, type BaseRow, type Database, type PlaceRow } from "../database.ts";
import { storeEvents, storeSnapshot } from "../write-log.ts";
import { takeTerm } from "../write-outbox.ts";
import { clientOf } from "../load.ts";
import { snapshotOf, testIds } from "./samples.ts";

export async function openDexieLog(name: string): Promise<{ log: EventLog; db: Database }> {
  const db = describeDatabase(name);
  await clientOf(db, testIds());
  await storeSnapshot(db, await takeTerm(db), "A", snapshotOf([]));
  return { log: dexieLog(db), db };
}

function dexieLog(db: Database): EventLog {
  const place = async () => ((await db.meta.get("place")) as PlaceRow).cursor;
  const floor = async () => ((await db.meta.get("base")) as BaseRow).frame;
  return {
    async position() {
      const [{ logId, epoch, seq, id }, base] = await Promise.all([place(), floor()]);
      return { logId, epoch, head: seq, headId: id, floor: base.seq };
    },
    async append(events) {
      const from = await place();
      const last = events.at(-1);
      const to: Cursor = last === undefined ? from : { ...from, seq: last.seq, id: last.id };
      return (await storeEvents(db, from, to, events)).ok;
    },
    async read(since, limit) {
      const [head, base, rows] = await Promise.all([place(), floor(), db.log.toArray()]);
      const events = rows.flatMap((row) => row.events);
      const idAt = (seq: number): string | null =>
        seq === base.seq ? base.id : (events.find((event) => event.seq === seq)?.id ?? null);
      if (since.seq < base.seq || since.seq > head.seq) return { kind: "must_refetch" };
      if (since.id !== null && since.id !== idAt(since.seq)) return { kind: "must_refetch" };
      return {
        kind: "events",
        events: events.filter((event: HeardEvent) => event.seq > since.seq).slice(0, limit),
      };
    },
    async trim(upTo) {
      // A device folds its whole tail or none of it.
      if (upTo >= (await place()).seq) await compact(db, Date.now(), null, 1);
    },
  };
}
