/**
 * Time that only moves when something is due, and a scheduler that decides who goes on: an evening passes in milliseconds, and twice in the
 * same way.
 *
 * A task that is a promise is a process: it runs until it comes to a `point` (an await of storage or network in the real thing) and goes on
 * from there when it is chosen, at once or after others have had their turn. Exactly one process runs at a time, and what awaits nothing of
 * the scheduler's runs through. A process whose owner is gone is never chosen again: that is how something dies at an await.
 */
import type { Random } from "#shared/kernel/random.ts";
import { between, happens } from "#shared/kernel/seeded-random.ts";
import type { Clock } from "#shared/kernel/time.ts";

export type Task = () => void | Promise<void>;

export type VirtualTime = Clock & {
  /** Has `task` run `delayMs` from now; the returned function calls it off. Of what is due together chance chooses. */
  after(delayMs: number, task: Task): () => void;
  /** To be awaited: the others may have a turn before it resolves, and it never does where `isAlive` says no by then. */
  point(isAlive?: () => boolean): Promise<void>;
  /** To be awaited: resolves after somebody called the function that `register` is given, once. */
  until(register: (goOn: () => void) => void, isAlive?: () => boolean): Promise<void>;
  /** Runs what is due until `untilMs`, and leaves the clock there. */
  runUntil(untilMs: number): Promise<void>;
};

/** How long processes are left standing at their points. */
export type Pace = {
  /** Share of points at which one stands for a while, and how long at most. */
  readonly slow: number;
  readonly slowestMs: number;
};

type Due = { readonly at: number; readonly order: number; readonly task: Task; off: boolean };

const always = (): boolean => true;

export function createVirtualTime(startMs: number, random: Random, pace: Pace): VirtualTime {
  const heap: Due[] = [];
  let now = startMs;
  /** Of the process whose turn it is: it stands at a point, or has come to its end. */
  let gaveBack = false;
  let goOn: () => void = () => undefined;
  let fail: (error: unknown) => void = () => undefined;
  const giveBack = () => {
    gaveBack = true;
    goOn();
  };

  const after = (delayMs: number, task: Task) => {
    const due: Due = { at: now + Math.max(0, delayMs), order: random.next(), task, off: false };
    push(heap, due);
    return () => {
      due.off = true;
    };
  };
  /** A task that gives its turn to the process that waits behind `resolve`. */
  const resume = (resolve: () => void, isAlive: () => boolean): Task => () => {
    if (!isAlive()) return undefined;
    resolve();
    return STANDING;
  };
  const until: VirtualTime["until"] = (register, isAlive = always) =>
    new Promise((resolve) => {
      let called = false;
      register(() => {
        if (!called) after(0, resume(resolve, isAlive));
        called = true;
      });
      giveBack();
    });

  return {
    now: () => now,
    after,
    until,
    point: (isAlive = always) =>
      new Promise((resolve) => {
        after(happens(random, pace.slow) ? between(random, 1, pace.slowestMs) : between(random, 0, 1), resume(resolve, isAlive));
        giveBack();
      }),
    async runUntil(untilMs) {
      for (let due = heap[0]; due !== undefined && due.at <= untilMs; due = heap[0]) {
        pop(heap);
        if (due.off) continue;
        now = due.at;
        gaveBack = false;
        const process = due.task();
        if (process === undefined) continue;
        if (process !== STANDING) process.then(giveBack, (error: unknown) => fail(error));
        if (gaveBack) continue;
        await new Promise<void>((resolve, reject) => {
          goOn = resolve;
          fail = reject;
        });
      }
      now = Math.max(now, untilMs);
    },
  };
}

/** Stands for a process that goes on and whose end is waited for already. */
const STANDING = new Promise<void>(() => undefined);

const before = (a: Due, b: Due): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

function push(heap: Due[], due: Due): void {
  let index = heap.push(due) - 1;
  while (index > 0) {
    const parent = (index - 1) >> 1;
    const above = heap[parent];
    if (above === undefined || before(above, due)) break;
    heap[index] = above;
    index = parent;
  }
  heap[index] = due;
}

function pop(heap: Due[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let index = 0;
  for (;;) {
    let child = 2 * index + 1;
    const [left, right] = [heap[child], heap[child + 1]];
    if (left === undefined) break;
    if (right !== undefined && before(right, left)) child++;
    const smaller = right !== undefined && before(right, left) ? right : left;
    if (before(last, smaller)) break;
    heap[index] = smaller;
    index = child;
  }
  heap[index] = last;
}
