/** The server dies, and may come back with a backup. */
import { between, happens } from "#shared/kernel/seeded-random.ts";
import type { Random } from "#shared/kernel/random.ts";
import { SECOND } from "#shared/kernel/time.ts";
import { act } from "./acting.ts";
import type { KeptBackup, SimulatedHouse } from "./house.ts";
import { GOOD_AIR } from "./network.ts";
import { shutOut } from "./shutting-out.ts";

export function kill(house: SimulatedHouse, random: Random, restores: boolean): void {
  const { server, time } = house;
  server.crash(true);
  const { backup } = house;
  time.after(
    happens(random, 0.7) ? between(random, 20, 500) : between(random, 500, 8 * SECOND),
    () => {
      if (restores && !server.isUp()) restore(house, backup ?? keep(house), random);
      server.start();
    },
  );
  house.backup ??= keep(house);
}

/**
 * A backup, a little work, and at once back to the backup, while what was said in between is still
 * on its way.
 */
export function hurriedRestore(house: SimulatedHouse, random: Random): void {
  const { server, time, devices, untilMs } = house;
  if (!server.isUp()) return;
  const backup = keep(house);
  for (const device of devices) {
    Object.assign(device.air, {
      ...GOOD_AIR,
      stalls: 0.3,
      loss: happens(random, 0.3) ? 0.1 : 0,
      streamsBlocked: happens(random, 0.2),
    });
    if (happens(random, 0.7)) act(house, device, random);
  }
  time.after(between(random, 20, 1_500), () => {
    if (!server.isUp() || time.now() >= untilMs) return;
    server.crash(true);
    restore(house, backup, random);
    time.after(between(random, 5, 300), () => server.start());
  });
}

export const keep = ({ server, devices }: SimulatedHouse): KeptBackup => ({
  backup: server.backup(),
  subjects: new Set(devices.map((device) => device.who().subjectId)),
});

function restore(house: SimulatedHouse, { backup, subjects }: KeptBackup, random: Random): void {
  const { server, devices } = house;
  house.restored = true;
  server.restore(backup, happens(random, 0.5));
  for (const device of devices)
    if (!subjects.has(device.who().subjectId)) shutOut(house, device, random, true);
}
