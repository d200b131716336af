/**
 * A tablet without a browser: the real core of shared/sync/device with a disk in memory, timers, and a transport over its own line. The shell
 * is that of shared/simulation/tab.ts, on a real clock and real sockets.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { DeviceRole } from "#shared/devices/roles.ts";
import type { Ids } from "#shared/kernel/ids.ts";
import type { Random } from "#shared/kernel/random.ts";
import { between } from "#shared/kernel/seeded-random.ts";
import { afterAction, afterWrite, blankDisk, compacted, storedOf, type DiskContents, type StoreEffect } from "#shared/simulation/disk.ts";
import { createCore, step, viewOf } from "#shared/sync/device/core.ts";
import type { OutboxEntry } from "#shared/sync/device/entry.ts";
import type { Drawn, Own } from "#shared/sync/device/overlay.ts";
import type { Effect, Input, TimerName } from "#shared/sync/device/ports.ts";
import type { Core } from "#shared/sync/device/state.ts";
import type { Head } from "../checker/truth.ts";
import { isSettledCore } from "./settled.ts";
import type { Action } from "./people.ts";
import { createTransport, type Transport } from "./transport.ts";

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

export type DeviceDeps = {
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

const ACK_REST_MS = 250;
const KEPT_PUSHES = 8;

type Push = Extract<Effect, { kind: "push" }>;

export function createDevice({ own, port, token, random, ids, moment, acted }: DeviceDeps): ChaosDevice {
  const confirmed: OutboxEntry[] = [];
  const pushes: Push[] = [];
  const answers = new Map<string, string>();
  const repeats = { sent: 0, compared: 0, otherwise: [] as string[] };
  let disk = blankDisk(ids.next());
  let running: { readonly core: Core; readonly transport: Transport; readonly timers: Map<TimerName, NodeJS.Timeout>; readonly streams: Map<number, () => void> } | null = null;
  /** Raised by each death: what was under way belongs to a process that is gone. */
  let life = 0;
  let writes: StoreEffect[] = [];
  let writing = false;
  let elsewhere = false;
  let frozen = false;
  let waiting: (() => void)[] = [];
  let skewMs = 0;
  let repeating = false;
  let [wantedAck, saidAck, acking] = [0, 0, false];

  const clockMs = (): number => Date.now() + skewMs;

  /** In this life only; a device that sleeps does it when it wakes. */
  function alive(task: () => void): () => void {
    const mine = life;
    return () => {
      if (mine !== life) return;
      if (frozen) waiting.push(task);
      else task();
    };
  }

  function later(delayMs: number, task: () => void): NodeJS.Timeout {
    return setTimeout(alive(task), delayMs);
  }

  function tell(input: Input): void {
    if (running === null) return;
    for (const effect of step(running.core, input, { nowMs: clockMs(), random, ids, visible: true })) carryOut(effect);
  }

  function ask(exchange: Promise<Input>): void {
    const mine = life;
    void exchange.then((input) => {
      if (mine === life) alive(() => tell(input))();
    });
  }

  function carryOut(effect: Effect): void {
    if (running === null) return;
    const { transport, timers, streams } = running;
    switch (effect.kind) {
      case "fetch-snapshot":
        return ask(transport.snapshot());
      case "pull":
        return ask(transport.pull(effect));
      case "push":
        return push(effect, transport);
      case "open-stream": {
        const mine = life;
        streams.set(effect.stream, transport.stream(effect, (input) => {
          if (mine === life) alive(() => tell(input))();
        }));
        return;
      }
      case "close-stream":
        streams.get(effect.stream)?.();
        streams.delete(effect.stream);
        return;
      case "ack":
        wantedAck = effect.seq;
        if (!acking) void acknowledge(transport, life);
        return;
      case "set-timer":
        clearTimeout(timers.get(effect.timer));
        timers.set(effect.timer, later(effect.delayMs, () => tell({ kind: "timer", timer: effect.timer })));
        return;
      case "clear-timer":
        clearTimeout(timers.get(effect.timer));
        timers.delete(effect.timer);
        return;
      case "store-snapshot":
      case "store-events":
      case "store-entries":
      case "notice":
        // A refusal is written down before the entry that it answers, as the real store does (shared/sync/device/shell/writes.ts).
        if (effect.kind === "notice" && writing) writes.splice(1, 0, effect);
        else writes.push(effect);
        if (!writing) write();
    }
  }

  function push(effect: Push, transport: Transport): void {
    ask(transport.push(effect).then((input) => {
      remember(effect.clientId, input);
      return input;
    }));
    if (effect.mutations.length === 0) return;
    pushes.push(effect);
    if (pushes.length > KEPT_PUSHES) pushes.shift();
    if (!repeating) return;
    again(effect, transport, between(random, 0, 30));
    const old = pushes[between(random, 0, pushes.length - 1)];
    if (old !== undefined && old !== effect) again(old, transport, between(random, 100, 900));
  }

  /** What a network that repeats sends once more; the device does not hear the answer, but we do. */
  function again(effect: Push, transport: Transport, delayMs: number): void {
    repeats.sent++;
    later(delayMs, () => void transport.push(effect).then((input) => remember(effect.clientId, input)));
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

  async function acknowledge(transport: Transport, mine: number): Promise<void> {
    acking = true;
    while (mine === life && wantedAck !== saidAck) {
      saidAck = wantedAck;
      await transport.ack(saidAck);
      await sleep(ACK_REST_MS);
    }
    if (mine === life) acking = false;
  }

  /** One transaction after the other, in the order they were asked for. */
  function write(): void {
    writing = true;
    later(between(random, 1, 15), () => {
      const effect = writes.shift();
      if (effect !== undefined) perform(effect);
      if (writes.length > 0) return write();
      writing = false;
      if (!elsewhere) return;
      elsewhere = false;
      tell({ kind: "reloaded", stored: storedOf(disk), words: 0 });
    });
  }

  function perform(effect: StoreEffect): void {
    const next = afterWrite(disk, effect);
    if (next === null) {
      elsewhere = true;
      return;
    }
    disk = next;
    if (disk.place === null || (effect.kind !== "store-events" && effect.kind !== "store-snapshot")) return;
    tell({ kind: "persisted", cursor: disk.place, ...(effect.kind === "store-snapshot" ? { fill: effect.fill } : {}) });
  }

  return {
    name: own.source.name,
    role: own.role,
    drawn: () => (running === null ? null : viewOf(running.core)),
    core: () => running?.core ?? null,
    disk: () => disk,
    confirmed: () => confirmed,
    act({ name, args }) {
      later(between(random, 1, 12), () => {
        if (running === null) return;
        const made = afterAction(disk, own.letter, name, args, moment(clockMs() + (running.core.clock.offsetMs ?? 0)));
        disk = made.disk;
        confirmed.push(made.entry);
        acted();
        tell({ kind: "acted", entry: made.entry });
      });
    },
    start() {
      if (running !== null) return;
      disk = compacted(disk);
      running = { core: createCore(storedOf(disk), own, clockMs()), transport: createTransport(port, token), timers: new Map(), streams: new Map() };
      tell({ kind: "started" });
    },
    kill() {
      if (running === null) return;
      life++;
      for (const timer of running.timers.values()) clearTimeout(timer);
      running.transport.close();
      running = null;
      [writes, waiting] = [[], []];
      [writing, elsewhere, frozen, acking, saidAck] = [false, false, false, false, 0];
    },
    freeze(on) {
      frozen = on;
      running?.transport.stall(on);
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
      const offsetMs = running?.core.clock.offsetMs ?? null;
      return offsetMs === null ? null : clockMs() + offsetMs - Date.now();
    },
    repeat(on) {
      repeating = on;
    },
    repeats: () => repeats,
    isSettled: (head) => running !== null && !writing && !frozen && isSettledCore(running.core, disk, head),
    unsettled: () => (running === null ? `${own.source.name} is off` : `${own.source.name}: ${describe(running.core, disk)}`),
  };
}

function describe({ replica, reading, sending, outbox }: Core, { place }: DiskContents): string {
  const { link, cause, mode, stream, attempt, pullInFlight, head } = reading;
  return JSON.stringify({ cursor: replica.cursor?.seq, place: place?.seq, pending: outbox.pending.length, link, cause, mode, stream: stream.phase, attempt, pullInFlight, head, sending });
}
