/** Does any screen look fine while it is stale (P4)? */
import { SECOND } from "#shared/kernel/time.ts";
import type { Core } from "#shared/sync/device/state.ts";
import type { SimulatedDevice } from "./device-port.ts";
import type { LogWatch } from "./log-watch.ts";
import type { SimulatedServer } from "./server.ts";

/**
 * A screen that cannot prove that it is fresh within this time says so
 * (docs/product.md#every-screen): what it shows may be as old, and as much as it takes to look.
 */
const FRESH_MS = 20 * SECOND;
const LOOKED_MS = 2 * SECOND;

/**
 * P4: no screen looks fine while what it draws is older than that. A tab that follows hears of what
 * the leader has caught up with a moment later. To be asked every second.
 */
export function watchScreens(
  server: SimulatedServer,
  log: LogWatch,
  devices: readonly SimulatedDevice[],
): (nowMs: number) => string[] {
  let fineSince = new Map<Core, number>();
  return (nowMs) => {
    const before = fineSince;
    const screens = devices.flatMap((device) =>
      device
        .screens()
        .filter((screen) => looksFine(device, screen))
        .map((screen) => ({ device, screen })),
    );
    fineSince = new Map(screens.map(({ screen }) => [screen, before.get(screen) ?? nowMs]));
    return screens.flatMap(({ device, screen }) => {
      if (nowMs - (fineSince.get(screen) ?? nowMs) <= LOOKED_MS) return [];
      const ageMs = nowMs - staleSince(screen, server, log);
      return ageMs > FRESH_MS + LOOKED_MS
        ? [`P4: ${device.name} looks fine and shows what is ${Math.round(ageMs / SECOND)} s old`]
        : [];
    });
  };
}

function looksFine(device: SimulatedDevice, screen: Core): boolean {
  const link = device.link(screen);
  return (
    link !== null &&
    (link.state === "live" || link.state === "polling") &&
    link.lastContactAt !== null &&
    device.clockMs() - link.lastContactAt < FRESH_MS
  );
}

/** Since when there is something that this screen does not have; Infinity where it has all. */
function staleSince({ replica: { cursor } }: Core, server: SimulatedServer, log: LogWatch): number {
  if (cursor === null) return Infinity;
  const isOurs = cursor.seq === 0 || server.history()[cursor.seq - 1]?.id === cursor.id;
  return isOurs ? log.landedAt(cursor.seq + 1) : log.restoredAt();
}
