/** A tablet of a simulated evening: a disk, a clock, one tab or two, and the air between it and the server. */
import { must } from "#shared/kernel/assert.ts";
import type { Ids } from "#shared/kernel/ids.ts";
import type { Random } from "#shared/kernel/random.ts";
import { between } from "#shared/kernel/seeded-random.ts";
import { SECOND } from "#shared/kernel/time.ts";
import type { MutationName } from "#shared/orders/command.ts";
import type { OutboxEntry } from "#shared/sync/device/entry.ts";
import type { Input, Stored } from "#shared/sync/device/ports.ts";
import type { Core } from "#shared/sync/device/state.ts";
import type { Actor } from "#shared/sync/sequencer-port.ts";
import { blankDisk, type DiskContents, type StoreEffect } from "./disk.ts";
import { fired, type Counters } from "./faults.ts";
import { GOOD_AIR, type Air, type Network } from "./network.ts";
import type { Parts } from "./parts.ts";
import type { SimulatedServer } from "./server.ts";
import { createTab, type Tab } from "./tab.ts";
import type { VirtualTime } from "./virtual-time.ts";

export type SimulatedDevice = {
  readonly name: string;
  readonly air: Air;
  who(): Actor;
  /** Of the tab that leads, else of the first; null while all are closed. */
  core(): Core | null;
  cores(): readonly Core[];
  disk(): DiskContents;
  open(): void;
  /** What a person does; it counts from when it is on the disk, and `confirmed` lists what does. */
  act(name: MutationName, args: Readonly<Record<string, unknown>>): void;
  confirmed(): ReadonlyMap<number, OutboxEntry>;
  /** The tabs are gone; with `power` also what was not yet safe, with `lies` some of what was said to be. */
  crash(how: "closed" | "power" | "lies"): void;
  /** Everything stored is gone; it has to be paired again, and gets another letter. */
  wipe(letter: string): void;
  secondTab(): void;
  /** The leading tab stops where it is, for so long. */
  freeze(ms: number): void;
  /** The tab dies before the n-th effect from now. */
  dieAtEffect(n: number): void;
  fullUntil(ms: number): void;
  setClock(stepMs: number, driftPerMs: number): void;
  clockMs(): number;
  /** Its streams fall silent, and nobody is told. */
  killStreams(): void;
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
  readonly parts: Parts;
  readonly counters: Counters;
  /** Writes of the log are safe only after a while, as browsers do it unless told otherwise. */
  readonly relaxed: boolean;
  /** The time a device's clock says, made one at which nothing else was done by anybody: what people do can be told apart by it. */
  readonly moment: (ms: number) => string;
  readonly watch: DeviceWatch;
};

/** Who looks on. */
export type DeviceWatch = {
  before(device: SimulatedDevice, core: Core): void;
  after(device: SimulatedDevice, core: Core, input: Input): void;
  acted(device: SimulatedDevice, entry: OutboxEntry): void;
  written(device: SimulatedDevice, effect: StoreEffect): void;
  /** `safe`: what is safe, or was there when a tab read it. */
  acked(device: SimulatedDevice, seq: number, safe: number): void;
  pushes(device: SimulatedDevice, underWay: number): void;
};

const LIES_ABOUT = 4;
const STEALS_AFTER_MS = 6 * SECOND;

export function createDevice(actor: Actor, deps: DeviceDeps): SimulatedDevice {
  const { time, random, ids, parts, counters, watch } = deps;
  const air: Air = { ...GOOD_AIR };
  const confirmed = new Map<number, OutboxEntry>();
  let who = actor;
  let written = blankDisk(ids.next());
  /** Counts the transactions. */
  let version = 0;
  let safeAt = 0;
  /** What is safe, newest last; the ones before are for a disk that lies. */
  let safe: { readonly version: number; readonly disk: DiskContents }[] = [{ version, disk: written }];
  let tabs: Tab[] = [];
  /** Raised by each crash: what was under way belongs to tabs that are gone. */
  let life = 0;
  let term = 0;
  /** How far the log had come when a tab last read the disk. */
  let read = 0;
  let exchanges = 0;
  let pushes = 0;
  let fullUntil = 0;
  let diesAt = Infinity;
  let skew = { ms: 0, since: time.now(), perMs: 0 };

  const leader = () => tabs.find((tab) => tab.core.leading && tab.term() === term) ?? tabs[0];
  const clockMs = () => Math.round(time.now() + skew.ms + (time.now() - skew.since) * skew.perMs);

  const device: SimulatedDevice = {
    name: actor.source.name, air, who: () => who, core: () => leader()?.core ?? null, cores: () => tabs.map((tab) => tab.core), disk: () => written,
    confirmed: () => confirmed, exchanges: () => exchanges, clockMs,
    open() {
      if (tabs.length > 0) return;
      addTab().lead(++term);
    },
    act(name, args) {
      later(between(random, 1, 8), () => {
        // Refused to the person there and then: nothing was promised.
        if (time.now() < fullUntil) return fired(counters, "quota exceeded");
        const offset = leader()?.core.clock.offsetMs ?? 0;
        const { entry, disk } = parts.afterAction(written, who.letter ?? "A", name, args, deps.moment(clockMs() + offset));
        commit(disk);
        if (parts.habits.confirmsWhenSafe) makeSafe(disk, version);
        watch.acted(device, entry);
        confirmed.set(entry.at, entry);
        for (const tab of tabs) tab.acted(entry);
      });
    },
    crash(how) {
      fired(counters, how === "closed" ? "tab closed" : how === "power" ? "power cut" : "disk lied");
      end();
      if (how !== "closed") written = must(safe[Math.max(0, safe.length - 1 - (how === "lies" ? between(random, 1, LIES_ABOUT) : 0))], "a safe state").disk;
      safe = [{ version, disk: written }];
      // What a lying disk forgot was confirmed in vain: nobody can bring back what never left the device.
      if (how === "lies") for (const at of confirmed.keys()) if (!written.entries.has(at)) confirmed.delete(at);
    },
    wipe(letter) {
      fired(counters, "storage wiped");
      end();
      written = blankDisk(ids.next());
      safe = [{ version, disk: written }];
      confirmed.clear();
      who = { ...who, letter, subjectId: ids.next() };
    },
    secondTab() {
      if (tabs.length !== 1) return;
      fired(counters, "second tab");
      addTab();
    },
    freeze(ms) {
      const tab = leader();
      if (tab === undefined || tab.isFrozen()) return;
      fired(counters, "leader frozen");
      tab.freeze();
      const mine = term;
      later(STEALS_AFTER_MS, () => {
        const other = tabs.find((it) => !it.isFrozen());
        if (parts.habits.takesLeadFromFrozen && tab.isFrozen() && mine === term && other !== undefined) other.lead(++term);
      });
      later(ms, () => {
        fired(counters, "frozen leader woke up");
        tab.thaw();
        // It hears that another one leads, as soon as that one beats.
        if (parts.habits.checksTerms && tab.core.leading && tab.term() !== term) later(between(random, 1, SECOND), () => tab.deposed());
      });
    },
    dieAtEffect(n) {
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
    compact() {
      const tab = leader();
      if (tab === undefined || !tab.isIdle() || tab.isFrozen()) return;
      commit(parts.compacted(written));
      makeSafe(written, version);
      for (const each of tabs) if (!each.isFrozen()) each.tell({ kind: "reloaded", stored: storedOf(written) });
    },
    hint() {
      for (const tab of tabs) if (!tab.isFrozen()) tab.tell({ kind: "hint" });
    },
  };
  return device;

  function addTab(): Tab {
    const tab: Tab = createTab({
      ...deps, air, parts: { ...parts, storedOf }, who: () => who, clockMs, disk: () => written, term: () => term, isFull: () => time.now() < fullUntil, commit: stored,
      post(word) {
        const others = tabs.filter((it) => it !== tab);
        if (others.length > 0) later(between(random, 1, 5), () => others.forEach((it) => it.heard(word)));
      },
      dies() {
        if (--diesAt > 0) return false;
        diesAt = Infinity;
        fired(counters, "tab died between two effects");
        end();
        time.after(between(random, 50, 3 * SECOND), () => device.open());
        return true;
      },
      asked(what) {
        if (what === "exchange") exchanges++;
        else {
          pushes += what === "push" ? 1 : -1;
          if (tabs.length === 1) watch.pushes(device, pushes);
        }
      },
      acked(seq) {
        // What a tab says that was replaced while it slept was safe when it last looked.
        if (tab.term() === term) watch.acked(device, seq, Math.max(read, must(safe.at(-1), "a safe state").disk.place?.seq ?? 0));
      },
      before: (core) => watch.before(device, core),
      after: (core, input) => {
        if (tabs.includes(tab)) watch.after(device, core, input);
      },
    });
    tabs.push(tab);
    return tab;
  }

  function storedOf(disk: DiskContents): Stored {
    read = disk.place?.seq ?? 0;
    return parts.storedOf(disk);
  }

  function end(): void {
    life++;
    for (const tab of tabs) tab.close();
    tabs = [];
    pushes = 0;
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
    commit(disk);
    const mine = version;
    const safeNow = () => {
      makeSafe(disk, mine);
      if (parts.habits.tellsWhenSafe) tell();
    };
    watch.written(device, effect);
    if (!parts.habits.tellsWhenSafe) tell();
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
