/** A tablet without a browser: the product's own engine (shared/sync/device/shell) on a disk in memory, a real clock, and sockets over its own line. */
import type { DeviceRole } from "#shared/devices/roles.ts";
import type { Ids } from "#shared/kernel/ids.ts";
import type { Random } from "#shared/kernel/random.ts";
import { between } from "#shared/kernel/seeded-random.ts";
import { createDiskStore } from "#shared/simulation/disk-store.ts";
import { afterAction, afterWrite, blankDisk, compacted, storedOf, type DiskContents } from "#shared/simulation/disk.ts";
import type { OutboxEntry } from "#shared/sync/device/entry.ts";
import type { Drawn, Own } from "#shared/sync/device/overlay.ts";
import type { Effect, Input } from "#shared/sync/device/ports.ts";
import type { Engine } from "#shared/sync/device/shell/engine-port.ts";
import { createEngine } from "#shared/sync/device/shell/engine.ts";
import { createExchanges } from "#shared/sync/device/shell/exchanges.ts";
import type { RequestLock, Transport } from "#shared/sync/device/shell/ports.ts";
import type { Core } from "#shared/sync/device/state.ts";
import type { Head } from "../checker/truth.ts";
import { createCarrier, type NodeCarrier } from "./carrier.ts";
import { isSettledCore } from "./settled.ts";
import type { Action } from "./people.ts";

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
  /** Sends every push twice, and now and then an old one again. How many so far, and how many were answered otherwise than before. */
  repeat(on: boolean): void;
  repeats(): { readonly sent: number; readonly compared: number; readonly otherwise: readonly string[] };
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

const KEPT_PUSHES = 8;

type Push = Extract<Effect, { kind: "push" }>;

/** There is one tab: it has the lock as soon as it asks. */
const alone: RequestLock = (_how, held) => {
  held({ gone: new Promise(() => undefined), release: () => undefined });
  return () => undefined;
};

export function createChaosDevice({ own, port, token, random, ids, moment, acted }: ChaosDeviceDeps): ChaosDevice {
  const confirmed: OutboxEntry[] = [];
  const pushes: Push[] = [];
  const answers = new Map<string, string>();
  const repeats = { sent: 0, compared: 0, otherwise: [] as string[] };
  const timers = new Set<NodeJS.Timeout>();
  let disk = blankDisk(ids.next());
  let running: { readonly engine: Engine; readonly carrier: NodeCarrier } | null = null;
  /** Raised by each death: what was under way belongs to a process that is gone. */
  let life = 0;
  let term = 0;
  /** Transactions under way. */
  let storing = 0;
  let frozen = false;
  let waiting: (() => void)[] = [];
  let skewMs = 0;
  let repeating = false;

  const clockMs = (): number => Date.now() + skewMs;

  /** In this life only; a device that sleeps does it when it wakes. */
  function alive<T extends readonly unknown[]>(task: (...given: T) => void): (...given: T) => void {
    const mine = life;
    return (...given) => {
      if (mine !== life) return;
      if (frozen) waiting.push(() => task(...given));
      else task(...given);
    };
  }

  function after(delayMs: number, task: () => void): () => void {
    let off = false;
    const living = alive(() => {
      if (!off) task();
    });
    const timer = setTimeout(() => {
      timers.delete(timer);
      living();
    }, delayMs);
    timers.add(timer);
    return () => {
      // Also where it was due already, and the device slept.
      off = true;
      clearTimeout(timer);
      timers.delete(timer);
    };
  }

  /** One that sleeps does it once when it wakes, however long that was. */
  function every(ms: number, work: () => void): () => void {
    let stop = after(ms, function again() {
      stop = after(ms, again);
      work();
    });
    return () => stop();
  }

  const heard = <T>(answer: Promise<T>): Promise<T> => new Promise((resolve) => void answer.then(alive(resolve)));

  /** Until the disk has done it. */
  function turn(): Promise<void> {
    storing++;
    return new Promise((resolve) => void after(between(random, 1, 15), () => {
      storing--;
      resolve();
    }));
  }

  const store = createDiskStore({
    disk: () => disk, stored: () => storedOf(disk), afterWrite, term: () => term, takeTerm: () => ++term, isFull: () => false,
    commit(next) {
      disk = next;
      return Promise.resolve();
    },
    fold: () => void (disk = compacted(disk)),
    at: turn, begins: turn,
  });

  function transportOver(exchanges: Transport): Transport {
    return {
      snapshot: () => heard(exchanges.snapshot()),
      pull: (effect) => heard(exchanges.pull(effect)),
      push: (effect) => heard(push(effect, exchanges)),
      ack: (seq) => heard(exchanges.ack(seq)),
      stream: (effect, tell) => exchanges.stream(effect, alive(tell)),
    };
  }

  async function push(effect: Push, exchanges: Transport): Promise<Input> {
    if (effect.mutations.length > 0) repeatSome(effect, exchanges);
    const input = await exchanges.push(effect);
    remember(effect.clientId, input);
    return input;
  }

  function repeatSome(effect: Push, exchanges: Transport): void {
    pushes.push(effect);
    if (pushes.length > KEPT_PUSHES) pushes.shift();
    if (!repeating) return;
    again(effect, exchanges, between(random, 0, 30));
    const old = pushes[between(random, 0, pushes.length - 1)];
    if (old !== undefined && old !== effect) again(old, exchanges, between(random, 100, 900));
  }

  /** What a network that repeats sends once more; the device does not hear the answer, but we do. */
  function again(effect: Push, exchanges: Transport, delayMs: number): void {
    repeats.sent++;
    after(delayMs, () => void exchanges.push(effect).then((input) => remember(effect.clientId, input)));
  }

  /** The same mutation is answered the same, however often it is asked. */
  function remember(clientId: string, input: Input): void {
    if (input.kind !== "pushed") return;
    for (const { id, status, seq } of input.answer.results) {
      const key = `${clientId}/${id}`;
      const said = `${status} at ${seq}`;
      const before = answers.get(key);
      answers.set(key, before ?? said);
      if (before === undefined) continue;
      repeats.compared++;
      if (before !== said) repeats.otherwise.push(`${own.source.name}: mutation ${key} was answered ${before}, and later ${said}`);
    }
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
        const made = afterAction(disk, own.letter, name, args, moment(clockMs() + (running.engine.clockOffsetMs() ?? 0)));
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
        store, stored: storedOf(disk), own, transport: transportOver(createExchanges(carrier)), requestLock: alone, visible: () => true, random, ids,
        channel: { post: () => undefined, listen: () => undefined, close: () => undefined },
        time: { nowMs: clockMs, steadyMs: () => performance.now(), after, every },
        whenIdle: (work) => void after(0, work),
      });
      running = { engine, carrier };
    },
    kill() {
      if (running === null) return;
      life++;
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      running.carrier.close();
      running = null;
      [waiting, storing, frozen] = [[], 0, false];
    },
    freeze(on) {
      frozen = on;
      running?.carrier.stall(on);
      if (on) return;
      const late = waiting;
      waiting = [];
      const mine = life;
      for (const task of late) if (mine === life) task();
    },
    setClock(ms) {
      skewMs = ms;
    },
    clockErrorMs() {
      const offsetMs = running?.engine.clockOffsetMs() ?? null;
      return offsetMs === null ? null : clockMs() + offsetMs - Date.now();
    },
    repeat(on) {
      repeating = on;
    },
    repeats: () => repeats,
    isSettled: (head) => running !== null && storing === 0 && !frozen && isSettledCore(running.engine.core, disk, head),
    unsettled: () => (running === null ? `${own.source.name} is off` : `${own.source.name}: ${describe(running.engine.core, disk)}`),
  };
}

function describe({ replica, reading, sending, outbox }: Core, { place }: DiskContents): string {
  const { link, stream, way, pull, fill, trust, head, failures } = reading;
  const waits = outbox.pending.length;
  return JSON.stringify({ cursor: replica.cursor?.seq, place: place?.seq, pending: waits, link, stream, way, pull, fill, trust, head, failures, sending });
}
