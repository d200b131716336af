/**
 * An evening in a restaurant, from a seed: three tablets and a server do real work on a network that fails, tabs and servers die, disks
 * lose and lie, and a backup is restored. Then everything heals, and within a minute every promise must be true (DESIGN §6).
 */
import { seededIds, seededRandom, between, happens, oneOf } from "#shared/kernel/seeded-random.ts";
import type { Random } from "#shared/kernel/random.ts";
import type { Ids } from "#shared/kernel/ids.ts";
import { SECOND, toIso } from "#shared/kernel/time.ts";
import type { Command } from "#shared/orders/command.ts";
import { viewOf } from "#shared/sync/device/core.ts";
import type { Actor } from "#shared/sync/sequencer-port.ts";
import { createDevice, type SimulatedDevice } from "./device.ts";
import { createNetwork, GOOD_AIR } from "./network.ts";
import { MENU, orderArgs, somethingToDo, TABLES } from "./people.ts";
import { brokenBases, brokenNow, brokenPromises, isSettled, unsettled } from "./promises.ts";
import { createServer, type Backup, type SimulatedServer } from "./server.ts";
import { createVirtualTime, type VirtualTime } from "./virtual-time.ts";

export type Evening = {
  /** Empty when every promise was kept. */
  readonly broken: readonly string[];
  readonly events: number;
  readonly actions: number;
  /** From the end of the trouble until all was settled. */
  readonly healedMs: number;
};

const START_MS = Date.UTC(2026, 0, 31, 19);
const TROUBLE_MS = 45 * SECOND;
const HEALED_WITHIN_MS = 60 * SECOND;
/** Exchanges with the server that one device may ask for in one second: a hot loop asks for hundreds (L3). */
const MOST_EXCHANGES = 40;
const LOOKED_AT_MS = 9_000;

type House = {
  readonly time: VirtualTime;
  readonly random: Random;
  readonly ids: Ids;
  readonly server: SimulatedServer;
  readonly devices: readonly SimulatedDevice[];
  /** An evening of restored backups and messages that are held up: what was said to the server that was meets the one that is. */
  readonly stormy: boolean;
  backup: Backup | null;
  restored: boolean;
};

const OWNER: Actor = { role: "system", subjectId: "the-server", letter: null, source: { kind: "system", name: "Server" } };

export async function liveEvening(seed: number): Promise<Evening> {
  const random = seededRandom(seed);
  const ids = seededIds(random);
  const time = createVirtualTime(START_MS);
  const network = createNetwork(time, random);
  const server = createServer(time, random, ids);
  const broken = new Set<string>();
  const watch = (device: SimulatedDevice, core: NonNullable<ReturnType<SimulatedDevice["core"]>>) => {
    for (const what of brokenNow(device, core, time.now())) broken.add(what);
  };
  let last = START_MS;
  const moment = () => toIso((last = Math.max(last + 1, time.now())));
  const relaxed = happens(random, 0.3);
  const devices = (["kitchen", "expo", "floor"] as const).map((role, index) => {
    const letter = "ABC".charAt(index);
    const who: Actor = { role, subjectId: ids.next(), letter, source: { kind: "device", name: role } };
    return createDevice(who, letter, { time, network, server, random, ids, relaxed, moment, watch });
  });
  const stormy = happens(random, 0.3);
  const house: House = { time, random, ids, server, devices, stormy, backup: null, restored: false };

  await open(house);
  time.after(0, () => trouble(house));
  every(house, SECOND, countExchanges(house, (what) => void broken.add(what)));
  every(house, LOOKED_AT_MS, () => brokenBases(server, devices).forEach((what) => broken.add(what)));
  await time.runUntil(START_MS + TROUBLE_MS);

  const healed = time.now();
  heal(house);
  while (!isSettled(server, devices) && time.now() - healed < HEALED_WITHIN_MS) await time.runUntil(time.now() + 200);
  const healedMs = time.now() - healed;
  if (!isSettled(server, devices)) for (const what of unsettled(server, devices, time.now())) broken.add(`L1: ${what}`);
  else for (const what of brokenPromises(server, devices, house.restored)) broken.add(what);
  return { broken: [...broken], events: server.history().length, actions: devices.reduce((sum, device) => sum + device.confirmed().size, 0), healedMs };
}

async function open({ server, devices, time, random }: House): Promise<void> {
  const { retired: _, ...menu } = MENU;
  await ask(server, { name: "menu.replace", args: { menu } });
  await ask(server, { name: "tables.replace", args: { tables: [...TABLES] } });
  server.start();
  for (const device of devices) time.after(between(random, 0, 3 * SECOND), () => device.open());
}

const ask = (server: SimulatedServer, command: Command) => server.submit({ kind: "command", who: OWNER, command, key: null, strict: false });

/** Something happens, and soon something else. */
async function trouble(house: House): Promise<void> {
  const { time, random } = house;
  if (time.now() >= START_MS + TROUBLE_MS) return;
  time.after(between(random, 20, 900), () => trouble(house));
  const device = oneOf(random, house.devices);
  if (device === undefined) return;
  if (house.stormy && happens(random, 0.15)) return hurriedRestore(house);
  const roll = random.next();
  if (roll < 0.72) act(house, device);
  else if (roll < 0.8) await fromOutside(house);
  else if (roll < 0.89) worsen(house, device);
  else if (roll < 0.93) close(house, device);
  else await serverTrouble(house);
}

function act({ random, ids }: House, device: SimulatedDevice): void {
  const core = device.core();
  if (core === null) return;
  for (let times = happens(random, 0.1) ? 12 : 1; times > 0; times--) {
    const action = somethingToDo(viewOf(core), random, ids);
    if (action !== null) device.act(action.name, action.args);
  }
}

/** Guests and the owner, who do not come by a tablet. */
async function fromOutside({ server, random, ids }: House): Promise<void> {
  if (happens(random, 0.3)) return void (await ask(server, { name: "menu.setAvailability", args: { menuItemId: "chips", available: happens(random, 0.5) } }));
  const guest: Actor = { role: "guest", subjectId: ids.next(), letter: null, source: { kind: "guest", name: "Guest" } };
  const { hold: _, ...args } = orderArgs(random, ids);
  await server.submit({ kind: "command", who: guest, command: { name: "order.place", args }, key: ids.next(), strict: false });
}

function worsen({ random }: House, device: SimulatedDevice): void {
  const { air } = device;
  const roll = random.next();
  if (roll < 0.3) Object.assign(air, GOOD_AIR);
  else if (roll < 0.5) air.up = false;
  else if (roll < 0.65) Object.assign(air, { up: true, loss: 0.3, twice: 0.2, slowestMs: 2_000 });
  else if (roll < 0.8) Object.assign(air, { ...GOOD_AIR, stalls: 0.2 });
  else if (roll < 0.9) air.streamsBlocked = !air.streamsBlocked;
  else device.hint();
}

function close({ random, time }: House, device: SimulatedDevice): void {
  const roll = random.next();
  if (roll < 0.3) return device.compact();
  device.crash(roll < 0.7 ? "closed" : roll < 0.95 ? "power" : "lies");
  time.after(between(random, 50, 12 * SECOND), () => device.open());
}

async function serverTrouble(house: House): Promise<void> {
  const { server, random, time } = house;
  const roll = random.next();
  if (roll < 0.3) {
    house.backup = server.backup();
    return;
  }
  if (roll < 0.5) return server.trim(server.contents().log.head - between(random, 0, 30));
  server.crash();
  const { backup } = house;
  const restores = backup !== null && happens(random, 0.6);
  time.after(happens(random, 0.5) ? between(random, 20, 500) : between(random, 500, 15 * SECOND), () => {
    if (restores && !server.isUp()) {
      house.restored = true;
      server.restore(backup, happens(random, 0.5));
    }
    server.start();
  });
}

/** A backup, a little work, and at once back to the backup, while what was said in between is still on its way. */
async function hurriedRestore(house: House): Promise<void> {
  const { server, random, time, devices } = house;
  if (!server.isUp()) return;
  const backup = server.backup();
  for (const device of devices) {
    Object.assign(device.air, { ...GOOD_AIR, stalls: 0.3, streamsBlocked: happens(random, 0.2) });
    if (happens(random, 0.7)) act(house, device);
  }
  time.after(between(random, 20, 1_500), () => {
    if (!server.isUp()) return;
    server.crash();
    house.restored = true;
    server.restore(backup, happens(random, 0.5));
    time.after(between(random, 5, 300), () => server.start());
  });
}

/** The network is mended, whoever closed their tablet opens it, and nobody touches anything. */
function heal({ server, devices }: House): void {
  server.calm();
  server.start();
  for (const device of devices) {
    Object.assign(device.air, GOOD_AIR);
    device.open();
  }
}

function countExchanges({ devices }: House, complain: (what: string) => void): () => void {
  const before = devices.map(() => 0);
  return () => {
    for (const [index, device] of devices.entries()) {
      const asked = device.exchanges() - (before[index] ?? 0);
      before[index] = device.exchanges();
      if (asked > MOST_EXCHANGES) complain(`L3: ${device.who.source.name} asked the server ${asked} times in one second`);
    }
  };
}

function every({ time }: Pick<House, "time">, periodMs: number, look: () => void): void {
  if (time.now() >= START_MS + TROUBLE_MS + HEALED_WITHIN_MS) return;
  time.after(periodMs, () => {
    look();
    every({ time }, periodMs, look);
  });
}
