/** What must hold of an evening that is over, and of every moment in it (DESIGN §6). Each says what is broken, or nothing. */
import { isEqual } from "#shared/kernel/equal.ts";
import { canonical } from "#shared/kernel/fingerprint.ts";
import type { HeardEvent } from "#shared/orders/event.ts";
import type { Line } from "#shared/orders/order.ts";
import { linkOf } from "#shared/sync/device/link-view.ts";
import type { Core } from "#shared/sync/device/state.ts";
import type { Snapshot } from "#shared/sync/messages/snapshot.ts";
import { resultKey } from "#shared/sync/sequencer.ts";
import { applyToWorld, emptyWorld, type World } from "#shared/sync/world.ts";
import type { SimulatedDevice } from "./device.ts";
import type { SimulatedServer } from "./server.ts";

/** Every outbox is empty, every cursor at the head, everything stored, every link up (L1). */
export function isSettled(server: SimulatedServer, devices: readonly SimulatedDevice[]): boolean {
  const { head, headId } = server.contents().log;
  return devices.every((device) => {
    const core = device.core();
    if (core === null) return false;
    const { cursor } = core.replica;
    return core.outbox.pending.length === 0 && cursor?.seq === head && cursor.id === headId && device.disk().place?.id === headId
      && [...device.disk().entries.values()].every((entry) => entry.state === "done") && (core.reading.link === "live" || core.reading.link === "polling");
  });
}

/** Why it is not settled, for a person who reads a failure. */
export function unsettled(server: SimulatedServer, devices: readonly SimulatedDevice[], nowMs: number): string[] {
  const { head } = server.contents().log;
  return devices.map((device) => {
    const core = device.core();
    return `${device.who.source.name}: ${core === null ? "closed" : canonical({ head, cursor: core.replica.cursor?.seq, link: linkOf(core, nowMs), pending: core.outbox.pending, reading: core.reading, sending: core.sending })}`;
  });
}

/** `restored`: after a restored backup a request that was long on its way may be carried out again, and come to something else. */
export function brokenPromises(server: SimulatedServer, devices: readonly SimulatedDevice[], restored: boolean): string[] {
  const history = server.history();
  const { world, results } = server.contents();
  const told = flat(foldOf(history));
  const broken: string[] = [];
  const check = (holds: boolean, what: string) => void (holds || broken.push(what));

  check(history.every((event, index) => event.seq === index + 1), "S1: the log has a hole");
  check(isEqual(flat(world), told), "S4: the server's orders are not the fold of the log");
  broken.push(...regressions(history), ...outOfOrder(history));
  const placed = history.filter((event) => event.type === "order_created").map((event) => event.entityId);
  check(new Set(placed).size === placed.length, "S8: an order was created twice");

  const outcomes = new Map<string, number>();
  for (const { payloadHash } of results.values()) outcomes.set(payloadHash, (outcomes.get(payloadHash) ?? 0) + 1);
  for (const device of devices) {
    const { name } = device.who.source;
    const { snapshot, events, entries, notices } = device.disk();
    const core = device.core();
    check(core !== null && isEqual(flat(core.replica.world), told), `S4: what ${name} holds is not the fold of the log`);
    check(snapshot !== null && isEqual(flat(foldOf(events, worldOf(snapshot))), told), `S4: what ${name} stored is not the fold of the log`);
    for (const { at } of device.confirmed().values()) {
      const entry = entries.get(at);
      const result = entry === undefined ? undefined : results.get(resultKey(entry.clientId, entry.id));
      check(entry !== undefined, `S3: ${name} forgot the action ${at}`);
      check(result !== undefined, `S3: the server has no outcome for the action ${at} of ${name} (${canonical(entry)})`);
      check(result === undefined || outcomes.get(result.payloadHash) === 1, `S2: the action ${at} of ${name} has more than one outcome`);
      check(restored || result?.status !== "rejected" || notices.has(at), `SYN-20: ${name} did not tell that ${at} was refused`);
      check(restored || entry === undefined || entry.outcome?.status === result?.status, `S2: ${name} has another outcome of ${at} than the server`);
    }
  }
  return broken;
}

/** What must hold at every moment on a device. */
export function brokenNow(device: SimulatedDevice, core: Core, nowMs: number): string[] {
  const link = linkOf(core, nowMs);
  const stuck = link.state !== "live" && link.state !== "polling" && nowMs - Math.max(core.reading.progressAt, link.since) >= 30_000;
  return stuck && link.cause === null ? [`L2: ${device.who.source.name} has been ${link.state} for 30 s and does not say why`] : [];
}

/** S4 and S5 in the middle of it: what a device holds, in memory and on disk, is the fold of the log up to where it says it is. */
export function brokenBases(server: SimulatedServer, devices: readonly SimulatedDevice[]): string[] {
  const history = server.history();
  return devices.flatMap((device) => {
    const core = device.core();
    const { snapshot, events, place } = device.disk();
    const bases = [
      { where: "holds", cursor: core?.replica.cursor, world: core?.replica.world },
      { where: "stored", cursor: place, world: snapshot === null ? undefined : foldOf(events, worldOf(snapshot)) },
    ];
    return bases.flatMap(({ where, cursor, world }) => {
      // Of a log that a backup replaced nothing can be said: the device is about to learn of it.
      if (!cursor || world === undefined || history[cursor.seq - 1]?.id !== cursor.id) return [];
      return isEqual(flat(world), flat(foldOf(history.slice(0, cursor.seq)))) ? [] : [`S4: what ${device.who.source.name} ${where} at ${cursor.seq} is not the fold of the log`];
    });
  });
}

/** S7: a line never goes back within a generation, and a generation never goes back. */
function regressions(history: readonly HeardEvent[]): string[] {
  const world = emptyWorld();
  const before = new Map<string, Line>();
  const broken: string[] = [];
  for (const event of history) {
    applyToWorld(world, event);
    const order = "orderId" in event.data && event.data.orderId !== null ? world.orders.get(event.data.orderId) : undefined;
    for (const line of order?.lines ?? []) {
      const was = before.get(line.lineId);
      if (was !== undefined && (line.generation < was.generation || (line.generation === was.generation && RANK[line.status] < RANK[was.status]))) {
        broken.push(`S7: event ${event.seq} puts line ${line.lineId} from ${was.status}/${was.generation} to ${line.status}/${line.generation}`);
      }
      before.set(line.lineId, line);
    }
  }
  return broken;
}

const RANK = { queued: 0, preparing: 1, ready: 2, served: 3, cancelled: 4 } as const;

/** S6: what a client asked is in the log in the order in which it asked. */
function outOfOrder(history: readonly HeardEvent[]): string[] {
  const last = new Map<string, number>();
  return history.flatMap(({ seq, origin }) => {
    if (origin === null) return [];
    const before = last.get(origin.clientId) ?? 0;
    last.set(origin.clientId, origin.mutationId);
    return origin.mutationId < before ? [`S6: event ${seq} is of mutation ${origin.mutationId}, after ${before}`] : [];
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
const flat = ({ orders, menu, tables, settings }: World) => ({ orders: [...orders.values()].toSorted((a, b) => (a.orderId < b.orderId ? -1 : 1)), menu, tables, settings });
