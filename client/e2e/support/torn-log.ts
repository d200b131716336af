import { appendFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** LevelDB's log format: blocks, and in them records behind a header (checksum, length, kind). */
const BLOCK_BYTES = 32_768;
const HEADER_BYTES = 7;
const WHOLE_RECORD = 1;

/**
 * As a battery leaves it that died in the middle of a write: the last record in the browser's log
 * is half there. The log's path.
 */
export function tearLog(profile: string): string {
  const log = logOf(profile);
  const room = BLOCK_BYTES - (statSync(log).size % BLOCK_BYTES);
  const record = Buffer.alloc(HEADER_BYTES + 10);
  record.writeUInt16LE(1_000, 4);
  record.writeUInt8(WHOLE_RECORD, 6);
  appendFileSync(
    log,
    room < HEADER_BYTES + 1_000 ? Buffer.concat([Buffer.alloc(room), record]) : record,
  );
  return log;
}

/**
 * A record in the middle that is not what its checksum says: the browser throws away everything
 * that is stored for this address.
 */
export function spoilLog(profile: string): void {
  tearLog(profile);
  appendFileSync(logOf(profile), Buffer.alloc(BLOCK_BYTES, "x"));
}

function logOf(profile: string): string {
  const all = join(profile, "Default", "IndexedDB");
  const database = join(all, must(readdirSync(all).find((name) => name.endsWith(".leveldb"))));
  // Files are numbered; the last is the one that is written.
  return join(
    database,
    must(
      readdirSync(database)
        .filter((name) => name.endsWith(".log"))
        .sort()
        .at(-1),
    ),
  );
}

function must(name: string | undefined): string {
  if (name === undefined) throw new Error("The browser has no log where it was looked for");
  return name;
}
