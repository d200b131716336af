/**
 * The service again, from what a device recorded of it: the orders as the log had them at any
 * moment. Moments are those of recording, which is when every screen heard of it; what this device
 * did offline shows when it was sent. Where a snapshot replaced the log, what came between is
 * unknown and the film goes on from the snapshot.
 */
import { must } from "#shared/kernel/assert.ts";
import { fromIso } from "#shared/kernel/time.ts";
import { foldOrder, orderIdOfEvent } from "#shared/orders/fold.ts";
import type { HeardEvent } from "#shared/orders/event.ts";
import type { Order } from "#shared/orders/order.ts";

export type Recorded =
  | { readonly kind: "start"; readonly atMs: number; readonly orders: readonly Order[] }
  | { readonly kind: "events"; readonly events: readonly HeardEvent[] };

export type Film = {
  /** First and last moment, in ms since 1970; equal where nothing was recorded. */
  readonly fromMs: number;
  readonly toMs: number;
  /** The orders as they stood then. Cheap when asked forward in time, and bounded backward. */
  ordersAt(ms: number): ReadonlyMap<string, Order>;
  /** The moment of the next or the one before that changes an order; null at the ends. */
  nextChange(ms: number): number | null;
  previousChange(ms: number): number | null;
};

/** Steps between which a way back is folded anew; a kept position costs one map of pointers. */
export const KEYFRAME_EVERY = 250;

export function createFilm(recorded: readonly Recorded[]): Film {
  const steps = stepsOf(recorded);
  const keyframes: ReadonlyMap<string, Order>[] = [new Map()];
  let at = { done: 0, orders: new Map<string, Order>() };

  /** How many steps have happened by then. */
  function countAt(ms: number): number {
    let [low, high] = [0, steps.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (must(steps[middle], "a step of the film").atMs <= ms) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function seek(count: number): void {
    const frame = Math.min(Math.floor(count / KEYFRAME_EVERY), keyframes.length - 1);
    if (count < at.done || frame * KEYFRAME_EVERY > at.done)
      at = { done: frame * KEYFRAME_EVERY, orders: new Map(keyframes[frame]) };
    while (at.done < count) {
      must(steps[at.done], "a step of the film").apply(at.orders);
      at.done += 1;
      if (at.done === keyframes.length * KEYFRAME_EVERY) keyframes.push(new Map(at.orders));
    }
  }

  return {
    fromMs: steps[0]?.atMs ?? 0,
    toMs: steps.at(-1)?.atMs ?? 0,
    ordersAt(ms) {
      seek(countAt(ms));
      return new Map(at.orders);
    },
    nextChange: (ms) => steps[countAt(ms)]?.atMs ?? null,
    previousChange(ms) {
      const before = steps[countAt(ms) - 1];
      return before === undefined
        ? null
        : before.atMs < ms
          ? before.atMs
          : (steps[countAt(ms - 1) - 1]?.atMs ?? null);
    },
  };
}

type Step = { readonly atMs: number; readonly apply: (orders: Map<string, Order>) => void };

function stepsOf(recorded: readonly Recorded[]): readonly Step[] {
  const steps: Step[] = [];
  // A server's clock may have been set back; the film runs forward all the same.
  const add = (atMs: number, apply: Step["apply"]): void =>
    void steps.push({ atMs: Math.max(atMs, steps.at(-1)?.atMs ?? atMs), apply });
  for (const part of recorded) {
    if (part.kind === "start") add(part.atMs, (orders) => replaceAll(orders, part.orders));
    else
      for (const event of part.events)
        if (orderIdOfEvent(event) !== null)
          add(fromIso(event.recordedAt), (orders) => applyEvent(orders, event));
  }
  return steps;
}

function replaceAll(orders: Map<string, Order>, by: readonly Order[]): void {
  orders.clear();
  for (const order of by) orders.set(order.orderId, order);
}

function applyEvent(orders: Map<string, Order>, event: HeardEvent): void {
  const orderId = orderIdOfEvent(event);
  if (orderId === null) return;
  const next = foldOrder(orders.get(orderId), event);
  if (next !== undefined) orders.set(orderId, next);
}
