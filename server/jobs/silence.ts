/**
 * Tells the restaurant about a screen that went silent while orders wait (P4 from the outside: a
 * tablet that is broken cannot say so itself).
 *
 * It is said once for each time a device was last heard of, under a key: restarts and several
 * servers say it once, and again only after the device came back. A device can only be missed by
 * who was listening: after a start, a failed look or a pause of this process, nobody is called
 * silent before they have had as long again to be heard.
 */
import { SILENT_AFTER_MS } from "#shared/kitchen/silence.ts";
import { SECOND, toIso, type Clock } from "#shared/kernel/time.ts";
import { systemActor } from "../auth/actor.ts";
import type { Directory } from "../db/directory.ts";
import type { SilentDevice } from "../db/directory-restaurants.ts";
import { startJob, type Job } from "../process/every.ts";
import type { Sleeper } from "../process/sleeper.ts";
import type { Writer } from "../sync/writer.ts";

export type SilenceDeps = {
  readonly directory: Pick<Directory, "silentDevices">;
  readonly writer: Pick<Writer, "submit">;
  readonly clock: Clock;
  readonly log: { error(fields: object, message: string): void };
  /** How often a stream proves that its device lives. */
  readonly pingMs: number;
};

export const LOOK_EVERY_MS = 10 * SECOND;
/** A look that comes later than this was no continuation of the last. */
const GAP_MS = 3 * LOOK_EVERY_MS;
/** `touchDevices` writes at most this often. */
const WRITTEN_EVERY_MS = 30 * SECOND;

export function startSilence(deps: SilenceDeps & { readonly sleeper: Sleeper }): Job {
  const look = createSilenceLook(deps);
  return startJob({
    name: "silence",
    everyMs: LOOK_EVERY_MS,
    firstAfterMs: LOOK_EVERY_MS,
    run: look,
    sleeper: deps.sleeper,
    log: deps.log,
  });
}

/** One look at every restaurant, and what it remembers until the next. */
export function createSilenceLook(deps: SilenceDeps): () => Promise<void> {
  // A stream that beats slowly by configuration is not dead: two beats and what is written late
  // have to be missing.
  const silentMs = Math.max(SILENT_AFTER_MS, 2 * deps.pingMs + WRITTEN_EVERY_MS);
  let listeningSince: number | null = null;
  let lookedAt = -Infinity;

  return async () => {
    const now = deps.clock.now();
    if (now - lookedAt > GAP_MS) listeningSince = null;
    try {
      const silent = await deps.directory.silentDevices(silentMs);
      listeningSince ??= now;
      lookedAt = now;
      if (now - listeningSince < silentMs) return;
      await Promise.all(silent.map((device) => say(deps, device)));
    } catch (error) {
      listeningSince = null;
      throw error;
    }
  };
}

/** One restaurant's trouble is not the others'. */
async function say(
  { writer, log }: SilenceDeps,
  { restaurantId, deviceId, name, lastSeenAt }: SilentDevice,
): Promise<void> {
  const seen = toIso(lastSeenAt.getTime());
  try {
    await writer.submit(restaurantId, {
      kind: "command",
      who: systemActor(restaurantId),
      command: { name: "device.silent", args: { deviceId, name, lastSeenAt: seen } },
      key: `silence/${deviceId}/${seen}`,
      strict: false,
    });
  } catch (error) {
    log.error(
      { err: error, restaurantId, deviceId },
      "that a device is silent was not said; the next look tries again",
    );
  }
}
