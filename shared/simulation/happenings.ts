/** What each kind of happening does to a simulated restaurant. */
import { between, happens, oneOf, seededRandom } from "#shared/kernel/seeded-random.ts";
import type { Ids } from "#shared/kernel/ids.ts";
import type { Random } from "#shared/kernel/random.ts";
import { DAY, HOUR, MINUTE, SECOND, toIso } from "#shared/kernel/time.ts";
import type { Command } from "#shared/orders/command.ts";
import { viewOf } from "#shared/sync/device/core.ts";
import type { Outcome } from "#shared/sync/sequencer-port.ts";
import type { Backup } from "./database.ts";
import type { SimulatedDevice } from "./device-port.ts";
import { fired, type Counters } from "./faults.ts";
import type { Outsiders } from "./guests.ts";
import { GOOD_AIR, type Reply } from "./network.ts";
import type { Parts } from "./parts.ts";
import { atTheDoor, atThePass, officeWork, promise, somethingToDo } from "./people.ts";
import type { Happening } from "./plan.ts";
import { SYSTEM } from "./server-process.ts";
import type { SimulatedServer } from "./server.ts";
import type { VirtualTime } from "./virtual-time.ts";

export type SimulatedHouse = {
  readonly time: VirtualTime;
  readonly ids: Ids;
  readonly server: SimulatedServer;
  readonly devices: readonly SimulatedDevice[];
  readonly outsiders: Outsiders;
  readonly counters: Counters;
  readonly parts: Parts;
  /** When everything heals. */
  readonly untilMs: number;
  /** Letters that no device has had. */
  letters: string[];
  backup: KeptBackup | null;
  restored: boolean;
};

/** A backup, and who was paired then: a device that was paired later is a stranger after it is restored. */
type KeptBackup = { readonly backup: Backup; readonly subjects: ReadonlySet<string> };

export const ask = (server: SimulatedServer, command: Command): Promise<Reply<Outcome>> => server.submit({ kind: "command", who: SYSTEM, command, key: null, strict: false });

/** A page that has to find out by itself looks every minute, and may take this much longer until it has told everything. */
const FINDS_OUT_MS = 8 * SECOND;

/** Longer than any evening. */
const FOR_GOOD_MS = HOUR;

export async function happen(house: SimulatedHouse, { kind, device: index, seed }: Happening): Promise<void> {
  const { server, time, devices, outsiders } = house;
  const random = seededRandom(seed);
  const device = devices[index];
  if (device === undefined) return;
  const { air } = device;
  switch (kind) {
    case "act": return act(house, device, random);
    case "hurry": {
      for (let times = between(random, 2, 8); times > 0; times--) act(house, device, random);
      return;
    }
    case "pass": {
      const screen = oneOf(random, device.screens());
      const action = screen === undefined ? null : atThePass(viewOf(screen), random);
      return screen === undefined || action === null ? undefined : device.act(screen, action.name, action.args);
    }
    case "promise": {
      const screen = oneOf(random, device.screens());
      const { name, args } = promise(random, house.ids);
      return screen === undefined ? undefined : device.act(screen, name, args);
    }
    case "guest": return outsiders.guest();
    case "guests' door": return guestsDoor(house, random);
    case "program": return outsiders.program(server.world());
    case "menu": return void (await ask(server, { name: "menu.setAvailability", args: { menuItemId: "chips", available: happens(random, 0.5) } }));
    case "office": return void (await ask(server, officeWork(server.world(), random)));
    case "good air": return void Object.assign(air, GOOD_AIR);
    case "no air": return void Object.assign(air, { towardsServer: false, towardsDevice: false });
    case "half-open": return void Object.assign(air, { ...GOOD_AIR, [happens(random, 0.5) ? "towardsServer" : "towardsDevice"]: false });
    case "lossy air": return void Object.assign(air, { ...GOOD_AIR, loss: 0.3, twice: 0.2, slowestMs: 2_000 });
    case "stalling air": return void Object.assign(air, { ...GOOD_AIR, stalls: 0.2 });
    case "cutting air": return void Object.assign(air, { ...GOOD_AIR, cut: 0.2 });
    case "portal": return flip(air, "portal");
    case "no streams": return flip(air, "streamsBlocked");
    case "buffering": return flip(air, "buffers");
    case "not reading": return flip(air, "reads");
    case "dead stream": return device.killStreams();
    case "hint": return device.hint();
    case "compact": return device.compact();
    case "close": return reopen(house, device, random, () => device.crash("closed"));
    case "die": return device.dieAt(between(random, 1, 20));
    case "power cut": return reopen(house, device, random, () => device.crash("power"));
    case "lying disk": return reopen(house, device, random, () => device.crash("lies"));
    case "wipe": return reopen(house, device, random, () => device.wipe(house.letters.shift() ?? "Z"));
    case "full disk": return device.fullUntil(time.now() + between(random, 1, 5) * SECOND);
    case "second tab": return device.secondTab();
    case "close one tab": {
      device.secondTab();
      // Not the one that is looked at when all has healed: a tab that sleeps for good would be left alone.
      return void time.after(between(random, 0, 500), () => {
        if (time.now() < house.untilMs) device.closeTab();
      });
    }
    case "freeze": {
      device.secondTab();
      return device.freeze(happens(random, 0.2) ? FOR_GOOD_MS : between(random, 1, 14) * SECOND);
    }
    case "clock": return setClock(house, device, random);
    case "server clock": return server.setClock(oneOf(random, [-10 * SECOND, -2 * MINUTE, 90 * SECOND, -SECOND]) ?? 0);
    case "backup": {
      house.backup = keep(house);
      return;
    }
    case "trim": return server.trim(server.log().head - between(random, 0, 30));
    case "busy": return server.busy(time.now() + between(random, 1, 4) * SECOND);
    case "slow database": return server.slow(time.now() + between(random, 1, 4) * SECOND);
    case "deaf process": return server.deaf(time.now() + between(random, 5, 30) * SECOND);
    case "kill": return kill(house, random, false);
    case "kill one": {
      server.crash(false);
      return void time.after(between(random, 0, 2 * SECOND), () => server.start());
    }
    case "restore": return kill(house, random, true);
    case "hurried restore": return hurriedRestore(house, random);
    case "revoke": return revoke(house, device, random);
    case "outdate": return outdate(house, device, random);
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

/** One table orders and orders, or staff say something to it. */
async function guestsDoor({ server, outsiders }: SimulatedHouse, random: Random): Promise<void> {
  const tableId = String(between(random, 1, 4));
  for (let orders = happens(random, 0.4) ? between(random, 8, 16) : 0; orders > 0; orders--) outsiders.guest(tableId);
  const { role, command } = atTheDoor(tableId, random, toIso(server.clockMs()));
  const say = () => server.submit({ kind: "command", who: { role, subjectId: "the-door", letter: null, source: { kind: "owner", name: "Door" }, stationIds: [] }, command, key: null, strict: true });
  await say();
  // Two people, one thought.
  if (happens(random, 0.3)) await say();
}

const flip = <K extends string>(air: { [key in K]: boolean }, what: K): void => {
  air[what] = !air[what] as (typeof air)[K];
};

function act({ ids, server, parts }: SimulatedHouse, device: SimulatedDevice, random: Random): void {
  const screen = oneOf(random, device.screens());
  if (screen === undefined) return;
  const drawn = viewOf(screen);
  const action = somethingToDo(drawn, device.who().role, random, ids, parts.habits.showsWhatIsDrawn ? drawn : server.world());
  if (action !== null) device.act(screen, action.name, action.args);
}

function reopen({ time }: SimulatedHouse, device: SimulatedDevice, random: Random, end: () => void): void {
  end();
  time.after(happens(random, 0.7) ? between(random, 50, 1_500) : between(random, 50, 12 * SECOND), () => device.open());
}

function setClock({ counters }: SimulatedHouse, device: SimulatedDevice, random: Random): void {
  const drifts = happens(random, 0.4);
  fired(counters, drifts ? "clock drifts" : "clock set by a day");
  device.setClock(drifts ? 0 : oneOf(random, [DAY, -DAY, 5 * SECOND, -40 * SECOND]) ?? DAY, drifts ? (random.next() - 0.5) / 100 : 0);
}

function kill(house: SimulatedHouse, random: Random, restores: boolean): void {
  const { server, time } = house;
  server.crash(true);
  const { backup } = house;
  time.after(happens(random, 0.7) ? between(random, 20, 500) : between(random, 500, 8 * SECOND), () => {
    if (restores && !server.isUp()) restore(house, backup ?? keep(house), random);
    server.start();
  });
  house.backup ??= keep(house);
}

/** A backup, a little work, and at once back to the backup, while what was said in between is still on its way. */
function hurriedRestore(house: SimulatedHouse, random: Random): void {
  const { server, time, devices, untilMs } = house;
  if (!server.isUp()) return;
  const backup = keep(house);
  for (const device of devices) {
    Object.assign(device.air, { ...GOOD_AIR, stalls: 0.3, loss: happens(random, 0.3) ? 0.1 : 0, streamsBlocked: happens(random, 0.2) });
    if (happens(random, 0.7)) act(house, device, random);
  }
  time.after(between(random, 20, 1_500), () => {
    if (!server.isUp() || time.now() >= untilMs) return;
    server.crash(true);
    restore(house, backup, random);
    time.after(between(random, 5, 300), () => server.start());
  });
}

const keep = ({ server, devices }: SimulatedHouse): KeptBackup => ({ backup: server.backup(), subjects: new Set(devices.map((device) => device.who().subjectId)) });

function restore(house: SimulatedHouse, { backup, subjects }: KeptBackup, random: Random): void {
  const { server, devices } = house;
  house.restored = true;
  server.restore(backup, happens(random, 0.5));
  for (const device of devices) if (!subjects.has(device.who().subjectId)) shutOut(house, device, random, true);
}

/** The device's app is too old for the server, until it is loaded anew. Whom the server does not know it does not ask for a version. */
function outdate(house: SimulatedHouse, device: SimulatedDevice, random: Random): void {
  const { server, counters } = house;
  const { subjectId } = device.who();
  if (server.turnsAway(subjectId) !== null) return;
  fired(counters, "old version");
  server.turnAway(subjectId, { kind: "needs-update" });
  mendLater(house, device, random, () => {
    if (server.turnsAway(subjectId) !== "needs-update") return false;
    fired(counters, "updated");
    server.turnAway(subjectId, null);
    return true;
  });
}

/** The owner ends the device's session, and pairs it again after a while; mostly the browser says who it was (client/device/returning.ts). */
function revoke(house: SimulatedHouse, device: SimulatedDevice, random: Random): void {
  fired(house.counters, "session revoked");
  shutOut(house, device, random, happens(random, 0.7));
}

function shutOut(house: SimulatedHouse, device: SimulatedDevice, random: Random, isKnown: boolean): void {
  const { server, counters, letters } = house;
  const { subjectId } = device.who();
  server.turnAway(subjectId, { kind: "refused", code: "token_revoked" });
  mendLater(house, device, random, () => {
    if (server.turnsAway(subjectId) === null || device.who().subjectId !== subjectId) return false;
    pairAgain(server, device, counters, letters, isKnown);
    return true;
  });
}

/** A new device id for the same store. Brought along, its client id is passed on to it, and it keeps its letter. */
function pairAgain(server: SimulatedServer, device: SimulatedDevice, counters: Counters, letters: string[], isKnown: boolean): void {
  fired(counters, isKnown ? "paired again, as the same client" : "paired again, as another");
  const { letter, subjectId } = device.who();
  device.pair(isKnown ? (letter ?? "Z") : (letters.shift() ?? "Z"), isKnown);
  if (isKnown) server.passOn(device.disk().clientId, device.who().subjectId);
  server.turnAway(subjectId, null);
}

/** Mended elsewhere after a while: the page is opened anew, or has to find out by itself. */
function mendLater({ time, untilMs }: SimulatedHouse, device: SimulatedDevice, random: Random, mend: () => boolean): void {
  const back = time.now() + between(random, 1, 5) * SECOND;
  // What is shut out at the end is opened anew then.
  if (back > untilMs - 6 * SECOND && happens(random, 0.5)) return;
  time.after(back - time.now(), () => {
    if (!mend()) return;
    if (back <= untilMs - FINDS_OUT_MS && happens(random, 0.5)) return;
    device.crash("closed");
    device.open();
  });
}
