import type { DiskContents } from "#shared/simulation/disk.ts";
import type { Core } from "#shared/sync/device/state.ts";
import type { Head } from "../checker/truth.ts";

/**
 * The link is up, nothing is left to send or to ask, and everything up to the log's head is in
 * memory and on the disk.
 */
export function isSettledCore(
  { reading, sending, outbox, replica }: Core,
  { place, entries }: DiskContents,
  head: Head,
): boolean {
  return (
    (reading.link === "live" || reading.link === "polling") &&
    sending.state === "idle" &&
    sending.toCompare.length === 0 &&
    outbox.pending.length === 0 &&
    replica.cursor?.seq === head.seq &&
    replica.cursor.id === head.id &&
    place?.id === head.id &&
    [...entries.values()].every(({ state }) => state === "done")
  );
}
