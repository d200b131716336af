/** A tablet of a simulated evening: the real core, a disk, and the air between it and the server. */
import { must } from "#shared/kernel/assert.ts";
import type { Ids } from "#shared/kernel/ids.ts";
import type { Random } from "#shared/kernel/random.ts";
import { between, happens } from "#shared/kernel/seeded-random.ts";
import { SECOND } from "#shared/kernel/time.ts";
import type { MutationName } from "#shared/orders/command.ts";
import { createCore, step } from "#shared/sync/device/core.ts";
import type { OutboxEntry } from "#shared/sync/device/entry.ts";
import type { Effect, Input, TimerName } from "#shared/sync/device/ports.ts";
import type { Core } from "#shared/sync/device/state.ts";
import type { Actor } from "#shared/sync/sequencer-port.ts";
import { afterAction, afterWrite, blankDisk, compacted, storedOf, type DiskContents, type StoreEffect } from "./disk.ts";
import { GOOD_AIR, type Air, type Network } from "./network.ts";
import type { SimulatedServer } from "./server.ts";
import type { VirtualTime } from "./virtual-time.ts";

export type SimulatedDevice = {
  readonly who: Actor;
  readonly air: Air;
  /** Null while the tab is closed. */
  core(): Core | null;
  disk(): DiskContents;
  open(): void;
  /** What a person does; it counts from when it is on the disk, and `confirmed` lists what does. */
  act(name: MutationName, args: Readonly<Record<string, unknown>>): void;
  confirmed(): ReadonlyMap<number, OutboxEntry>;
  /** The tab is gone; with `power` also what was not yet safe, with `lies` some of what was said to be. */
  crash(how: "closed" | "power" | "lies"): void;
  compact(): void;
  hint(): void;
  /** Exchanges with the server that the core asked for so far. */
  exchanges(): number;
};

export type DeviceDeps = {
  readonly time: VirtualTime;
  readonly network: Network;
  readonly server: SimulatedServer;
  readonly random: Random;
  readonly ids: Ids;
  /** Writes of the log are safe only after a while, as browsers do it unless told otherwise. */
  readonly relaxed: boolean;
  /** A time at which nothing else was done by anybody: what people do can be told apart by it. */
  readonly moment: () => string;
  /** Called after each input that the core took in. */
  readonly watch: (device: SimulatedDevice, core: Core) => void;
};

const LIES_ABOUT = 4;

export function createDevice(who: Actor, letter: string, deps: DeviceDeps): SimulatedDevice {
  const { time, network, server, random, ids } = deps;
  const air: Air = { ...GOOD_AIR };
  const confirmed = new Map<number, OutboxEntry>();
  let written = blankDisk(ids.next());
  /** Counts the transactions. */
  let version = 0;
  let safeAt = 0;
  /** What is safe, newest last; the ones before are for a disk that lies. */
  let safe: { readonly version: number; readonly disk: DiskContents }[] = [{ version, disk: written }];
  let core: Core | null = null;
  /** Raised by each crash: what was under way belongs to a tab that is gone. */
  let life = 0;
  let writes: StoreEffect[] = [];
  let writing = false;
  let exchanges = 0;
  const timers = new Map<TimerName, () => void>();
  const streams = new Map<number, () => void>();

  const device: SimulatedDevice = {
    who, air, core: () => core, disk: () => written, confirmed: () => confirmed, exchanges: () => exchanges,
    open() {
      if (core !== null) return;
      core = createCore(storedOf(written), { role: who.role, letter, source: who.source }, time.now());
      tell({ kind: "started" });
    },
    act(name, args) {
      later(between(random, 1, 8), () => {
        const { entry, disk } = afterAction(written, letter, name, args, deps.moment());
        commit(disk);
        makeSafe(disk, version);
        confirmed.set(entry.at, entry);
        tell({ kind: "acted", entry });
      });
    },
    crash(how) {
      life++;
      core = null;
      writes = [];
      writing = false;
      for (const stop of [...timers.values(), ...streams.values()]) stop();
      timers.clear();
      streams.clear();
      if (how !== "closed") written = must(safe[Math.max(0, safe.length - 1 - (how === "lies" ? between(random, 1, LIES_ABOUT) : 0))], "a safe state").disk;
      safe = [{ version, disk: written }];
      // What a lying disk forgot was confirmed in vain: nobody can bring back what never left the device.
      for (const at of confirmed.keys()) if (!written.entries.has(at)) confirmed.delete(at);
    },
    compact() {
      if (core === null || writing) return;
      commit(compacted(written));
      makeSafe(written, version);
      tell({ kind: "reloaded", stored: storedOf(written) });
    },
    hint: () => tell({ kind: "hint" }),
  };
  return device;

  function tell(input: Input): void {
    if (core === null) return;
    for (const effect of step(core, input, { nowMs: time.now(), random, ids })) carryOut(effect);
    deps.watch(device, core);
  }

  /** Of this life of the tab only. */
  function later(delayMs: number, task: () => void): () => void {
    const mine = life;
    return time.after(delayMs, () => {
      if (mine === life) task();
    });
  }

  function ask(serve: () => Promise<Input | null>, kind: "pull-failed" | "snapshot-failed" | "push-failed"): void {
    const mine = life;
    exchanges++;
    const told = (input: Input) => {
      if (mine === life) tell(input);
    };
    network.request(air, serve, told, () => told({ kind, failure: server.isUp() || happens(random, 0.8) ? { kind: "unreachable" } : { kind: "unavailable", retryAfterMs: SECOND } }));
  }

  function carryOut(effect: Effect): void {
    switch (effect.kind) {
      case "fetch-snapshot":
        return ask(() => server.snapshot(), "snapshot-failed");
      case "pull":
        return ask(() => server.pull(effect.cursor), "pull-failed");
      case "push":
        return ask(() => server.push(who, effect), "push-failed");
      case "open-stream":
        return openStream(effect);
      case "close-stream":
        streams.get(effect.stream)?.();
        streams.delete(effect.stream);
        return;
      case "ack":
        return;
      case "set-timer":
        timers.get(effect.timer)?.();
        timers.set(effect.timer, later(effect.delayMs, () => tell({ kind: "timer", timer: effect.timer })));
        return;
      case "clear-timer":
        timers.get(effect.timer)?.();
        timers.delete(effect.timer);
        return;
      default:
        writes.push(effect);
        if (!writing) write();
    }
  }

  function openStream({ stream, cursor }: Extract<Effect, { kind: "open-stream" }>): void {
    exchanges++;
    const mine = life;
    let close: () => void = () => undefined;
    let arrivedAt = 0;
    streams.set(stream, () => close());
    network.message(air, 0, () => {
      if (mine !== life) return;
      close = server.stream(cursor, (word) => {
        arrivedAt = network.message(air, arrivedAt, () => {
          if (mine === life) tell({ ...word, stream });
        });
      });
      if (air.streamsBlocked) {
        later(between(random, 50, 500), () => {
          close();
          tell({ kind: "stream-ended", stream, failure: null });
        });
      }
    });
  }

  /** One transaction after the other, in the order they were asked for. */
  function write(): void {
    writing = true;
    later(between(random, 1, 15), () => {
      const next = must(writes.shift(), "a write in the queue");
      const disk = afterWrite(written, next);
      writing = false;
      if (disk === null) tell({ kind: "reloaded", stored: storedOf(written) });
      else stored(next, disk);
      if (writes.length > 0 && !writing) write();
    });
  }

  function stored(effect: StoreEffect, disk: DiskContents): void {
    commit(disk);
    const mine = version;
    const safeNow = () => {
      makeSafe(disk, mine);
      if ((effect.kind === "store-events" || effect.kind === "store-snapshot") && disk.place !== null) tell({ kind: "persisted", cursor: disk.place });
    };
    if (!deps.relaxed || effect.kind === "notice") return safeNow();
    safeAt = Math.max(safeAt, time.now() + between(random, 1, 2 * SECOND));
    later(safeAt - time.now(), safeNow);
  }

  function commit(disk: DiskContents): void {
    written = disk;
    version++;
  }

  /** With a transaction all before it are safe. */
  function makeSafe(disk: DiskContents, at: number): void {
    if (at > must(safe.at(-1), "a safe state").version) safe = [...safe, { version: at, disk }].slice(-1 - LIES_ABOUT);
  }
}
