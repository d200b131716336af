/**
 * A tablet without a browser: the product's own engine (shared/sync/device/shell) on a disk in
 * memory, a real clock, and sockets over its own line.
 */
import type { DeviceRole } from "#shared/devices/roles.ts";
import type { Ids } from "#shared/kernel/ids.ts";
import type { Random } from "#shared/kernel/random.ts";
import { between } from "#shared/kernel/seeded-random.ts";
import { createDiskStore } from "#shared/simulation/disk-store.ts";
import {
  afterAction,
  afterWrite,
  blankDisk,
  compacted,
  storedOf,
  type DiskContents,
} from "#shared/simulation/disk.ts";
import type { OutboxEntry } from "#shared/sync/device/entry.ts";
import type { Drawn, Own } from "#shared/sync/device/overlay.ts";
import type { Engine } from "#shared/sync/device/shell/engine-port.ts";
import { createEngine } from "#shared/sync/device/shell/engine.ts";
import { createExchanges } from "#shared/sync/device/shell/exchanges.ts";
import type { RequestLock, Transport } from "#shared/sync/device/shell/ports.ts";
import type { Core } from "#shared/sync/device/state.ts";
import type { Head } from "../checker/truth.ts";
import { createCarrier, type NodeCarrier } from "./carrier.ts";
import { isSettledCore } from "./settled.ts";
import { createLife } from "./life.ts";
import type { Action } from "./people.ts";
import { createRepeater, type Repeats } from "./repeater.ts";

export type ChaosDevice = {
  readonly name: string;
  readonly role: DeviceRole;
  /** What it would show; null while it is off. */
  drawn(): Drawn | null;
  /** Null while it is off. */
  core(): Core | null;
  disk(): DiskContents;
  /** A person presses something; it counts once it is on the disk. */
  act(action: Action): void;
  /** Every action that counted, as it was then. */
  confirmed(): readonly OutboxEntry[];
  start(): void;
  /** Memory, timers and connections are gone at once; the disk stays. */
  kill(): void;
  /** The process sleeps: it reads nothing, and its timers do not run. */
  freeze(frozen: boolean): void;
  setClock(skewMs: number): void;
  /** How far its estimate of the server's time is from ours; null: it has none. */
  clockErrorMs(): number | null;
  /**
   * Sends every push twice, and now and then an old one again. How many so far, and how many were
   * answered otherwise than before.
   */
  repeat(on: boolean): void;
  repeats(): Repeats;
  /** Everything sent, everything read and stored up to this event. */
  isSettled(head: Head): boolean;
  /** Why it is not, for a person who reads a failure. */
  unsettled(): string;
};

export type ChaosDeviceDeps = {
  readonly own: Own & { readonly role: DeviceRole };
  readonly port: number;
  readonly token: string;
  readonly random: Random;
  readonly ids: Ids;
  /** A time at which nothing else was done by anybody: what people do can be told apart by it. */
  readonly moment: (ms: number) => string;
  /** A person's action counted. */
  readonly acted: () => void;
};

/** There is one tab: it has the lock as soon as it asks. */
const alone: RequestLock = (_how, held) => {
  held({ gone: new Promise(() => undefined), release: () => undefined });
  return () => undefined;
};

export function createChaosDevice({
  own,
  port,
  token,
  random,
  ids,
  moment,
  acted,
}: ChaosDeviceDeps): ChaosDevice {
  const confirmed: OutboxEntry[] = [];
  const life = createLife();
  const { after } = life;
  const repeater = createRepeater(own.source.name, random, after);
  let disk = blankDisk(ids.next());
  let running: { readonly engine: Engine; readonly carrier: NodeCarrier } | null = null;
  let term = 0;
  /** Transactions under way. */
  let storing = 0;
  let skewMs = 0;

  const clockMs = (): number => Date.now() + skewMs;

  /** Until the disk has done it. */
  function turn(): Promise<void> {
    storing++;
    return new Promise(
      (resolve) =>
        void after(between(random, 1, 15), () => {
          storing--;
          resolve();
        }),
    );
  }

  const store = createDiskStore({
    disk: () => disk,
    stored: () => storedOf(disk),
    afterWrite,
    term: () => term,
    takeTerm: () => ++term,
    isFull: () => false,
    commit(next) {
      disk = next;
      return Promise.resolve();
    },
    fold: () => void (disk = compacted(disk)),
    at: turn,
    begins: turn,
  });

  function transportOver(exchanges: Transport): Transport {
    return {
      snapshot: () => life.heard(exchanges.snapshot()),
      pull: (effect) => life.heard(exchanges.pull(effect)),
      push: (effect) => life.heard(repeater.push(effect, exchanges)),
      ack: (seq) => life.heard(exchanges.ack(seq)),
      stream: (effect, tell) => exchanges.stream(effect, life.alive(tell)),
    };
  }

  return {
    name: own.source.name,
    role: own.role,
    drawn: () => running?.engine.drawn() ?? null,
    core: () => running?.engine.core ?? null,
    disk: () => disk,
    confirmed: () => confirmed,
    act({ name, args }) {
      after(between(random, 1, 12), () => {
        if (running === null) return;
        const made = afterAction(
          disk,
          own.letter,
          name,
          args,
          moment(clockMs() + (running.engine.clockOffsetMs() ?? 0)),
        );
        disk = made.disk;
        confirmed.push(made.entry);
        acted();
        running.engine.acted(made.entry);
      });
    },
    start() {
      if (running !== null) return;
      disk = compacted(disk);
      const carrier = createCarrier(port, token);
      const engine = createEngine({
        store,
        stored: storedOf(disk),
        own,
        transport: transportOver(createExchanges(carrier)),
        requestLock: alone,
        visible: () => true,
        random,
        ids,
        channel: { post: () => undefined, listen: () => undefined, close: () => undefined },
        time: { nowMs: clockMs, steadyMs: () => performance.now(), after, every: life.every },
        whenIdle: (work) => void after(0, work),
      });
      running = { engine, carrier };
    },
    kill() {
      if (running === null) return;
      life.die();
      running.carrier.close();
      running = null;
      storing = 0;
    },
    freeze(on) {
      if (on) life.freeze(true);
      running?.carrier.stall(on);
      if (!on) life.freeze(false);
    },
    setClock(ms) {
      skewMs = ms;
    },
    clockErrorMs() {
      const offsetMs = running?.engine.clockOffsetMs() ?? null;
      return offsetMs === null ? null : clockMs() + offsetMs - Date.now();
    },
    repeat: (on) => repeater.repeat(on),
    repeats: () => repeater.repeats(),
    isSettled: (head) =>
      running !== null &&
      storing === 0 &&
      !life.isFrozen() &&
      isSettledCore(running.engine.core, disk, head),
    unsettled: () =>
      running === null
        ? `${own.source.name} is off`
        : `${own.source.name}: ${describe(running.engine.core, disk)}`,
  };
}

function describe({ replica, reading, sending, outbox }: Core, { place }: DiskContents): string {
  const { link, stream, way, pull, fill, trust, head, failures } = reading;
  const waits = outbox.pending.length;
  return JSON.stringify({
    cursor: replica.cursor?.seq,
    place: place?.seq,
    pending: waits,
    link,
    stream,
    way,
    pull,
    fill,
    trust,
    head,
    failures,
    sending,
  });
}
