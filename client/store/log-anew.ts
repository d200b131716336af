/**
 * Chromium appends to the log file of its LevelDB that it finds at the start. Where the process before was killed in the middle of a write,
 * that file ends in half a record; what is appended behind it makes a record whose checksum is wrong, and the start after that throws the
 * whole database away ("database was corrupt: checksum mismatch"): everything this device did offline. (Seen about once in sixty kills
 * under load, Chromium 156; each time, where the file was cut by hand.) A log that is full is written out as a table and let go,
 * the half record with it, so after a start it is filled up at once. All databases of this address share one log.
 */
import type { Database } from "./database.ts";

/** Values beyond 64 KB are put into files of their own, and are not in the log. */
const VALUE_LENGTH = 60_000;

/** With what is needed to take them back, twice their size is logged: 6 MB, and the log is full at 4 MB. It took 0.2 s here. */
const VALUES = 50;

const KEY = "log-anew";

/** Leaves nothing behind. Notices are the table that nobody waits for. */
export async function startLogAnew(db: Database): Promise<void> {
  await db.dexie.transaction("rw", db.notices, async () => {
    const filler = { id: KEY, at: 0, code: "", detail: " ".repeat(VALUE_LENGTH), number: null, dismissed: true };
    await db.notices.bulkPut(Array.from({ length: VALUES }, () => filler));
    await db.notices.delete(KEY);
  });
}
