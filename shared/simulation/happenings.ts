/** What each kind of happening does to a simulated restaurant. */
import { between, happens, oneOf, seededRandom } from "#shared/kernel/seeded-random.ts";
import type { Random } from "#shared/kernel/random.ts";
import { DAY, HOUR, MINUTE, SECOND } from "#shared/kernel/time.ts";
import { viewOf } from "#shared/sync/device/core.ts";
import { act, ask, guestsDoor } from "./acting.ts";
import type { SimulatedDevice } from "./device-port.ts";
import { fired } from "./faults.ts";
import type { SimulatedHouse } from "./house.ts";
import { GOOD_AIR } from "./network.ts";
import { atThePass, officeWork, promise } from "./people.ts";
import type { Happening } from "./plan.ts";
import { hurriedRestore, keep, kill } from "./restoring.ts";
import { outdate, pairAgain, revoke } from "./shutting-out.ts";

/** Longer than any evening. */
const FOR_GOOD_MS = HOUR;

export async function happen(
  house: SimulatedHouse,
  { kind, device: index, seed }: Happening,
): Promise<void> {
  const { server, time, devices, outsiders } = house;
  const random = seededRandom(seed);
  const device = devices[index];
  if (device === undefined) return;
  const { air } = device;
  switch (kind) {
    case "act":
      return act(house, device, random);
    case "hurry": {
      for (let times = between(random, 2, 8); times > 0; times--) act(house, device, random);
      return;
    }
    case "pass": {
      const screen = oneOf(random, device.screens());
      const action = screen === undefined ? null : atThePass(viewOf(screen), random);
      return screen === undefined || action === null
        ? undefined
        : device.act(screen, action.name, action.args);
    }
    case "promise": {
      const screen = oneOf(random, device.screens());
      const { name, args } = promise(random, house.ids);
      return screen === undefined ? undefined : device.act(screen, name, args);
    }
    case "guest":
      return outsiders.guest();
    case "guests' door":
      return guestsDoor(house, random);
    case "program":
      return outsiders.program(server.world());
    case "menu":
      return void (await ask(server, {
        name: "menu.setAvailability",
        args: { menuItemId: "chips", available: happens(random, 0.5) },
      }));
    case "office":
      return void (await ask(server, officeWork(server.world(), random)));
    case "good air":
      return void Object.assign(air, GOOD_AIR);
    case "no air":
      return void Object.assign(air, { towardsServer: false, towardsDevice: false });
    case "half-open":
      return void Object.assign(air, {
        ...GOOD_AIR,
        [happens(random, 0.5) ? "towardsServer" : "towardsDevice"]: false,
      });
    case "lossy air":
      return void Object.assign(air, { ...GOOD_AIR, loss: 0.3, twice: 0.2, slowestMs: 2_000 });
    case "stalling air":
      return void Object.assign(air, { ...GOOD_AIR, stalls: 0.2 });
    case "cutting air":
      return void Object.assign(air, { ...GOOD_AIR, cut: 0.2 });
    case "portal":
      return flip(air, "portal");
    case "no streams":
      return flip(air, "streamsBlocked");
    case "buffering":
      return flip(air, "buffers");
    case "not reading":
      return flip(air, "reads");
    case "dead stream":
      return device.killStreams();
    case "hint":
      return device.hint();
    case "compact":
      return device.compact();
    case "close":
      return reopen(house, device, random, () => device.crash("closed"));
    case "die":
      return device.dieAt(between(random, 1, 20));
    case "power cut":
      return reopen(house, device, random, () => device.crash("power"));
    case "lying disk":
      return reopen(house, device, random, () => device.crash("lies"));
    case "wipe":
      return reopen(house, device, random, () => device.wipe(house.letters.shift() ?? "Z"));
    case "full disk":
      return device.fullUntil(time.now() + between(random, 1, 5) * SECOND);
    case "second tab":
      return device.secondTab();
    case "close one tab": {
      device.secondTab();
      // Not the one that is looked at when all has healed: a tab that sleeps for good would be left
      // alone.
      return void time.after(between(random, 0, 500), () => {
        if (time.now() < house.untilMs) device.closeTab();
      });
    }
    case "freeze": {
      device.secondTab();
      return device.freeze(happens(random, 0.2) ? FOR_GOOD_MS : between(random, 1, 14) * SECOND);
    }
    case "clock":
      return setClock(house, device, random);
    case "server clock":
      return server.setClock(oneOf(random, [-10 * SECOND, -2 * MINUTE, 90 * SECOND, -SECOND]) ?? 0);
    case "backup": {
      house.backup = keep(house);
      return;
    }
    case "trim":
      return server.trim(server.log().head - between(random, 0, 30));
    case "busy":
      return server.busy(time.now() + between(random, 1, 4) * SECOND);
    case "slow database":
      return server.slow(time.now() + between(random, 1, 4) * SECOND);
    case "deaf process":
      return server.deaf(time.now() + between(random, 5, 30) * SECOND);
    case "kill":
      return kill(house, random, false);
    case "kill one": {
      server.crash(false);
      return void time.after(between(random, 0, 2 * SECOND), () => server.start());
    }
    case "restore":
      return kill(house, random, true);
    case "hurried restore":
      return hurriedRestore(house, random);
    case "revoke":
      return revoke(house, device, random);
    case "outdate":
      return outdate(house, device, random);
  }
}

/** The network is mended, whoever was shut out is let in, and nobody touches anything. */
export function heal({ server, devices, outsiders, counters, letters }: SimulatedHouse): void {
  const shutOut = devices.filter((device) => server.turnsAway(device.who().subjectId) !== null);
  server.troubled(false);
  server.start();
  outsiders.heal();
  for (const device of devices) {
    // Some routers never let a stream live: polling has to do.
    const { streamsBlocked } = device.air;
    Object.assign(device.air, GOOD_AIR, { streamsBlocked });
    device.fullUntil(0);
    device.dieAt(Infinity);
    if (shutOut.includes(device)) {
      pairAgain(server, device, counters, letters, true);
      device.crash("closed");
    }
    device.open();
    // A frozen tab may stay frozen, as long as another one is looked at.
    if (device.screens().length === 0) device.thaw();
  }
}

const flip = <K extends string>(air: { [key in K]: boolean }, what: K): void => {
  air[what] = !air[what] as (typeof air)[K];
};

function reopen(
  { time }: SimulatedHouse,
  device: SimulatedDevice,
  random: Random,
  end: () => void,
): void {
  end();
  time.after(
    happens(random, 0.7) ? between(random, 50, 1_500) : between(random, 50, 12 * SECOND),
    () => device.open(),
  );
}

function setClock({ counters }: SimulatedHouse, device: SimulatedDevice, random: Random): void {
  const drifts = happens(random, 0.4);
  fired(counters, drifts ? "clock drifts" : "clock set by a day");
  device.setClock(
    drifts ? 0 : (oneOf(random, [DAY, -DAY, 5 * SECOND, -40 * SECOND]) ?? DAY),
    drifts ? (random.next() - 0.5) / 100 : 0,
  );
}
