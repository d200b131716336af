/**
 * A tablet of a simulated evening: a disk, a clock, one tab or two, and the air between it and the
 * server.
 */
import { between } from "#shared/kernel/seeded-random.ts";
import { SECOND } from "#shared/kernel/time.ts";
import type { MutationName } from "#shared/orders/command.ts";
import type { OutboxEntry } from "#shared/sync/device/entry.ts";
import type { Stored } from "#shared/sync/device/ports.ts";
import type { Core } from "#shared/sync/device/state.ts";
import type { Actor } from "#shared/sync/sequencer-port.ts";
import type { DeviceDeps, SimulatedDevice } from "./device-port.ts";
import type { TabMessage } from "#shared/sync/device/shell/tabs.ts";
import type { DiskContents, StoreWrite } from "./disk.ts";
import { fired } from "./faults.ts";
import { createStorage, TICK } from "./storage.ts";
import { createLife, type Life } from "./tab-life.ts";
import { createTabLocks } from "./tab-locks.ts";
import type { Tab } from "./tab-port.ts";
import { createTab } from "./tab.ts";

export function createSimulatedDevice(actor: Actor, deps: DeviceDeps): SimulatedDevice {
  const { time, air, random, ids, parts, counters, watch } = deps;
  const confirmed = new Map<number, OutboxEntry>();
  let who = actor;
  let tabs: Tab[] = [];
  /** Raised by each crash: what was under way belongs to tabs that are gone. */
  let lives = 0;
  let term = 0;
  /** How far the log had come when a tab last read the disk. */
  let read = 0;
  let postedAt = 0;
  let exchanges = 0;
  let fullUntil = 0;
  let diesAt = Infinity;
  let becameAnother = false;
  let lies = 0;
  const leftBehind = new Set<string>();
  let skew = { ms: 0, since: time.now(), perMs: 0 };

  const storage = createStorage(ids.next(), { time, random, later });
  const locks = createTabLocks(random, later);
  const holder = () => tabs.find(({ life }) => life === locks.holder());
  const leader = () => holder() ?? tabs[0];
  const tabOf = (screen: Core) => tabs.find(({ engine }) => engine.core === screen);
  const clockMs = () => Math.round(time.now() + skew.ms + (time.now() - skew.since) * skew.perMs);

  const device: SimulatedDevice = {
    name: actor.source.name,
    air,
    who: () => who,
    core: () => leader()?.engine.core ?? null,
    cores: () => tabs.map(({ engine }) => engine.core),
    disk: storage.disk,
    screens: () => tabs.filter(({ life }) => !life.isFrozen()).map(({ engine }) => engine.core),
    link: (screen) => tabOf(screen)?.engine.link() ?? null,
    saysFull: (screen) =>
      parts.habits.saysWhenFull && tabOf(screen)?.engine.trouble()?.kind === "full",
    isLed: () => holder()?.life.isFrozen() === false,
    confirmed: () => confirmed,
    exchanges: () => exchanges,
    clockMs,
    open() {
      if (tabs.length === 0) addTab();
    },
    act(screen, name, args) {
      watch.looked(device, screen);
      tabOf(screen)?.act(name, args);
    },
    crash(how) {
      fired(
        counters,
        how === "closed" ? "tab closed" : how === "power" ? "power cut" : "disk lied",
      );
      end();
      if (how === "lies") lies++;
      if (how === "closed") storage.end();
      else storage.cut(how === "lies");
      // What a lying disk forgot was confirmed in vain: nobody can bring back what never left the
      // device.
      if (how === "lies")
        for (const at of confirmed.keys())
          if (!storage.disk().entries.has(at)) confirmed.delete(at);
    },
    closeTab() {
      const tab = leader();
      if (tab === undefined || tabs.length < 2) return;
      fired(counters, "one tab closed");
      tab.close();
      tabs = tabs.filter((it) => it !== tab);
      locks.leave(tab.life);
    },
    wipe(letter) {
      fired(counters, "storage wiped");
      end();
      storage.wipe(ids.next());
      confirmed.clear();
      who = { ...who, letter, subjectId: ids.next() };
    },
    becameAnother: () => becameAnother,
    liedTwice: () => lies > 1,
    cannotAskFor: (clientId) => leftBehind.has(clientId),
    pair(letter, isKnown) {
      const { clientId: present, entries } = storage.disk();
      // Only the present client id comes along. Of what waits under an earlier one (ids that a
      // lying disk gave twice are asked about again under it, SYN-22) this device is another one
      // too: the server says that the client is taken, whatever it has answered before.
      becameAnother ||=
        !isKnown ||
        [...entries.values()].some(
          ({ clientId, state }) => clientId !== present && state !== "done",
        );
      for (const { clientId } of entries.values())
        if (!isKnown || clientId !== present) leftBehind.add(clientId);
      who = { ...who, letter, subjectId: ids.next() };
    },
    secondTab() {
      if (tabs.length !== 1) return;
      fired(counters, "second tab");
      addTab();
    },
    freeze(ms) {
      const tab = leader();
      if (tab === undefined || tab.life.isFrozen()) return;
      fired(counters, "leader frozen");
      tab.life.freeze();
      later(ms, () => wake(tab));
    },
    thaw() {
      for (const tab of tabs) wake(tab);
    },
    dieAt(n) {
      diesAt = n;
    },
    fullUntil(ms) {
      fullUntil = ms;
    },
    setClock(stepMs, driftPerMs) {
      skew = { ms: clockMs() - time.now() + stepMs, since: time.now(), perMs: driftPerMs };
    },
    killStreams() {
      fired(counters, "stream dead in silence");
      for (const tab of tabs) tab.killStreams();
    },
    compact: () => leader()?.compact(),
    hint() {
      for (const tab of tabs) tab.hint();
    },
  };
  return device;

  function addTab(): void {
    const life = createLife(time, dies);
    const tab: Tab = createTab({
      ...deps,
      life,
      parts,
      who: () => who,
      clockMs,
      disk: storage.disk,
      stored,
      term: () => term,
      isFull: () => time.now() < fullUntil,
      commit,
      enqueue,
      dies,
      takeTerm: () => ++term,
      confirm: (entry) => void confirmed.set(entry.at, entry),
      fold: () => storage.commitStrict(parts.compacted(storage.disk())),
      requestLock: locks.of(life),
      post: (message) => post(life, message),
      asked(effect, pushes) {
        exchanges++;
        if (effect.kind === "push") watch.pushes(device, effect, pushes);
      },
      waits: watch.waits,
      acked(seq) {
        // What a tab says that was replaced while it slept was safe when it last looked.
        if (life === locks.holder())
          watch.acked(device, seq, Math.max(read, storage.safe().place?.seq ?? 0));
      },
      before: (core) => watch.before(device, core),
      after: (core, input) => watch.after(device, core, input),
    });
    tabs.push(tab);
  }

  function dies(): boolean {
    if (--diesAt > 0) return false;
    diesAt = Infinity;
    fired(counters, "device died at an await");
    end();
    time.after(between(random, 50, 3 * SECOND), () => device.open());
    return true;
  }

  function wake(tab: Tab): void {
    if (!tab.life.isFrozen()) return;
    fired(counters, "frozen leader woke up");
    watch.woke(tab.engine.core);
    tab.life.thaw();
  }

  /** In the order in which they are said. */
  function post(from: Life, message: TabMessage): void {
    if (tabs.length < 2) return;
    postedAt = Math.max(postedAt + TICK, time.now() + between(random, 0, 4));
    for (const tab of tabs)
      if (tab.life !== from) later(postedAt - time.now(), () => tab.heard(message));
  }

  function enqueue(name: MutationName, args: Readonly<Record<string, unknown>>): OutboxEntry {
    const offset = leader()?.engine.core.clock.offsetMs ?? 0;
    const { entry, disk } = parts.afterAction(
      storage.disk(),
      who.letter ?? "A",
      name,
      args,
      deps.moment(clockMs() + offset),
    );
    if (parts.habits.confirmsWhenSafe) storage.commitStrict(disk);
    else storage.commitUnsafe(disk);
    watch.acted(device, entry);
    return entry;
  }

  function stored(): Stored {
    read = storage.disk().place?.seq ?? 0;
    return parts.storedOf(storage.disk());
  }

  function end(): void {
    lives++;
    for (const tab of tabs) {
      tab.close();
      locks.leave(tab.life);
    }
    tabs = [];
    diesAt = Infinity;
  }

  /** Of this life of the device only. */
  function later(delayMs: number, task: () => void): void {
    const mine = lives;
    time.after(delayMs, () => {
      if (mine === lives) task();
    });
  }

  function commit(disk: DiskContents, effect: StoreWrite, tell: () => void): void {
    const isRelaxed = deps.relaxed && effect.kind !== "notice";
    if (isRelaxed) storage.commitRelaxed(disk, () => parts.habits.tellsWhenSafe && tell());
    else storage.commitStrict(disk);
    watch.written(device, effect);
    if (!isRelaxed || !parts.habits.tellsWhenSafe) tell();
  }
}
