/**
 * What must hold of everything, at rest and now and then before (docs/design.md#safety). Each says
 * what is broken, or nothing. What holds at every step: watcher.ts.
 */
import { canonical, fingerprint } from "#shared/kernel/fingerprint.ts";
import { SECOND } from "#shared/kernel/time.ts";
import type { Core } from "#shared/sync/device/state.ts";
import type { Cursor } from "#shared/sync/messages/cursor.ts";
import { resultKey } from "#shared/sync/sequencer.ts";
import type { World } from "#shared/sync/world.ts";
import type { SimulatedDevice } from "./device-port.ts";
import { foldOf, isSame, worldOf } from "./fold.ts";
import type { Outsiders } from "./guests.ts";
import type { SimulatedServer } from "./server.ts";

/**
 * `restored`: after a restored backup a request that was long on its way may be carried out again,
 * and come to something else. `lied`: a disk gave an action up and its id to another one; where a
 * backup then brings the first one back under it, nobody can tell that any more.
 */
export function brokenPromises(
  server: SimulatedServer,
  devices: readonly SimulatedDevice[],
  { restored, lied }: { readonly restored: boolean; readonly lied: boolean },
): string[] {
  const history = server.history();
  const { world, results } = server.contents();
  const told = foldOf(history);
  const broken: string[] = [];
  const check = (holds: boolean, what: () => string) => void (holds || broken.push(what()));

  check(
    history.every((event, index) => event.seq === index + 1),
    () => "S1: the log has a hole",
  );
  check(isSame(world, told), () => "S4: the server's orders are not the fold of the log");

  const outcomes = new Map<string, number>();
  // Under which id an action was carried over, a disk that lied twice may have forgotten; carried
  // out again it mostly has no effect.
  for (const { payloadHash, status } of results.values())
    if (status === "applied") outcomes.set(payloadHash, (outcomes.get(payloadHash) ?? 0) + 1);
  const inLog = new Set(
    history.flatMap(({ origin }) =>
      origin === null ? [] : [resultKey(origin.clientId, origin.mutationId)],
    ),
  );
  for (const [key, { status }] of results)
    check(
      status === "noop" || inLog.has(key),
      () => `S2: mutation ${key} was ${status} and is not in the log`,
    );
  for (const device of devices) {
    const { name } = device;
    const { snapshot, events, entries, notices } = device.disk();
    for (const core of device.screens())
      check(
        isSame(core.replica.world, told),
        () => `S4: what ${name} holds is not the fold of the log`,
      );
    check(
      snapshot !== null && isSame(foldOf(events, worldOf(snapshot)), told),
      () => `S4: what ${name} stored is not the fold of the log`,
    );
    for (const { at } of device.confirmed().values()) {
      const entry = entries.get(at);
      const result =
        entry === undefined ? undefined : results.get(resultKey(entry.clientId, entry.id));
      check(entry !== undefined, () => `S3: ${name} forgot the action ${at}`);
      // What changed nothing may be forgotten with a backup: the next push finds out by its id
      // (SYN-4). A device that was paired again brings its present client id along, at best: what a
      // backup forgot of an earlier one nobody can bring back, and of one that came back as another
      // is done again what was not answered.
      check(
        result !== undefined ||
          (restored &&
            (entry?.outcome?.status === "noop" || device.cannotAskFor(entry?.clientId ?? ""))),
        () => `S3: the server has no outcome for the action ${at} of ${name} (${canonical(entry)})`,
      );
      check(
        (restored && lied) ||
          result === undefined ||
          entry === undefined ||
          result.payloadHash === fingerprint([entry.name, entry.args, entry.occurredAt]),
        () => `S2: the outcome of the action ${at} of ${name} is another action's`,
      );
      check(
        device.becameAnother() ||
          device.liedTwice() ||
          result === undefined ||
          (outcomes.get(result.payloadHash) ?? 0) <= 1,
        () => `S2: the action ${at} of ${name} was carried out more than once`,
      );
      check(
        restored || result?.status !== "rejected" || notices.has(`${entry?.clientId}/${entry?.id}`),
        () => `SYN-20: ${name} did not tell that ${at} was refused`,
      );
      check(
        restored || entry === undefined || entry.outcome?.status === result?.status,
        () => `S2: ${name} has another outcome of ${at} than the server`,
      );
    }
  }
  return broken;
}

/** Has every device heard from the server in these last `ms`? */
export const haveAllHeard = (devices: readonly SimulatedDevice[], ms: number): boolean =>
  devices.every(
    (device) => device.clockMs() - (device.core()?.reading.moments.lastContactAt ?? -Infinity) < ms,
  );

const CLOCK_MS = 3 * SECOND;

/** Ten tablets with wrong clocks show the same minute, the server's (docs/design.md#clocks). */
export const wrongClocks = (
  devices: readonly SimulatedDevice[],
  server: SimulatedServer,
): string[] =>
  devices.flatMap((device) => {
    const offset = device.core()?.clock.offsetMs;
    const wrongMs =
      offset === null || offset === undefined ? 0 : device.clockMs() + offset - server.clockMs();
    return Math.abs(wrongMs) <= CLOCK_MS
      ? []
      : [`clock: ${device.name} shows a time that is ${wrongMs} ms off`];
  });

/**
 * S8 and P1 from outside: each guest's order is there once, under its own id, if its guest was told
 * so. After a restored backup it may have been told in vain.
 */
export function brokenWords(
  server: SimulatedServer,
  outsiders: Outsiders,
  restored: boolean,
): string[] {
  const { orders } = server.world();
  const asked = new Map(
    outsiders
      .all()
      .flatMap(({ submission: { command }, told }) =>
        command.name === "order.place" ? [[command.args.orderId, told] as const] : [],
      ),
  );
  const strange = [...orders.values()].filter(
    ({ source, orderId }) => source.kind === "guest" && !asked.has(orderId),
  );
  const missing = restored
    ? []
    : [...asked].filter(([orderId, told]) => told?.status !== "rejected" && !orders.has(orderId));
  return [
    ...strange.map(({ number }) => `S8: no guest has asked for order ${number}`),
    ...missing.map(
      ([orderId]) => `S3: a guest was told that order ${orderId} is placed, and it is not there`,
    ),
  ];
}

/**
 * S4 and S5 in the middle of it: what a device holds, in memory and on disk, is the fold of the log
 * up to where it says it is. To be asked now and then; what stands where it stood is looked at
 * again at rest.
 */
export function watchBases(
  server: SimulatedServer,
  devices: readonly SimulatedDevice[],
): () => string[] {
  const seen = new Map<Core | SimulatedDevice, Cursor>();
  return () => {
    const history = server.history();
    const foldedTo = (seq: number) =>
      seq === history.length ? server.world() : foldOf(history.slice(0, seq));
    const look = (
      what: Core | SimulatedDevice,
      cursor: Cursor | null,
      world: () => World,
      how: string,
    ): string[] => {
      // Of a log that a backup replaced nothing can be said: the device is about to learn of it.
      if (cursor === null || cursor === seen.get(what) || history[cursor.seq - 1]?.id !== cursor.id)
        return [];
      seen.set(what, cursor);
      return isSame(world(), foldedTo(cursor.seq))
        ? []
        : [`S4: what ${how} at ${cursor.seq} is not the fold of the log`];
    };
    return devices.flatMap((device) => {
      const { snapshot, events, place } = device.disk();
      return [
        ...device
          .cores()
          .flatMap((core) =>
            look(core, core.replica.cursor, () => core.replica.world, `${device.name} holds`),
          ),
        ...(snapshot === null
          ? []
          : look(device, place, () => foldOf(events, worldOf(snapshot)), `${device.name} stored`)),
      ];
    });
  };
}
