import { MINUTE, type Clock } from "#shared/kernel/time.ts";
import type { Directory } from "../db/directory.ts";
import type { Logger } from "../log/logger.ts";

/**
 * A session is written down as used this often at most, by each process: what is in use is younger
 * than every session but the forty that were made meanwhile (sessions.ts).
 */
export const USED_EVERY_MS = 2 * MINUTE;
/** Forgetting them all costs one needless statement for each session. */
const MAX_REMEMBERED = 10_000;

export type SessionUseDeps = {
  readonly directory: Pick<Directory, "sessionUsed">;
  readonly clock: Clock;
  readonly log: Pick<Logger, "warn">;
};

/**
 * Notes that a session is in use, so that not it but one that nobody uses makes room for a new one.
 * Never waited for; a note that fails is made at the next use.
 */
export function createSessionUse({
  directory,
  clock,
  log,
}: SessionUseDeps): (restaurantId: string, sessionId: string) => void {
  const noted = new Map<string, number>();
  return (restaurantId, sessionId) => {
    const now = clock.now();
    const at = noted.get(sessionId);
    // A clock that was set back must not make an hour of two minutes.
    if (at !== undefined && now >= at && now < at + USED_EVERY_MS) return;
    if (noted.size >= MAX_REMEMBERED) noted.clear();
    noted.set(sessionId, now);
    directory.sessionUsed(restaurantId, sessionId).catch((error: unknown) => {
      noted.delete(sessionId);
      log.warn({ err: error, sessionId }, "that a session is in use was not noted");
    });
  };
}
