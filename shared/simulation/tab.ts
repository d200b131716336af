/** One tab of a simulated tablet: the real core, its exchanges, its timers and the queue of what it wants written. */
import { must } from "#shared/kernel/assert.ts";
import type { Ids } from "#shared/kernel/ids.ts";
import type { Random } from "#shared/kernel/random.ts";
import { between } from "#shared/kernel/seeded-random.ts";
import { SECOND } from "#shared/kernel/time.ts";
import type { HeardEvent } from "#shared/orders/event.ts";
import type { OutboxEntry } from "#shared/sync/device/entry.ts";
import type { Effect, Failure, Input, TimerName } from "#shared/sync/device/ports.ts";
import { writeBackOf } from "#shared/sync/device/write-back.ts";
import type { Core } from "#shared/sync/device/state.ts";
import type { Cursor } from "#shared/sync/messages/cursor.ts";
import type { Actor } from "#shared/sync/sequencer-port.ts";
import type { DiskContents, StoreEffect } from "./disk.ts";
import { fired, type Counters } from "./faults.ts";
import type { Air, Network } from "./network.ts";
import type { Parts } from "./parts.ts";
import type { ServedStream, SimulatedServer } from "./server.ts";
import type { VirtualTime } from "./virtual-time.ts";

export type Tab = {
  readonly core: Core;
  term(): number;
  isFrozen(): boolean;
  tell(input: Input): void;
  /** Reads what is stored and leads from here on, under this term. */
  lead(term: number): void;
  /** Another tab leads, should that still be so. */
  deposed(): void;
  freeze(): void;
  thaw(): void;
  /** Something another tab, or a person in it, has done. */
  acted(entry: OutboxEntry): void;
  heard(word: TabWord): void;
  killStreams(): void;
  close(): void;
  isIdle(): boolean;
};

export type TabWord = { readonly kind: "events"; readonly events: readonly HeardEvent[] } | { readonly kind: "replaced" } | { readonly kind: "entries" };

export type TabDeps = {
  readonly time: VirtualTime;
  readonly network: Network;
  readonly server: SimulatedServer;
  readonly random: Random;
  readonly ids: Ids;
  readonly parts: Parts;
  readonly counters: Counters;
  readonly air: Air;
  readonly who: () => Actor;
  /** What the device's clock says. */
  readonly clockMs: () => number;
  readonly disk: () => DiskContents;
  readonly term: () => number;
  readonly isFull: () => boolean;
  /** Written; `safe` is called when it is safe as well. */
  readonly commit: (disk: DiskContents, effect: StoreEffect, safe: () => void) => void;
  /** To the other tabs. */
  readonly post: (word: TabWord) => void;
  /** Between two effects: is this the moment at which the tab dies? */
  readonly dies: () => boolean;
  readonly asked: (what: "exchange" | "push" | "push-over") => void;
  readonly acked: (seq: number) => void;
  /** Called around each input that the core takes in. */
  readonly before: (core: Core) => void;
  readonly after: (core: Core, input: Input) => void;
};

export function createTab(deps: TabDeps): Tab {
  const { time, network, server, random, ids, parts, air, counters } = deps;
  const core = parts.createCore(parts.storedOf(deps.disk()), { role: deps.who().role as "kitchen", letter: deps.who().letter ?? "A", source: deps.who().source }, deps.clockMs());
  let [open, frozen] = [true, false];
  let held: (() => void)[] = [];
  let term = 0;
  let writes: StoreEffect[] = [];
  let writing = false;
  /** The store was found to hold something else than this tab thinks. */
  let isElsewhere = false;
  const timers = new Map<TimerName, () => void>();
  const streams = new Map<number, () => void>();
  const live = new Set<ServedStream>();

  const tab: Tab = {
    core, tell, term: () => term, isFrozen: () => frozen, isIdle: () => !writing,
    lead(given) {
      tab.deposed();
      term = given;
      reread();
      tell({ kind: "started" });
    },
    deposed() {
      if (!core.leading || term === deps.term()) return;
      writes = [];
      isElsewhere = false;
      tell({ kind: "stopped" });
      tell({ kind: "reloaded", stored: parts.storedOf(deps.disk()) });
    },
    freeze() {
      frozen = true;
    },
    thaw() {
      frozen = false;
      const late = held;
      held = [];
      for (const task of late) run(task);
    },
    acted(entry) {
      run(() => {
        const { clientId, nextId } = core.outbox;
        tell({ kind: "acted", entry });
        if (entry.clientId === clientId && entry.id > nextId) reloadOutbox();
      });
    },
    heard(word) {
      run(() => {
        if (core.leading) return;
        if (word.kind === "entries") return reloadOutbox();
        if (word.kind === "events") tell({ kind: "relayed", events: word.events });
        if (word.kind === "replaced" || (core.replica.cursor?.seq ?? 0) < (word.events.at(-1)?.seq ?? 0)) tell({ kind: "reloaded", stored: parts.storedOf(deps.disk()) });
      });
    },
    killStreams() {
      for (const served of live) served.die();
    },
    close() {
      open = false;
      for (const stop of [...timers.values(), ...streams.values()]) stop();
    },
  };
  return tab;

  /** Of an open tab only; a frozen one does it when it wakes up. */
  function run(task: () => void): void {
    if (!open) return;
    if (frozen) held.push(task);
    else task();
  }

  function later(delayMs: number, task: () => void): () => void {
    return time.after(delayMs, () => run(task));
  }

  function tell(input: Input): void {
    deps.before(core);
    const effects = parts.step(core, input, { nowMs: deps.clockMs(), random, ids, visible: true });
    for (const effect of effects) {
      if (deps.dies()) return;
      carryOut(effect);
    }
    deps.after(core, input);
  }

  /** As client/sync does it: when everything is written, and by a tab that leads with what the store lacks. */
  function reread(): void {
    isElsewhere = false;
    const back = writeBackOf(core, parts.storedOf(deps.disk()), deps.clockMs());
    if (back !== null) {
      perform({ kind: "store-snapshot", snapshot: back.snapshot, fill: core.fills });
      perform({ kind: "store-entries", entries: back.entries, client: back.client });
    }
    tell({ kind: "reloaded", stored: parts.storedOf(deps.disk()) });
  }

  function reloadOutbox(): void {
    const { clientId, entries } = parts.storedOf(deps.disk());
    tell({ kind: "outbox-reloaded", clientId, entries });
  }

  function ask(serve: Parameters<Network["request"]>[1], failed: (failure: Failure) => Input): void {
    deps.asked("exchange");
    const told = (input: Input) => run(() => tell(input));
    network.request(air, serve as () => Promise<{ input: Input } | { failure: Failure } | null>, told, (failure) => told(failed(failure)));
  }

  function carryOut(effect: Effect): void {
    switch (effect.kind) {
      case "fetch-snapshot":
        return ask(() => server.snapshot(deps.who()), (failure) => ({ kind: "snapshot-failed", failure }));
      case "pull":
        deps.acked(effect.ackedSeq);
        return ask(() => server.pull(deps.who(), effect.cursor), (failure) => ({ kind: "pull-failed", failure }));
      case "push":
        return push(effect);
      case "open-stream":
        return openStream(effect.stream, effect.cursor);
      case "close-stream":
        streams.get(effect.stream)?.();
        streams.delete(effect.stream);
        return;
      case "ack":
        return deps.acked(effect.seq);
      case "set-timer":
        timers.get(effect.timer)?.();
        timers.set(effect.timer, later(effect.delayMs, () => tell({ kind: "timer", timer: effect.timer })));
        return;
      case "clear-timer":
        timers.get(effect.timer)?.();
        timers.delete(effect.timer);
        return;
      default:
        // A refusal is written down before the entry that it answers, as the real store does (client/sync/writes.ts).
        if (effect.kind === "notice" && writing) writes.splice(1, 0, effect);
        else writes.push(effect);
        if (!writing) write();
    }
  }

  function push(effect: Extract<Effect, { kind: "push" }>): void {
    deps.acked(effect.ackedSeq);
    deps.asked("exchange");
    deps.asked("push");
    const told = (input: Input) => run(() => {
      deps.asked("push-over");
      tell(input);
    });
    network.request(air, () => server.push(deps.who(), effect), told, (failure) => told({ kind: "push-failed", failure }));
  }

  function openStream(stream: number, cursor: Cursor): void {
    deps.asked("exchange");
    let served: ServedStream | null = null;
    let arrivedAt = 0;
    let gone = false;
    streams.set(stream, () => {
      gone = true;
      if (served !== null) live.delete(served);
      served?.close();
    });
    const ended = (failure: Failure | null) => {
      served?.close();
      run(() => tell({ kind: "stream-ended", stream, failure }));
    };
    if (air.portal) {
      fired(counters, "captive portal");
      return void time.after(between(random, 5, 50), () => ended({ kind: "nonsense", detail: "HTML" }));
    }
    if (!air.towardsServer) return;
    time.after(between(random, 1, air.slowestMs), () => {
      if (gone || !open) return;
      served = server.stream(deps.who(), cursor, (word) => {
        const deliver = () => {
          if (word.kind === "stream-events") served?.taken(word.events.length);
          if (!gone) run(() => tell({ ...word, stream }));
        };
        // Bytes that nobody reads stay where they are, until somebody does or the server has had enough.
        const read = () => (air.reads || word.kind === "stream-ended" ? deliver() : void time.after(500, read));
        arrivedAt = network.message(air, arrivedAt, read, () => ended(null));
      });
      live.add(served);
      if (!air.streamsBlocked) return;
      fired(counters, "streams blocked");
      time.after(between(random, 50, 500), () => ended(null));
    });
  }

  /** One transaction after the other, in the order they were asked for. */
  function write(): void {
    writing = true;
    later(between(random, 1, 15), () => {
      const effect = writes[0];
      if (effect === undefined) {
        writing = false;
        return;
      }
      if (deps.dies()) return;
      if (deps.isFull()) {
        fired(counters, "quota exceeded");
        if (!parts.habits.repeatsFailedWrites) writes.shift();
        return void later(between(random, 500, 2 * SECOND), write);
      }
      writes.shift();
      if (!perform(effect)) return;
      writing = false;
      if (writes.length > 0) write();
      else if (isElsewhere) reread();
    });
  }

  /** False where this tab does not lead any more, and has nothing to write. */
  function perform(effect: StoreEffect): boolean {
    if (effect.kind !== "store-events" && effect.kind !== "notice" && parts.habits.checksTerms && term !== deps.term()) {
      writing = false;
      tab.deposed();
      return false;
    }
    const disk = parts.afterWrite(deps.disk(), effect);
    if (disk === null) {
      isElsewhere = true;
      return true;
    }
    const told = (at: Cursor) => () => run(() => tell({ kind: "persisted", cursor: at, ...(effect.kind === "store-snapshot" ? { fill: effect.fill } : {}) }));
    const isLog = effect.kind === "store-events" || effect.kind === "store-snapshot";
    deps.commit(disk, effect, isLog ? told(must(disk.place, "a place")) : () => undefined);
    if (effect.kind === "store-events") deps.post({ kind: "events", events: effect.events });
    else if (effect.kind === "store-snapshot") deps.post({ kind: "replaced" });
    else deps.post({ kind: "entries" });
    return true;
  }
}
