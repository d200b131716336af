/** What a core wants stored, written one after the other: what shared/sync/device/shell/writes.ts does, at the scheduler's points. */
import type { Random } from "#shared/kernel/random.ts";
import { between } from "#shared/kernel/seeded-random.ts";
import { SECOND } from "#shared/kernel/time.ts";
import type { StoreEffect } from "./disk.ts";
import { fired, type Counters } from "./faults.ts";
import type { Habits } from "./parts.ts";
import type { VirtualTime } from "./virtual-time.ts";

export type TabWrites = {
  add(effect: StoreEffect): void;
  /** Resolves when everything that was asked for is stored, or nothing can be stored at present. */
  settled(): Promise<void>;
  /** Forgets what is still to be written: another tab leads. */
  drop(): void;
  isIdle(): boolean;
};

export type TabWritesDeps = {
  readonly time: VirtualTime;
  readonly random: Random;
  readonly counters: Counters;
  readonly habits: Habits;
  readonly isOpen: () => boolean;
  readonly isFull: () => boolean;
  /** An await: others have a turn, and here the tab may die. */
  readonly at: () => Promise<void>;
  /** One transaction. */
  readonly perform: (effect: StoreEffect) => void;
};

const MOST_EVENTS = 2_000;

export function createTabWrites({ time, random, counters, habits, isOpen, isFull, at, perform }: TabWritesDeps): TabWrites {
  let queue: StoreEffect[] = [];
  let running = false;
  let stuck = false;
  let waiting: (() => void)[] = [];
  let drops = 0;

  const wake = () => {
    const all = waiting;
    waiting = [];
    for (const goOn of all) goOn();
  };

  async function run(): Promise<void> {
    await time.until((goOn) => void time.after(between(random, 0, 10), goOn), isOpen);
    for (let effect = takeNext(queue); effect !== undefined; effect = takeNext(queue)) {
      const before = drops;
      await at();
      if (isFull()) {
        fired(counters, "quota exceeded");
        if (habits.repeatsFailedWrites && drops === before) queue.unshift(effect);
        stuck = true;
        wake();
        await time.until((goOn) => void time.after(between(random, 500, 2 * SECOND), goOn), isOpen);
        continue;
      }
      stuck = false;
      perform(effect);
      await at();
    }
    running = false;
    wake();
  }

  return {
    add(effect) {
      // A refusal is written down before the entry that it answers: a crash between the two asks again, and loses nothing.
      if (effect.kind === "notice" && habits.writesNoticesFirst) queue.unshift(effect);
      else queue.push(effect);
      if (running) return;
      running = true;
      time.after(0, run);
    },
    settled: () => (running && !stuck ? time.until((goOn) => void waiting.push(goOn), isOpen) : Promise.resolve()),
    drop() {
      drops++;
      queue = [];
    },
    isIdle: () => !running,
  };
}

/** The first write, with the events right behind it in the same transaction. */
function takeNext(queue: StoreEffect[]): StoreEffect | undefined {
  const first = queue.shift();
  if (first?.kind !== "store-events") return first;
  const events = [...first.events];
  let { to } = first;
  for (let next = queue[0]; next?.kind === "store-events" && next.from.seq === to.seq && next.from.id === to.id && events.length < MOST_EVENTS; next = queue[0]) {
    events.push(...next.events);
    to = next.to;
    queue.shift();
  }
  return { ...first, to, events };
}
