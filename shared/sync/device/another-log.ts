/**
 * The log that this device knows is not the server's any more, or its place in it is gone: a backup
 * was restored, the log was trimmed, or what came cannot be read. Only a snapshot helps.
 */
import { closeStream, fetchSnapshot, link, retryIn } from "./fetching.ts";
import { onRefetch } from "./keeping.ts";
import { contact, type Turn } from "./state.ts";
import { fillAfter } from "./states/fill.ts";
import { pullAfter } from "./states/pull.ts";
import { trustAfter } from "./states/trust.ts";

/** Is it about the log that the cursor is in? */
export const isOurs = (
  { core }: Turn,
  { logId, epoch }: { readonly logId: string; readonly epoch: number },
): boolean =>
  core.replica.cursor !== null &&
  core.replica.cursor.logId === logId &&
  core.replica.cursor.epoch === epoch;

/** `cause`: why, where it is more than a cursor that cannot be served. */
export function refetch(turn: Turn, cause: string | null = null): void {
  contact(turn, null);
  closeStream(turn);
  link(turn, "refetch");
  onRefetch(turn);
  const { reading } = turn.core;
  reading.fill = fillAfter(reading.fill, { kind: "given-up" });
  reading.pull = pullAfter(reading.pull, { kind: "given-up" });
  reading.trust = trustAfter(reading.trust, { kind: "given-up", cause });
  reading.refetches++;
  // A fresh snapshot whose cursor is refused at once is not fetched again at once (SYN-27). And
  // what one screen cannot read, all of them meet at once.
  if (cause !== null || reading.refetches > 1) return retryIn(turn, reading.refetches);
  fetchSnapshot(turn);
}
