/**
 * Time that only moves when something is due, and a scheduler that decides who goes on: an evening
 * passes in milliseconds, and twice in the same way.
 *
 * What is a promise in the real thing (an await of storage, a lock or the network) comes to a
 * `point` here and goes on when it is chosen, at once or after others have had their turn. What
 * awaits nothing of the scheduler's runs through: the next that is due waits until no promise can
 * go on by itself (`still.ts`). What belongs to an owner that is gone is never chosen again: that
 * is how something dies at an await.
 */
import type { Random } from "#shared/kernel/random.ts";
import { between, happens } from "#shared/kernel/seeded-random.ts";
import type { Clock } from "#shared/kernel/time.ts";
import { whenStill } from "./still.ts";

export type Task = () => void | Promise<void>;

export type VirtualTime = Clock & {
  /**
   * Has `task` run `delayMs` from now; the returned function calls it off. Of what is due together
   * chance chooses.
   */
  readonly after: (delayMs: number, task: Task) => () => void;
  /** Has `task` run after the others may have had a turn. */
  soon(task: () => void): void;
  /**
   * To be awaited: the others may have a turn before it resolves, and it never does where `isAlive`
   * says no by then.
   */
  point(isAlive?: () => boolean): Promise<void>;
  /** To be awaited: resolves after somebody called the function that `register` is given, once. */
  until(register: (goOn: () => void) => void, isAlive?: () => boolean): Promise<void>;
  /** Ends `runUntil` with an error that nobody who awaits would hear of. */
  fail(error: unknown): void;
  /** Runs what is due until `untilMs`, and leaves the clock there. */
  runUntil(untilMs: number): Promise<void>;
};

/** How long one is left standing at a point. */
export type Pace = {
  /** Share of points at which one stands for a while, and how long at most. */
  readonly slow: number;
  readonly slowestMs: number;
};

type Due = { readonly at: number; readonly order: number; readonly task: Task; off: boolean };

const always = (): boolean => true;

const ifAlive = (isAlive: () => boolean, goOn: () => void) => () => {
  if (isAlive()) goOn();
};

export function createVirtualTime(startMs: number, random: Random, pace: Pace): VirtualTime {
  const heap: Due[] = [];
  let now = startMs;
  let failed: { readonly error: unknown } | null = null;
  const fail = (error: unknown) => void (failed ??= { error });

  const after = (delayMs: number, task: Task) => {
    const due: Due = { at: now + Math.max(0, delayMs), order: random.next(), task, off: false };
    push(heap, due);
    return () => {
      due.off = true;
    };
  };
  const soon = (task: () => void) =>
    void after(
      happens(random, pace.slow) ? between(random, 1, pace.slowestMs) : between(random, 0, 1),
      task,
    );
  /** The next that is due; false where nothing is. */
  const runNext = (untilMs: number): boolean => {
    const due = heap[0];
    if (due === undefined || due.at > untilMs) return false;
    pop(heap);
    if (due.off) return runNext(untilMs);
    now = due.at;
    due.task()?.catch(fail);
    return true;
  };

  return {
    now: () => now,
    after,
    soon,
    fail,
    point: (isAlive = always) => new Promise((resolve) => soon(ifAlive(isAlive, resolve))),
    until: (register, isAlive = always) =>
      new Promise((resolve) => {
        let called = false;
        register(() => {
          if (!called) after(0, ifAlive(isAlive, resolve));
          called = true;
        });
      }),
    runUntil: (untilMs) =>
      new Promise((resolve, reject) => {
        const goOn = () => {
          try {
            if (failed !== null)
              return reject(
                failed.error instanceof Error ? failed.error : new Error(String(failed.error)),
              );
            if (runNext(untilMs)) return whenStill(goOn);
            now = Math.max(now, untilMs);
            resolve();
          } catch (error) {
            reject(error instanceof Error ? error : new Error(String(error)));
          }
        };
        goOn();
      }),
  };
}

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
