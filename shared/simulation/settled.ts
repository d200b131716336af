/** Is everything at rest (docs/design.md#liveness, L1)? */
import { canonical } from "#shared/kernel/fingerprint.ts";
import { linkOf } from "#shared/sync/device/link-view.ts";
import type { SimulatedDevice } from "./device-port.ts";
import type { Outsiders } from "./guests.ts";
import type { SimulatedServer } from "./server.ts";

/**
 * Every outbox is empty, every cursor at the head, everything stored, every link up, and nobody has
 * anything left to ask (L1). A tab that is frozen for good counts for nothing.
 */
export function isSettled(
  server: SimulatedServer,
  devices: readonly SimulatedDevice[],
  outsiders: Outsiders,
): boolean {
  const { head, headId } = server.log();
  return (
    devices.every((device) => isAtRest(device, head, headId)) &&
    outsiders.all().every(({ told }) => told !== null)
  );
}

function isAtRest(device: SimulatedDevice, head: number, headId: string | null): boolean {
  const core = device.core();
  if (
    core === null ||
    !device.isLed() ||
    (core.reading.link !== "live" && core.reading.link !== "polling") ||
    core.sending.toCompare.length > 0 ||
    core.sending.state !== "idle"
  )
    return false;
  const { place, entries } = device.disk();
  if (place?.id !== headId) return false;
  for (const entry of entries.values()) if (entry.state !== "done") return false;
  return device
    .screens()
    .every(
      ({ replica: { cursor }, outbox }) =>
        outbox.pending.length === 0 && cursor?.seq === head && cursor.id === headId,
    );
}

/** Why it is not settled, for a person who reads a failure. */
export function unsettled(
  server: SimulatedServer,
  devices: readonly SimulatedDevice[],
  outsiders: Outsiders,
): string[] {
  const { head, headId } = server.log();
  const waiting = outsiders
    .all()
    .filter(({ told }) => told === null)
    .map(({ submission: { command } }) => `somebody waits for an answer to ${canonical(command)}`);
  const stuck = devices
    .filter((device) => !isAtRest(device, head, headId))
    .map((device) => {
      const tabs = device.cores().map((core) => ({
        leading: core.leading,
        cursor: core.replica.cursor,
        link: linkOf(core, device.clockMs()),
        pending: core.outbox.pending,
        reading: core.reading,
        sending: core.sending,
      }));
      return `${device.name}: ${canonical({ head, headId, place: device.disk().place, isLed: device.isLed(), tabs })}`;
    });
  return [...waiting, ...stuck];
}
