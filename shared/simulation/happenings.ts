/** What each kind of happening does to a simulated restaurant. */
import { between, happens, oneOf, seededRandom } from "#shared/kernel/seeded-random.ts";
import type { Ids } from "#shared/kernel/ids.ts";
import type { Random } from "#shared/kernel/random.ts";
import { DAY, SECOND } from "#shared/kernel/time.ts";
import type { Command } from "#shared/orders/command.ts";
import type { Failure } from "#shared/sync/device/ports.ts";
import { viewOf } from "#shared/sync/device/core.ts";
import type { Actor, Outcome } from "#shared/sync/sequencer-port.ts";
import type { SimulatedDevice } from "./device.ts";
import { fired, type Counters } from "./faults.ts";
import { GOOD_AIR, type Reply } from "./network.ts";
import { officeWork, orderArgs, somethingToDo } from "./people.ts";
import type { Happening } from "./plan.ts";
import type { Backup, SimulatedServer } from "./server.ts";
import type { VirtualTime } from "./virtual-time.ts";

export type House = {
  readonly time: VirtualTime;
  readonly ids: Ids;
  readonly server: SimulatedServer;
  readonly devices: readonly SimulatedDevice[];
  readonly counters: Counters;
  /** When everything heals. */
  readonly untilMs: number;
  /** Letters that no device has had. */
  letters: string[];
  backup: Backup | null;
  restored: boolean;
};

export const OWNER: Actor = { role: "system", subjectId: "the-server", letter: null, source: { kind: "system", name: "Server" } };

export const ask = (server: SimulatedServer, command: Command, key: string | null = null): Promise<Reply<Outcome>> => server.submit({ kind: "command", who: OWNER, command, key, strict: false });

export async function happen(house: House, { kind, device: index, seed }: Happening): Promise<void> {
  const { server, time, devices, counters } = house;
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
    case "guest": return guest(house, random, 3, house.ids.next());
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
    case "dead stream": return killStreams(house, device);
    case "hint": return device.hint();
    case "compact": return device.compact();
    case "close": return reopen(house, device, random, () => device.crash("closed"));
    case "die": return device.dieAtEffect(between(random, 1, 12));
    case "power cut": return reopen(house, device, random, () => device.crash("power"));
    case "lying disk": return reopen(house, device, random, () => device.crash("lies"));
    case "wipe": return reopen(house, device, random, () => device.wipe(house.letters.shift() ?? "Z"));
    case "full disk": return device.fullUntil(time.now() + between(random, 1, 5) * SECOND);
    case "second tab": return device.secondTab();
    case "freeze": {
      device.secondTab();
      return device.freeze(between(random, 1, 14) * SECOND);
    }
    case "clock": return setClock(house, device, random);
    case "backup": {
      house.backup = server.backup();
      return;
    }
    case "trim": return server.trim(server.log().head - between(random, 0, 30));
    case "busy": return server.busy(time.now() + between(random, 1, 4) * SECOND);
    case "kill": return kill(house, random, false);
    case "restore": return kill(house, random, true);
    case "hurried restore": return hurriedRestore(house, random);
    case "revoke": {
      fired(counters, "session revoked");
      return turnAway(house, device, random, { kind: "refused", code: "token_revoked" }, () => fired(counters, "paired again"));
    }
    case "outdate": {
      fired(counters, "old version");
      return turnAway(house, device, random, { kind: "needs-update" }, () => fired(counters, "updated"));
    }
  }
}

/** The network is mended, whoever was shut out is let in, and nobody touches anything. */
export function heal({ server, devices }: House): void {
  const shutOut = devices.filter((device) => server.turnsAway(device.who().subjectId));
  server.calm();
  server.start();
  for (const device of devices) {
    // Some routers never let a stream live: polling has to do.
    const { streamsBlocked } = device.air;
    Object.assign(device.air, GOOD_AIR, { streamsBlocked });
    device.fullUntil(0);
    device.dieAtEffect(Infinity);
    if (shutOut.includes(device)) device.crash("closed");
    device.open();
  }
}

const flip = <K extends string>(air: { [key in K]: boolean }, what: K): void => {
  air[what] = !air[what] as (typeof air)[K];
};

function act({ ids }: House, device: SimulatedDevice, random: Random): void {
  const core = device.core();
  if (core === null) return;
  const action = somethingToDo(viewOf(core), device.who().role, random, ids);
  if (action !== null) device.act(action.name, action.args);
}

/** A guest's phone asks until it has an answer, each time with the same key and an order made anew by the server. */
async function guest(house: House, random: Random, tries: number, key: string): Promise<void> {
  const { server, ids, time } = house;
  const who: Actor = { role: "guest", subjectId: ids.next(), letter: null, source: { kind: "guest", name: "Guest" } };
  const { hold: _, ...args } = orderArgs(random, ids);
  const reply = await server.submit({ kind: "command", who, command: { name: "order.place", args: { ...args, tableId: "1", lines: [{ lineId: ids.next(), menuItemId: "steak", quantity: 1, course: 1 }], notes: key } }, key, strict: false });
  // The answer may get lost as well.
  if (tries > 0 && (reply === null || "failure" in reply || happens(random, 0.3))) time.after(between(random, 100, 2_000), () => guest(house, random, tries - 1, key));
}

function killStreams({ devices }: House, device: SimulatedDevice): void {
  for (const each of devices) if (each === device) each.killStreams();
}

function reopen({ time }: House, device: SimulatedDevice, random: Random, end: () => void): void {
  end();
  time.after(happens(random, 0.7) ? between(random, 50, 1_500) : between(random, 50, 12 * SECOND), () => device.open());
}

function setClock({ counters }: House, device: SimulatedDevice, random: Random): void {
  const drifts = happens(random, 0.4);
  fired(counters, drifts ? "clock drifts" : "clock set by a day");
  device.setClock(drifts ? 0 : oneOf(random, [DAY, -DAY, 5 * SECOND, -40 * SECOND]) ?? DAY, drifts ? (random.next() - 0.5) / 100 : 0);
}

function kill(house: House, random: Random, restores: boolean): void {
  const { server, time } = house;
  server.crash();
  const { backup } = house;
  time.after(happens(random, 0.7) ? between(random, 20, 500) : between(random, 500, 8 * SECOND), () => {
    if (restores && !server.isUp()) {
      house.restored = true;
      server.restore(backup ?? server.backup(), happens(random, 0.5));
    }
    server.start();
  });
  if (backup === null) house.backup = server.backup();
}

/** A backup, a little work, and at once back to the backup, while what was said in between is still on its way. */
function hurriedRestore(house: House, random: Random): void {
  const { server, time, devices } = house;
  if (!server.isUp()) return;
  const backup = server.backup();
  for (const device of devices) {
    Object.assign(device.air, { ...GOOD_AIR, stalls: 0.3, streamsBlocked: happens(random, 0.2) });
    if (happens(random, 0.7)) act(house, device, random);
  }
  time.after(between(random, 20, 1_500), () => {
    if (!server.isUp()) return;
    server.crash();
    house.restored = true;
    server.restore(backup, happens(random, 0.5));
    time.after(between(random, 5, 300), () => server.start());
  });
}

/** Mended elsewhere after a while: the page is opened anew, or has to find out by itself. */
function turnAway({ server, time, untilMs }: House, device: SimulatedDevice, random: Random, failure: Failure, mended: () => void): void {
  const { subjectId } = device.who();
  server.turnAway(subjectId, failure);
  const back = time.now() + between(random, 1, 5) * SECOND;
  // What is shut out at the end is opened anew then.
  if (back > untilMs - 6 * SECOND && happens(random, 0.5)) return;
  time.after(back - time.now(), () => {
    if (!server.turnsAway(subjectId)) return;
    server.turnAway(subjectId, null);
    mended();
    if (back <= untilMs - 6 * SECOND && happens(random, 0.5)) return;
    device.crash("closed");
    device.open();
  });
}
