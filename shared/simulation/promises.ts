/** What must hold of everything, at rest and now and then before (DESIGN §6). Each says what is broken, or nothing. What holds at every step: watcher.ts. */
import { isEqual } from "#shared/kernel/equal.ts";
import { canonical, fingerprint } from "#shared/kernel/fingerprint.ts";
import { fromIso, SECOND } from "#shared/kernel/time.ts";
import type { HeardEvent } from "#shared/orders/event.ts";
import { linkOf } from "#shared/sync/device/link-view.ts";
import { unheardOrders } from "#shared/kitchen/board.ts";
import type { Snapshot } from "#shared/sync/messages/snapshot.ts";
import { resultKey } from "#shared/sync/sequencer.ts";
import { applyToWorld, emptyWorld, type World } from "#shared/sync/world.ts";
import type { SimulatedDevice } from "./device.ts";
import type { SimulatedServer } from "./server.ts";

/** Every outbox is empty, every cursor at the head, everything stored, every link up, and nobody has anything left to ask (L1). */
export function isSettled(server: SimulatedServer, devices: readonly SimulatedDevice[]): boolean {
  const { head, headId } = server.log();
  return devices.every((device) => {
    const core = device.core();
    if (core === null || (core.reading.link !== "live" && core.reading.link !== "polling") || core.sending.toCompare.length > 0 || core.sending.state !== "idle") return false;
    return device.disk().place?.id === headId && device.cores().every(({ replica: { cursor }, outbox }) => outbox.pending.length === 0 && cursor?.seq === head && cursor.id === headId)
      && [...device.disk().entries.values()].every((entry) => entry.state === "done");
  });
}

/** Why it is not settled, for a person who reads a failure. */
export function unsettled(server: SimulatedServer, devices: readonly SimulatedDevice[]): string[] {
  const { head, headId } = server.log();
  return devices.map((device) => {
    const tabs = device.cores().map((core) => ({ leading: core.leading, cursor: core.replica.cursor, link: linkOf(core, device.clockMs()), pending: core.outbox.pending, reading: core.reading, sending: core.sending }));
    return `${device.name}: ${canonical({ head, headId, place: device.disk().place, tabs })}`;
  });
}

/**
 * `restored`: after a restored backup a request that was long on its way may be carried out again, and come to something else. `lied`: a
 * disk gave an action up and its id to another one; where a backup then brings the first one back under it, nobody can tell that any more.
 */
export function brokenPromises(server: SimulatedServer, devices: readonly SimulatedDevice[], { restored, lied }: { readonly restored: boolean; readonly lied: boolean }): string[] {
  const history = server.history();
  const { world, results } = server.contents();
  const told = flat(foldOf(history));
  const broken: string[] = [];
  const check = (holds: boolean, what: string) => void (holds || broken.push(what));

  check(history.every((event, index) => event.seq === index + 1), "S1: the log has a hole");
  check(isEqual(flat(world), told), "S4: the server's orders are not the fold of the log");

  const outcomes = new Map<string, number>();
  // A disk that lied twice may have forgotten under which id an action was carried over; carried out again it has no effect.
  for (const { payloadHash, status } of results.values()) if (status === "applied") outcomes.set(payloadHash, (outcomes.get(payloadHash) ?? 0) + 1);
  const inLog = new Set(history.flatMap(({ origin }) => (origin === null ? [] : [resultKey(origin.clientId, origin.mutationId)])));
  for (const [key, { status }] of results) check(status === "noop" || inLog.has(key), `S2: mutation ${key} was ${status} and is not in the log`);
  for (const device of devices) {
    const { name } = device;
    const { snapshot, events, entries, notices } = device.disk();
    for (const core of device.cores()) check(isEqual(flat(core.replica.world), told), `S4: what ${name} holds is not the fold of the log`);
    check(snapshot !== null && isEqual(flat(foldOf(events, worldOf(snapshot))), told), `S4: what ${name} stored is not the fold of the log`);
    for (const { at } of device.confirmed().values()) {
      const entry = entries.get(at);
      const result = entry === undefined ? undefined : results.get(resultKey(entry.clientId, entry.id));
      check(entry !== undefined, `S3: ${name} forgot the action ${at}`);
      // What changed nothing may be forgotten with a backup: the next push finds out by its id (SYN-4).
      check(result !== undefined || (restored && entry?.outcome?.status === "noop"), `S3: the server has no outcome for the action ${at} of ${name} (${canonical(entry)})`);
      check((restored && lied) || result === undefined || entry === undefined || result.payloadHash === fingerprint([entry.name, entry.args, entry.occurredAt]), `S2: the outcome of the action ${at} of ${name} is another action's`);
      check(result === undefined || (outcomes.get(result.payloadHash) ?? 0) <= 1, `S2: the action ${at} of ${name} was carried out more than once`);
      check(restored || result?.status !== "rejected" || notices.has(at), `SYN-20: ${name} did not tell that ${at} was refused`);
      check(restored || entry === undefined || entry.outcome?.status === result?.status, `S2: ${name} has another outcome of ${at} than the server`);
    }
  }
  return broken;
}

const CLOCK_MS = 3 * SECOND;

/** Ten tablets with wrong clocks show the same minute (DESIGN §4). */
export const wrongClocks = (devices: readonly SimulatedDevice[], nowMs: number): string[] =>
  devices.flatMap((device) => {
    const offset = device.core()?.clock.offsetMs;
    return offset === null || offset === undefined || Math.abs(device.clockMs() + offset - nowMs) <= CLOCK_MS ? [] : [`clock: ${device.name} shows a time that is ${device.clockMs() + offset - nowMs} ms off`];
  });

/** L4: of each order that no kitchen screen has shown in time the restaurant was told. */
export function unalarmed(server: SimulatedServer, nowMs: number): string[] {
  const { world } = server.contents();
  const told = new Set(server.history().flatMap((event) => (event.type === "restaurant_notification" ? [event.entityId] : [])));
  const limitMs = (world.settings.shownAlarmSeconds + 3) * SECOND;
  // A request that was long on its way may bring an old order this late.
  const justCame = new Set(server.history().flatMap(({ recordedAt, entityId }) => (nowMs - fromIso(recordedAt) < 3 * SECOND ? [entityId] : [])));
  return unheardOrders(world.orders.values(), nowMs, limitMs).filter((order) => fromIso(order.placedAt) < nowMs && !told.has(order.orderId) && !justCame.has(order.orderId)).map((order) => `L4: nobody was told that order ${order.number} is not shown`);
}

/** S4 and S5 in the middle of it: what a device holds, in memory and on disk, is the fold of the log up to where it says it is. */
export function brokenBases(server: SimulatedServer, devices: readonly SimulatedDevice[]): string[] {
  const history = server.history();
  return devices.flatMap((device) => {
    const { snapshot, events, place } = device.disk();
    const bases = [
      ...device.cores().map((core) => ({ where: "holds", cursor: core.replica.cursor, world: core.replica.world })),
      { where: "stored", cursor: place, world: snapshot === null ? undefined : foldOf(events, worldOf(snapshot)) },
    ];
    return bases.flatMap(({ where, cursor, world }) => {
      // Of a log that a backup replaced nothing can be said: the device is about to learn of it.
      if (cursor === null || world === undefined || history[cursor.seq - 1]?.id !== cursor.id) return [];
      return isEqual(flat(world), flat(foldOf(history.slice(0, cursor.seq)))) ? [] : [`S4: what ${device.name} ${where} at ${cursor.seq} is not the fold of the log`];
    });
  });
}

const worldOf = ({ orders, menu, tables, settings }: Snapshot): World => ({
  orders: new Map(orders.map((order) => [order.orderId, order])), menu, tables, settings,
});

function foldOf(events: readonly HeardEvent[], world: World = emptyWorld()): World {
  for (const event of events) applyToWorld(world, event);
  return world;
}

/** The world as a value to compare. */
const flat = ({ orders, menu, tables, settings }: World) => ({ orders: Object.fromEntries(orders), menu, tables, settings });
