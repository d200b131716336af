import type { Database } from "../db/database.ts";
import type { Who } from "../http/who.ts";
import type { Logger } from "../log/logger.ts";

const VERSION = /^[A-Za-z0-9.+_-]{1,40}$/;
/** Forgetting them all costs one needless update per device. */
const MAX_REMEMBERED = 10_000;

export type VersionNotesDeps = {
  readonly database: Pick<Database, "tenant">;
  readonly log: Pick<Logger, "warn">;
};

/**
 * Notes which version of the app a device runs, as it says in `X-Heard-Version`; written once per
 * change, never waited for.
 */
export function createVersionNotes(
  deps: VersionNotesDeps,
): (who: Who, version: string | undefined) => void {
  const noted = new Map<string, string>();
  /**
   * Devices of which a version is being written: two writes side by side could end in either order,
   * and the older version would stay.
   */
  const writing = new Set<string>();

  async function write(restaurantId: string, deviceId: string): Promise<void> {
    writing.add(deviceId);
    for (
      let version = noted.get(deviceId), written: string | undefined;
      version !== undefined && version !== written;
      version = noted.get(deviceId)
    ) {
      try {
        await deps.database.tenant(restaurantId, (tx) =>
          tx.query(
            "update devices set app_version = $3 where restaurant_id = $1 and device_id = $2 and app_version is distinct from $3",
            [restaurantId, deviceId, version],
          ),
        );
        written = version;
      } catch (error) {
        deps.log.warn({ err: error, deviceId }, "a device's version was not noted");
        noted.delete(deviceId);
      }
    }
    writing.delete(deviceId);
  }

  return ({ restaurantId, deviceId }, version) => {
    if (
      deviceId === null ||
      version === undefined ||
      !VERSION.test(version) ||
      noted.get(deviceId) === version
    )
      return;
    if (noted.size >= MAX_REMEMBERED) noted.clear();
    noted.set(deviceId, version);
    if (!writing.has(deviceId)) void write(restaurantId, deviceId);
  };
}
