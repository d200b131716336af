/**
 * Finds the stations that no kitchen screen shows, and writes them into the restaurant's log
 * (ORD-34, ORD-35): after a screen said what it shows, was paired or unpaired, and after the menu
 * was written.
 *
 * What is found is of one moment, and two who find at once can write in either order. So whoever
 * wrote looks again, until what the log has is what it finds: the last who writes has then seen
 * everything that was said before.
 */
import { unscreenedStations, type Screen } from "#shared/kitchen/unscreened-stations.ts";
import type { Station } from "#shared/menu/menu.ts";
import { toIso, type Clock } from "#shared/kernel/time.ts";
import { systemActor } from "../auth/actor.ts";
import type { Database, Tx } from "../db/database.ts";
import type { Logger } from "../log/logger.ts";
import { readDocs } from "../sync/docs-cache.ts";
import type { Writer } from "../sync/writer.ts";

export type Coverage = {
  /** Looks, writes what changed, and answers the stations without a screen. */
  look(restaurantId: string): Promise<readonly Station[]>;
  /** The same, waited for by nobody: what goes wrong is in the log, and the next look mends it. */
  soon(restaurantId: string): void;
};

export type CoverageDeps = {
  readonly database: Pick<Database, "tenant">;
  readonly writer: Pick<Writer, "submit">;
  readonly clock: Clock;
  readonly log: Pick<Logger, "error">;
};

/** Somebody else changes the same again each time: who changes it last finds it whole. */
const LOOKS = 5;

export function createCoverage({ database, writer, clock, log }: CoverageDeps): Coverage {
  async function look(restaurantId: string): Promise<readonly Station[]> {
    for (let looks = 1; ; looks++) {
      const { found, isWritten } = await database.tenant(restaurantId, (tx) =>
        find(tx, restaurantId, clock.now()),
      );
      if (isWritten || looks > LOOKS) return found;
      const command = {
        name: "stations.unscreened",
        args: { stationIds: found.map(({ id }) => id) },
      } as const;
      await writer.submit(restaurantId, {
        kind: "command",
        who: systemActor(restaurantId),
        command,
        key: null,
        strict: false,
      });
    }
  }
  return {
    look,
    soon: (restaurantId) =>
      void look(restaurantId).catch((error: unknown) =>
        log.error(
          { err: error, restaurantId },
          "which stations are without a screen was not found out",
        ),
      ),
  };
}

async function find(
  tx: Tx,
  restaurantId: string,
  nowMs: number,
): Promise<{ readonly found: readonly Station[]; readonly isWritten: boolean }> {
  const { rows } = await tx.query<Omit<Screen, "lastSeenAt"> & { lastSeenAt: Date }>(
    `select station_ids as "stationIds", shows, last_seen_at as "lastSeenAt" from devices where restaurant_id = $1 and role = 'kitchen' and revoked_at is null`,
    [restaurantId],
  );
  const { menu, settings } = await readDocs(tx, restaurantId);
  const found = unscreenedStations(
    rows.map((row) => ({ ...row, lastSeenAt: toIso(row.lastSeenAt.getTime()) })),
    menu.stations,
    nowMs,
  );
  return {
    found,
    isWritten: found.map(({ id }) => id).join("\n") === (settings.unscreened ?? []).join("\n"),
  };
}

/** Keeps what a screen says. It is also a proof of life. */
export async function keepShown(
  tx: Tx,
  restaurantId: string,
  deviceId: string,
  stationIds: readonly string[],
): Promise<void> {
  await tx.query(
    "update devices set shows = $3, last_seen_at = now() where restaurant_id = $1 and device_id = $2",
    [restaurantId, deviceId, JSON.stringify(stationIds)],
  );
}
