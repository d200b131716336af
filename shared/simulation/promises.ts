/** What must hold of everything, at rest and now and then before (docs/design.md#safety). Each says what is broken, or nothing. What holds at every step: watcher.ts. */
import { isEqual } from "#shared/kernel/equal.ts";
import { canonical, fingerprint } from "#shared/kernel/fingerprint.ts";
import { SECOND } from "#shared/kernel/time.ts";
import type { HeardEvent } from "#shared/orders/event.ts";
import { linkOf } from "#shared/sync/device/link-view.ts";
import { unheardSince, unseenSince } from "#shared/kitchen/board.ts";
import type { Core } from "#shared/sync/device/state.ts";
import type { Cursor } from "#shared/sync/messages/cursor.ts";
import type { Snapshot } from "#shared/sync/messages/snapshot.ts";
import { resultKey } from "#shared/sync/sequencer.ts";
import { applyToWorld, emptyWorld, type World } from "#shared/sync/world.ts";
import type { SimulatedDevice } from "./device-port.ts";
import type { Outsiders } from "./guests.ts";
import type { LogWatch } from "./log-watch.ts";
import type { SimulatedServer } from "./server.ts";

/** Every outbox is empty, every cursor at the head, everything stored, every link up, and nobody has anything left to ask (L1). A tab that is frozen for good counts for nothing. */
export function isSettled(server: SimulatedServer, devices: readonly SimulatedDevice[], outsiders: Outsiders): boolean {
  const { head, headId } = server.log();
  return devices.every((device) => isAtRest(device, head, headId)) && outsiders.all().every(({ told }) => told !== null);
}

function isAtRest(device: SimulatedDevice, head: number, headId: string | null): boolean {
  const core = device.core();
  if (core === null || !device.isLed() || (core.reading.link !== "live" && core.reading.link !== "polling") || core.sending.toCompare.length > 0 || core.sending.state !== "idle") return false;
  const { place, entries } = device.disk();
  if (place?.id !== headId) return false;
  for (const entry of entries.values()) if (entry.state !== "done") return false;
  return device.screens().every(({ replica: { cursor }, outbox }) => outbox.pending.length === 0 && cursor?.seq === head && cursor.id === headId);
}

/** Why it is not settled, for a person who reads a failure. */
export function unsettled(server: SimulatedServer, devices: readonly SimulatedDevice[], outsiders: Outsiders): string[] {
  const { head, headId } = server.log();
  const waiting = outsiders.all().filter(({ told }) => told === null).map(({ submission: { command } }) => `somebody waits for an answer to ${canonical(command)}`);
  const stuck = devices.filter((device) => !isAtRest(device, head, headId)).map((device) => {
    const tabs = device.cores().map((core) => ({ leading: core.leading, cursor: core.replica.cursor, link: linkOf(core, device.clockMs()), pending: core.outbox.pending, reading: core.reading, sending: core.sending }));
    return `${device.name}: ${canonical({ head, headId, place: device.disk().place, isLed: device.isLed(), tabs })}`;
  });
  return [...waiting, ...stuck];
}

/**
 * `restored`: after a restored backup a request that was long on its way may be carried out again, and come to something else. `lied`: a
 * disk gave an action up and its id to another one; where a backup then brings the first one back under it, nobody can tell that any more.
 */
export function brokenPromises(server: SimulatedServer, devices: readonly SimulatedDevice[], { restored, lied }: { readonly restored: boolean; readonly lied: boolean }): string[] {
  const history = server.history();
  const { world, results } = server.contents();
  const told = foldOf(history);
  const broken: string[] = [];
  const check = (holds: boolean, what: () => string) => void (holds || broken.push(what()));

  check(history.every((event, index) => event.seq === index + 1), () => "S1: the log has a hole");
  check(isSame(world, told), () => "S4: the server's orders are not the fold of the log");

  const outcomes = new Map<string, number>();
  // Under which id an action was carried over, a disk that lied twice may have forgotten; carried out again it mostly has no effect.
  for (const { payloadHash, status } of results.values()) if (status === "applied") outcomes.set(payloadHash, (outcomes.get(payloadHash) ?? 0) + 1);
  const inLog = new Set(history.flatMap(({ origin }) => (origin === null ? [] : [resultKey(origin.clientId, origin.mutationId)])));
  for (const [key, { status }] of results) check(status === "noop" || inLog.has(key), () => `S2: mutation ${key} was ${status} and is not in the log`);
  for (const device of devices) {
    const { name } = device;
    const { snapshot, events, entries, notices } = device.disk();
    for (const core of device.screens()) check(isSame(core.replica.world, told), () => `S4: what ${name} holds is not the fold of the log`);
    check(snapshot !== null && isSame(foldOf(events, worldOf(snapshot)), told), () => `S4: what ${name} stored is not the fold of the log`);
    for (const { at } of device.confirmed().values()) {
      const entry = entries.get(at);
      const result = entry === undefined ? undefined : results.get(resultKey(entry.clientId, entry.id));
      check(entry !== undefined, () => `S3: ${name} forgot the action ${at}`);
      // What changed nothing may be forgotten with a backup: the next push finds out by its id (SYN-4). A device that was paired again
      // brings its present client id along, at best: what a backup forgot of an earlier one nobody can bring back, and of one that came back as another is done again what was not answered.
      check(result !== undefined || (restored && (entry?.outcome?.status === "noop" || device.cannotAskFor(entry?.clientId ?? ""))), () => `S3: the server has no outcome for the action ${at} of ${name} (${canonical(entry)})`);
      check((restored && lied) || result === undefined || entry === undefined || result.payloadHash === fingerprint([entry.name, entry.args, entry.occurredAt]), () => `S2: the outcome of the action ${at} of ${name} is another action's`);
      check(device.becameAnother() || device.liedTwice() || result === undefined || (outcomes.get(result.payloadHash) ?? 0) <= 1, () => `S2: the action ${at} of ${name} was carried out more than once`);
      check(restored || result?.status !== "rejected" || notices.has(`${entry?.clientId}/${entry?.id}`), () => `SYN-20: ${name} did not tell that ${at} was refused`);
      check(restored || entry === undefined || entry.outcome?.status === result?.status, () => `S2: ${name} has another outcome of ${at} than the server`);
    }
  }
  return broken;
}

/** Has every device heard from the server in these last `ms`? */
export const haveAllHeard = (devices: readonly SimulatedDevice[], ms: number): boolean =>
  devices.every((device) => device.clockMs() - (device.core()?.reading.lastContactAt ?? -Infinity) < ms);

const CLOCK_MS = 3 * SECOND;

/** Ten tablets with wrong clocks show the same minute, the server's (docs/design.md#clocks). */
export const wrongClocks = (devices: readonly SimulatedDevice[], server: SimulatedServer): string[] =>
  devices.flatMap((device) => {
    const offset = device.core()?.clock.offsetMs;
    const wrongMs = offset === null || offset === undefined ? 0 : device.clockMs() + offset - server.clockMs();
    return Math.abs(wrongMs) <= CLOCK_MS ? [] : [`clock: ${device.name} shows a time that is ${wrongMs} ms off`];
  });

/** S8 and P1 from outside: each guest's order is there once, under its own id, if its guest was told so. After a restored backup it may have been told in vain. */
export function brokenWords(server: SimulatedServer, outsiders: Outsiders, restored: boolean): string[] {
  const { orders } = server.world();
  const asked = new Map(outsiders.all().flatMap(({ submission: { command }, told }) => (command.name === "order.place" ? [[command.args.orderId, told] as const] : [])));
  const strange = [...orders.values()].filter(({ source, orderId }) => source.kind === "guest" && !asked.has(orderId));
  const missing = restored ? [] : [...asked].filter(([orderId, told]) => told?.status !== "rejected" && !orders.has(orderId));
  return [...strange.map(({ number }) => `S8: no guest has asked for order ${number}`), ...missing.map(([orderId]) => `S3: a guest was told that order ${orderId} is placed, and it is not there`)];
}

/** A screen that cannot prove that it is fresh within this time says so (docs/product.md#every-screen): what it shows may be as old, and as much as it takes to look. */
const FRESH_MS = 20 * SECOND;
const LOOKED_MS = 2 * SECOND;

/** P4: no screen looks fine while what it draws is older than that. A tab that follows hears of what the leader has caught up with a moment later. To be asked every second. */
export function watchScreens(server: SimulatedServer, log: LogWatch, devices: readonly SimulatedDevice[]): (nowMs: number) => string[] {
  let fineSince = new Map<Core, number>();
  return (nowMs) => {
    const before = fineSince;
    const screens = devices.flatMap((device) => device.screens().filter((screen) => looksFine(device, screen)).map((screen) => ({ device, screen })));
    fineSince = new Map(screens.map(({ screen }) => [screen, before.get(screen) ?? nowMs]));
    return screens.flatMap(({ device, screen }) => {
      if (nowMs - (fineSince.get(screen) ?? nowMs) <= LOOKED_MS) return [];
      const ageMs = nowMs - staleSince(screen, server, log);
      return ageMs > FRESH_MS + LOOKED_MS ? [`P4: ${device.name} looks fine and shows what is ${Math.round(ageMs / SECOND)} s old`] : [];
    });
  };
}

function looksFine(device: SimulatedDevice, screen: Core): boolean {
  const link = device.link(screen);
  return link !== null && (link.state === "live" || link.state === "polling") && link.lastContactAt !== null && device.clockMs() - link.lastContactAt < FRESH_MS;
}

/** Since when there is something that this screen does not have; Infinity where it has all. */
function staleSince({ replica: { cursor } }: Core, server: SimulatedServer, log: LogWatch): number {
  if (cursor === null) return Infinity;
  const isOurs = cursor.seq === 0 || server.history()[cursor.seq - 1]?.id === cursor.id;
  return isOurs ? log.landedAt(cursor.seq + 1) : log.restoredAt();
}

/** The watch looks every second; its words wait for a lock whose owner is gone, for slow commits, for another try and for each other. */
const TOLD_WITHIN_MS = 12 * SECOND;
const EACH_MS = SECOND / 2;

/** L4: of each order that no kitchen screen has shown in time the restaurant is told, in time, where a server is there to tell. To be asked every second. */
export function watchAlarms(server: SimulatedServer, log: LogWatch): (nowMs: number) => string[] {
  let overdue = new Map<string, number>();
  return (nowMs) => {
    const { orders, settings } = server.world();
    const before = overdue;
    overdue = new Map();
    const limitMs = settings.shownAlarmSeconds * SECOND;
    const unheard = [...orders.values()].flatMap((order) => {
      const unheardFrom = unheardSince(order, server.clockMs(), limitMs);
      return unheardFrom === null ? [] : [{ ...order, unheardFrom }];
    });
    const within = TOLD_WITHIN_MS + unheard.length * EACH_MS;
    const upSince = server.upSince();
    const broken: string[] = [];
    for (const { orderId, number, unheardFrom } of unheard) {
      const name = `${orderId} ${unheardFrom}`;
      const since = before.get(name) ?? nowMs;
      overdue.set(name, since);
      if (upSince === null || nowMs - Math.max(since, upSince, log.restoredAt()) <= within || log.isTold(orderId, unheardFrom)) continue;
      broken.push(`L4: nobody was told that order ${number} is not shown`);
    }
    return broken;
  };
}

/** Is there an order of which nobody was told, and will be should nobody touch it? */
export const isSomebodyToBeTold = (server: SimulatedServer, log: LogWatch): boolean =>
  [...server.world().orders.values()].some((order) => order.status === "pending" || unseenSince(order).some((since) => !log.isTold(order.orderId, since)));

/**
 * S4 and S5 in the middle of it: what a device holds, in memory and on disk, is the fold of the log up to where it says it is. To be asked now
 * and then; what stands where it stood is looked at again at rest.
 */
export function watchBases(server: SimulatedServer, devices: readonly SimulatedDevice[]): () => string[] {
  const seen = new Map<Core | SimulatedDevice, Cursor>();
  return () => {
    const history = server.history();
    const foldedTo = (seq: number) => (seq === history.length ? server.world() : foldOf(history.slice(0, seq)));
    const look = (what: Core | SimulatedDevice, cursor: Cursor | null, world: () => World, how: string): string[] => {
      // Of a log that a backup replaced nothing can be said: the device is about to learn of it.
      if (cursor === null || cursor === seen.get(what) || history[cursor.seq - 1]?.id !== cursor.id) return [];
      seen.set(what, cursor);
      return isSame(world(), foldedTo(cursor.seq)) ? [] : [`S4: what ${how} at ${cursor.seq} is not the fold of the log`];
    };
    return devices.flatMap((device) => {
      const { snapshot, events, place } = device.disk();
      return [
        ...device.cores().flatMap((core) => look(core, core.replica.cursor, () => core.replica.world, `${device.name} holds`)),
        ...(snapshot === null ? [] : look(device, place, () => foldOf(events, worldOf(snapshot)), `${device.name} stored`)),
      ];
    });
  };
}

const worldOf = ({ orders, menu, tables, settings }: Snapshot): World => ({
  orders: new Map(orders.map((order) => [order.orderId, order])), menu, tables, settings,
});

function foldOf(events: readonly HeardEvent[], world: World = emptyWorld()): World {
  for (const event of events) applyToWorld(world, event);
  return world;
}

function isSame(a: World, b: World): boolean {
  if (a.orders.size !== b.orders.size || !isEqual(a.menu, b.menu) || !isEqual(a.tables, b.tables) || !isEqual(a.settings, b.settings)) return false;
  for (const [orderId, order] of a.orders) if (!isEqual(order, b.orders.get(orderId))) return false;
  return true;
}
