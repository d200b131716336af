/** Time that only moves when something is due: an evening passes in milliseconds, and twice in the same way. */
import type { Clock } from "#shared/kernel/time.ts";

export type Task = () => void | Promise<void>;

export type VirtualTime = Clock & {
  /** Has `task` run `delayMs` from now; the returned function calls it off. Of two that are due together the earlier asked runs first. */
  after(delayMs: number, task: Task): () => void;
  /** Runs what is due until `untilMs`, each task to its end before the next, and leaves the clock there. */
  runUntil(untilMs: number): Promise<void>;
};

type Due = { readonly at: number; readonly order: number; readonly task: Task; off: boolean };

export function createVirtualTime(startMs: number): VirtualTime {
  const heap: Due[] = [];
  let now = startMs;
  let asked = 0;
  return {
    now: () => now,
    after(delayMs, task) {
      const due: Due = { at: now + Math.max(0, delayMs), order: asked++, task, off: false };
      push(heap, due);
      return () => {
        due.off = true;
      };
    },
    async runUntil(untilMs) {
      for (let due = heap[0]; due !== undefined && due.at <= untilMs; due = heap[0]) {
        pop(heap);
        if (due.off) continue;
        now = due.at;
        const pending = due.task();
        if (pending !== undefined) await pending;
      }
      now = Math.max(now, untilMs);
    },
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
