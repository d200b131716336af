/** One tab of a simulated tablet: the real core in a shell that does what shared/sync/device/shell/engine.ts does, with a scheduler's point at each of its awaits. */
import { SECOND } from "#shared/kernel/time.ts";
import type { OutboxEntry } from "#shared/sync/device/entry.ts";
import type { Effect, Input, TimerName } from "#shared/sync/device/ports.ts";
import { writeBackOf, writtenBack } from "#shared/sync/device/write-back.ts";
import type { StoreEffect } from "./disk.ts";
import { createExchanges } from "./exchanges.ts";
import { fired } from "./faults.ts";
import { createTabInbox } from "./tab-inbox.ts";
import type { Tab, TabDeps } from "./tab-port.ts";
import { createTabWrites } from "./tab-writes.ts";

const AGAIN_MS = SECOND;
const BEAT_MS = SECOND;

export function createTab(deps: TabDeps): Tab {
  const { time, random, ids, parts, counters } = deps;
  const read = () => parts.storedOf(deps.disk());
  const core = parts.createCore(read(), { role: deps.who().role as "kitchen", letter: deps.who().letter ?? "A", source: deps.who().source, stationIds: deps.who().stationIds }, deps.clockMs());
  const timers = new Map<TimerName, () => void>();
  let [open, frozen] = [true, false];
  let held: (() => void)[] = [];
  let term = 0;
  /** Raised by every start and end of leading, so that a start which was overtaken is noticed. */
  let reign = 0;
  /** The start that is in line or was taken; one that an end has overtaken is not taken. */
  let beginning: Input | null = null;
  /** The last entry that the store was seen to have. */
  let readUpTo = 0;
  /** Words of the leader about what it stored. */
  let words = 0;
  const isOpen = () => open;

  /** An await. */
  async function at(): Promise<void> {
    deps.dies();
    await time.point(isOpen);
    while (frozen) await time.until((goOn) => void held.push(goOn), isOpen);
  }

  /** Of an open tab only; a frozen one does it when it wakes up. */
  function run(task: () => void): void {
    if (!open) return;
    if (frozen) held.push(task);
    else task();
  }

  const inbox = createTabInbox(time, isOpen, take);
  const exchanges = createExchanges({ ...deps, isOpen, tell: (input) => run(() => inbox.tell(input)) });
  const writes = createTabWrites({ ...deps, habits: parts.habits, isOpen, at, perform: (effect) => void perform(effect) });

  function take(input: Input): void {
    if (!open) return;
    if (input.kind === "reloaded") readUpTo = input.stored.entries.at(-1)?.at ?? 0;
    if (input.kind === "outbox-reloaded") readUpTo = Math.max(readUpTo, input.entries.at(-1)?.at ?? 0);
    // A word of another tab that was overtaken by what the store says since: the entry may be done by now.
    if (input.kind === "acted" && !core.leading && input.entry.at <= readUpTo) return;
    if (input.kind === "started" && input !== beginning && parts.habits.startsInLine) return;
    deps.before(core);
    for (const effect of parts.step(core, input, { nowMs: deps.clockMs(), random, ids, visible: true })) {
      if (deps.dies()) return;
      carryOut(effect);
    }
    if (input.kind === "stopped" && parts.habits.ceasesWhenStopped) exchanges.cease();
    if (input.kind === "stopped" && parts.habits.readsOnceStopped) reload();
    deps.after(core, input);
  }

  function carryOut(effect: Effect): void {
    switch (effect.kind) {
      case "fetch-snapshot": case "open-stream": case "close-stream":
        return exchanges.carryOut(effect);
      case "pull": case "push":
        deps.acked(effect.ackedSeq);
        return exchanges.carryOut(effect);
      case "ack":
        return deps.acked(effect.seq);
      case "set-timer":
        if (effect.timer === "retry" || effect.timer === "push") deps.waits(effect.delayMs);
        timers.get(effect.timer)?.();
        timers.set(effect.timer, time.after(effect.delayMs, () => run(() => inbox.tell({ kind: "timer", timer: effect.timer }))));
        return;
      case "clear-timer":
        timers.get(effect.timer)?.();
        timers.delete(effect.timer);
        return;
      default:
        return writes.add(effect);
    }
  }

  /** One transaction. False where this tab does not lead any more, or the store is not where it thought. `back`: called when it is safe, and nobody else is told. */
  function perform(effect: StoreEffect, back?: () => void): boolean {
    if (effect.kind !== "store-events" && effect.kind !== "notice" && parts.habits.checksTerms && term !== deps.term()) {
      deposed();
      deps.gaveUpLead();
      return false;
    }
    const disk = parts.afterWrite(deps.disk(), effect);
    if (disk === null) {
      reload();
      return false;
    }
    const { place } = disk;
    deps.commit(disk, effect, () => {
      if (back !== undefined) return back();
      const client = effect.kind === "store-entries" ? effect.client : null;
      if (client !== null) run(() => inbox.tell({ kind: "client-stored", clientId: client.clientId }));
      if (place === null) return;
      if (effect.kind === "store-events") run(() => inbox.tell({ kind: "persisted", cursor: place }));
      if (effect.kind === "store-snapshot") run(() => inbox.tell({ kind: "persisted", cursor: place, fill: effect.fill }));
    });
    if (back !== undefined) return true;
    if (effect.kind === "store-events") deps.post({ kind: "events", events: effect.events });
    else if (effect.kind === "store-snapshot") deps.post({ kind: "replaced" });
    else if (effect.kind === "store-entries") deps.post({ kind: "entries" });
    return true;
  }

  function reload(): void {
    time.after(0, () => inbox.between(rereads));
  }

  async function rereads(): Promise<readonly Input[]> {
    await writes.settled();
    if (core.leading) return (await leaderReads()) ?? [];
    await at();
    return [{ kind: "reloaded", stored: read(), words: parts.habits.countsWords ? words : 0 }];
  }

  function reloadOutbox(): void {
    time.after(0, () => inbox.between(async () => {
      await writes.settled();
      await at();
      const { clientId, entries } = read();
      return [{ kind: "outbox-reloaded", clientId, entries }];
    }));
  }

  /** What the store holds, for a tab that leads; what is missing there and known here is written first (shared/sync/device/shell/reread.ts). Null: that failed. */
  async function leaderReads(): Promise<readonly Input[] | null> {
    await at();
    const stored = read();
    const had = words;
    const back = writeBackOf(core, stored, deps.clockMs());
    if (back === null) return [{ kind: "reloaded", stored, words: had }];
    await at();
    term = deps.takeTerm();
    for (const effect of [
      { kind: "store-snapshot", snapshot: back.snapshot, fill: core.fills } as const,
      { kind: "store-entries", entries: back.entries, client: back.client } as const,
    ]) {
      await at();
      if (deps.isFull()) {
        fired(counters, "quota exceeded");
        time.after(AGAIN_MS, () => run(reload));
        return null;
      }
      let isWritten = false;
      await time.until((goOn) => {
        isWritten = perform(effect, goOn);
        if (!isWritten) goOn();
      }, isOpen);
      if (!isWritten) return null;
    }
    return [{ kind: "reloaded", stored: writtenBack(stored, back), words: had }];
  }

  function lead(): void {
    const mine = ++reign;
    time.after(0, async () => {
      let isRead = false;
      await inbox.between(async () => {
        await at();
        if (mine !== reign) return [];
        if (!deps.isFull()) {
          term = deps.takeTerm();
          const inputs = await leaderReads();
          if (mine !== reign) return [];
          isRead = inputs !== null;
          if (inputs !== null) return parts.habits.startsInLine ? inputs : [...inputs, { kind: "started" }];
        }
        // Nothing could be written: it is asked again while it is its turn.
        time.after(AGAIN_MS, () => run(() => {
          if (mine === reign) lead();
        }));
        return [];
      });
      // Behind the end of leading that may still wait in line.
      if (!isRead || mine !== reign || !parts.habits.startsInLine) return;
      beginning = { kind: "started" };
      inbox.tell(beginning);
      beat();
    });
  }

  const beat = () => deps.beat(term);

  /** Of two that lead the one with the later term stays (shared/sync/device/shell/leader.ts): the other was robbed in its sleep, or of what it had just been given. */
  function heardBeat(other: number): void {
    if (!core.leading || !parts.habits.yieldsToLaterLeader) return;
    // It beats once a second; only the beat that another leader has yet to hear matters.
    if (other < term) time.after(BEAT_MS, () => run(() => core.leading && beat()));
    if (other <= term) return;
    deposed();
    deps.gaveUpLead();
  }

  function deposed(): void {
    reign++;
    beginning = null;
    writes.drop();
    exchanges.cease();
    inbox.tell({ kind: "stopped" });
    if (!parts.habits.readsOnceStopped) reload();
  }

  function added(entry: OutboxEntry): void {
    const { clientId, nextId } = core.outbox;
    inbox.tell({ kind: "acted", entry });
    // Two tabs act at once and their words cross: what came before this one is in the store.
    if (entry.clientId === clientId && entry.id > nextId) reloadOutbox();
  }

  return {
    core, lead, deposed,
    isFrozen: () => frozen,
    act(name, args) {
      time.after(1, async () => {
        if (!open) return;
        await at();
        // Refused to the person there and then: nothing was promised.
        if (deps.isFull()) return fired(counters, "quota exceeded");
        const entry = deps.enqueue(name, args);
        await at();
        deps.confirm(entry);
        deps.post({ kind: "acted", entry });
        added(entry);
      });
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
    heard: (word) => run(() => {
      switch (word.kind) {
        case "beat": return heardBeat(word.term);
        case "acted": return added(word.entry);
        case "entries": return core.leading ? undefined : reloadOutbox();
        // From now on: what the leader says next must not be taken in before, and a tab that has slept hears both at once.
        case "replaced": return core.leading ? undefined : inbox.betweenSoon(rereads);
        case "events":
          if (core.leading) return;
          inbox.tell({ kind: "relayed", events: word.events, word: ++words });
          if ((core.replica.cursor?.seq ?? 0) < (word.events.at(-1)?.seq ?? 0)) reload();
      }
    }),
    hint: () => run(() => inbox.tell({ kind: "hint" })),
    killStreams: () => exchanges.killStreams(),
    compact() {
      time.after(0, async () => {
        await at();
        if (!core.leading || !writes.isIdle()) return;
        deps.fold();
        await at();
        deps.post({ kind: "replaced" });
        reload();
      });
    },
    close() {
      open = false;
      exchanges.cease();
      for (const stop of timers.values()) stop();
    },
  };
}
