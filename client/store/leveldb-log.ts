/**
 * Chromium appends to the log file of its LevelDB that it finds at the start. Where the process
 * before was killed in the middle of a write, that file ends in half a record; what is appended
 * behind it makes a record whose checksum is wrong, and the start after that throws the whole
 * database away ("database was corrupt: checksum mismatch"): everything this device did offline.
 * (Seen about once in sixty kills under load, Chromium 156; each time, where the file was cut by
 * hand.) A log that is full is written out as a table and let go, the half record with it, so after
 * a start it is filled up at once. All databases of this address share one log.
 */
import { type Database, write } from "./database.ts";

/** Values beyond 64 KB are put into files of their own, and are not in the log. */
const VALUE_LENGTH = 60_000;

/**
 * With what is needed to take them back, twice their size is logged: 6 MB, and the log is full at 4
 * MB. It took 0.2 s here.
 */
const VALUES = 50;

/** So many in one transaction: nobody's action waits for all of them. */
const AT_ONCE = 5;

const KEY = "log-anew";

/**
 * The values are notices that were dismissed: nobody is shown them, and what a tablet that dies in
 * between leaves of them goes as those do.
 */
export async function startLogAnew(db: Database): Promise<void> {
  const filler = {
    id: KEY,
    at: 0,
    code: "",
    detail: " ".repeat(VALUE_LENGTH),
    number: null,
    dismissed: true,
  };
  for (let filled = 0; filled < VALUES; filled += AT_ONCE)
    await write(db, [db.notices], () =>
      db.notices.bulkPut(Array.from({ length: AT_ONCE }, () => filler)),
    );
  await write(db, [db.notices], () => db.notices.delete(KEY));
}
