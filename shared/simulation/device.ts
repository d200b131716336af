/** A tablet of a simulated evening: a disk, a clock, one tab or two, and the air between it and the server. */
import { between, oneOf } from "#shared/kernel/seeded-random.ts";
import { SECOND } from "#shared/kernel/time.ts";
import type { MutationName } from "#shared/orders/command.ts";
import type { OutboxEntry } from "#shared/sync/device/entry.ts";
import type { Stored } from "#shared/sync/device/ports.ts";
import type { Actor } from "#shared/sync/sequencer-port.ts";
import type { DeviceDeps, SimulatedDevice } from "./device-port.ts";
import type { DiskContents, StoreEffect } from "./disk.ts";
import { fired } from "./faults.ts";
import { createStorage, TICK } from "./storage.ts";
import type { Tab, TabWord } from "./tab-port.ts";
import { createTab } from "./tab.ts";

const STEALS_AFTER_MS = 6 * SECOND;

export function createDevice(actor: Actor, deps: DeviceDeps): SimulatedDevice {
  const { time, air, random, beats, ids, parts, counters, watch } = deps;
  const confirmed = new Map<number, OutboxEntry>();
  let who = actor;
  let tabs: Tab[] = [];
  const deaf = new Set<Tab>();
  /** Who has the lock by which one tab leads. */
  let holder: Tab | null = null;
  /** Tabs from which the lock was taken while they slept, and that have not heard of it. */
  const robbed = new Set<Tab>();
  /** Raised by each crash: what was under way belongs to tabs that are gone. */
  let life = 0;
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
  const leader = () => holder ?? tabs[0];
  const clockMs = () => Math.round(time.now() + skew.ms + (time.now() - skew.since) * skew.perMs);

  const device: SimulatedDevice = {
    name: actor.source.name, air, who: () => who, core: () => leader()?.core ?? null, cores: () => tabs.map((tab) => tab.core), disk: storage.disk,
    screens: () => tabs.filter((tab) => !tab.isFrozen()).map((tab) => tab.core),
    isLed: () => holder?.isFrozen() === false,
    confirmed: () => confirmed, exchanges: () => exchanges, clockMs,
    open() {
      if (tabs.length === 0) giveLead(addTab());
    },
    act(screen, name, args) {
      watch.looked(device, screen);
      tabs.find((tab) => tab.core === screen)?.act(name, args);
    },
    crash(how) {
      fired(counters, how === "closed" ? "tab closed" : how === "power" ? "power cut" : "disk lied");
      end();
      if (how === "lies") lies++;
      if (how === "closed") storage.end();
      else storage.cut(how === "lies");
      // What a lying disk forgot was confirmed in vain: nobody can bring back what never left the device.
      if (how === "lies") for (const at of confirmed.keys()) if (!storage.disk().entries.has(at)) confirmed.delete(at);
    },
    closeTab() {
      const tab = leader();
      if (tab === undefined || tabs.length < 2) return;
      fired(counters, "one tab closed");
      tab.close();
      tabs = tabs.filter((it) => it !== tab);
      holder = null;
      // The browser itself passes the lock on.
      later(between(random, 0, 20), passOn);
    },
    wipe(letter) {
      fired(counters, "storage wiped");
      end();
      storage.wipe(ids.next());
      confirmed.clear();
      who = { ...who, letter, subjectId: ids.next() };
    },
    becameAnother: () => becameAnother, liedTwice: () => lies > 1,
    cannotAskFor: (clientId) => leftBehind.has(clientId),
    pair(letter, isKnown) {
      const { clientId: present, entries } = storage.disk();
      // Only the present client id comes along. Of what waits under an earlier one (ids that a lying disk gave twice are asked about again
      // under it, SYN-22) this device is another one too: the server says that the client is taken, whatever it has answered before.
      becameAnother ||= !isKnown || [...entries.values()].some(({ clientId, state }) => clientId !== present && state !== "done");
      for (const { clientId } of entries.values()) if (!isKnown || clientId !== present) leftBehind.add(clientId);
      who = { ...who, letter, subjectId: ids.next() };
    },
    secondTab() {
      if (tabs.length !== 1) return;
      fired(counters, "second tab");
      const tab = addTab();
      // The lock may be nobody's: it was taken from a tab that sleeps, and whoever took it is closed.
      if (holder === null) giveLead(tab);
    },
    freeze(ms) {
      const tab = leader();
      if (tab === undefined || tab.isFrozen()) return;
      fired(counters, "leader frozen");
      tab.freeze();
      robLater();
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

  function addTab(): Tab {
    const tab: Tab = createTab({
      ...deps, parts: { ...parts, storedOf }, who: () => who, clockMs, disk: storage.disk, term: () => term, isFull: () => time.now() < fullUntil, commit: stored, enqueue,
      takeTerm: () => ++term,
      confirm: (entry) => void confirmed.set(entry.at, entry),
      fold: () => storage.commitStrict(parts.compacted(storage.disk())),
      gaveUpLead() {
        robbed.delete(tab);
        if (tab !== holder) return;
        holder = null;
        later(between(random, 0, 20), passOn);
      },
      post: (word) => post(tab, word),
      // Those that follow or sleep need no beat here: what they hear and when is theirs to say (robLater, wake).
      beat(leadersTerm) {
        for (const other of tabs) if (other !== tab && other.core.leading && !other.isFrozen()) later(between(beats, 0, 4), () => other.heard({ kind: "beat", term: leadersTerm }));
      },
      dies() {
        if (--diesAt > 0) return false;
        diesAt = Infinity;
        fired(counters, "device died at an await");
        end();
        time.after(between(random, 50, 3 * SECOND), () => device.open());
        return true;
      },
      asked(effect, pushes) {
        exchanges++;
        if (effect.kind === "push") watch.pushes(device, effect, pushes);
      },
      waits: watch.waits,
      acked(seq) {
        // What a tab says that was replaced while it slept was safe when it last looked.
        if (tab === holder) watch.acked(device, seq, Math.max(read, storage.safe().place?.seq ?? 0));
      },
      before: (core) => watch.before(device, core),
      after: (core, input) => {
        if (tabs.includes(tab)) watch.after(device, core, input);
      },
    });
    tabs.push(tab);
    if (parts.habits.hearsFromTheStart) return tab;
    deaf.add(tab);
    later(between(random, 0, 300), () => deaf.delete(tab));
    return tab;
  }

  function giveLead(tab: Tab): void {
    if (holder !== null) robbed.add(holder);
    holder = tab;
    tab.lead();
  }

  /** From nobody, or from one that is frozen, to a tab that is awake; one that was robbed while it slept stands in line again only when it has heard of that. */
  function passOn(): void {
    if (holder?.isFrozen() === false) return;
    const next = oneOf(random, tabs.filter((tab) => tab !== holder && !tab.isFrozen() && !robbed.has(tab)));
    if (next !== undefined) giveLead(next);
  }

  function wake(tab: Tab): void {
    if (!tab.isFrozen()) return;
    fired(counters, "frozen leader woke up");
    watch.woke(tab.core);
    tab.thaw();
    if (tab === holder) return;
    // It hears that it was robbed, or that another one leads, as soon as that one beats.
    later(between(random, 0, SECOND), () => {
      robbed.delete(tab);
      if (tab === holder || !tabs.includes(tab)) return;
      if (parts.habits.stepsDown) tab.deposed();
      if (holder === null) giveLead(tab);
      else robLater();
    });
  }

  /** A tab that hears no beat for so long takes the lead from one that is frozen. */
  function robLater(): void {
    later(STEALS_AFTER_MS, () => {
      if (parts.habits.takesLeadFromFrozen && holder !== null) passOn();
    });
  }

  /** In the order in which they are said. */
  function post(from: Tab, word: TabWord): void {
    postedAt = Math.max(postedAt + TICK, time.now() + between(random, 0, 4));
    for (const tab of tabs) if (tab !== from && !deaf.has(tab)) later(postedAt - time.now(), () => tab.heard(word));
  }

  function enqueue(name: MutationName, args: Readonly<Record<string, unknown>>): OutboxEntry {
    const offset = leader()?.core.clock.offsetMs ?? 0;
    const { entry, disk } = parts.afterAction(storage.disk(), who.letter ?? "A", name, args, deps.moment(clockMs() + offset));
    if (parts.habits.confirmsWhenSafe) storage.commitStrict(disk);
    else storage.commitUnsafe(disk);
    watch.acted(device, entry);
    return entry;
  }

  function storedOf(disk: DiskContents): Stored {
    read = disk.place?.seq ?? 0;
    return parts.storedOf(disk);
  }

  function end(): void {
    life++;
    for (const tab of tabs) tab.close();
    tabs = [];
    holder = null;
    diesAt = Infinity;
  }

  /** Of this life of the device only. */
  function later(delayMs: number, task: () => void): void {
    const mine = life;
    time.after(delayMs, () => {
      if (mine === life) task();
    });
  }

  function stored(disk: DiskContents, effect: StoreEffect, tell: () => void): void {
    const isRelaxed = deps.relaxed && effect.kind !== "notice";
    if (isRelaxed) storage.commitRelaxed(disk, () => parts.habits.tellsWhenSafe && tell());
    else storage.commitStrict(disk);
    watch.written(device, effect);
    if (!isRelaxed || !parts.habits.tellsWhenSafe) tell();
  }
}
