/**
 * The lifecycle as two complete tables that the compiler counts (no Partial): what a request for
 * `to` means while `from` holds. They are the production code, not a picture of it: decide and the
 * REST status calls both ask here.
 */
import type { LineStatus, OrderStatus } from "./order.ts";

/**
 * - `step`: the next thing that happens; always allowed.
 * - `skip`: forward over a step nobody recorded; a screen that has seen it may say so (maximum over
 *   rank, ORD-10), a program may not.
 * - `same`: already so; no effect.
 * - `late`: behind what is already true in this generation; a screen's late word has no effect, a
 *   program is told.
 * - `never`: forbidden to everybody.
 */
export type Transition = "step" | "skip" | "same" | "late" | "never";

const LINES: Record<LineStatus, Record<LineStatus, Transition>> = {
  queued: { queued: "same", preparing: "step", ready: "step", served: "skip", cancelled: "step" },
  preparing: {
    queued: "late",
    preparing: "same",
    ready: "step",
    served: "skip",
    cancelled: "step",
  },
  ready: { queued: "late", preparing: "late", ready: "same", served: "step", cancelled: "step" },
  served: { queued: "late", preparing: "late", ready: "late", served: "same", cancelled: "step" },
  cancelled: {
    queued: "never",
    preparing: "never",
    ready: "never",
    served: "never",
    cancelled: "same",
  },
};

const ORDERS: Record<OrderStatus, Record<OrderStatus, Transition>> = {
  pending: {
    pending: "same",
    submitted: "step",
    preparing: "never",
    ready: "never",
    served: "never",
    completed: "never",
    cancelled: "step",
  },
  submitted: {
    pending: "never",
    submitted: "same",
    preparing: "step",
    ready: "step",
    served: "never",
    completed: "never",
    cancelled: "step",
  },
  preparing: {
    pending: "never",
    submitted: "never",
    preparing: "same",
    ready: "step",
    served: "never",
    completed: "never",
    cancelled: "step",
  },
  ready: {
    pending: "never",
    submitted: "never",
    preparing: "never",
    ready: "same",
    served: "step",
    completed: "never",
    cancelled: "step",
  },
  served: {
    pending: "never",
    submitted: "never",
    preparing: "never",
    ready: "never",
    served: "same",
    completed: "step",
    cancelled: "step",
  },
  completed: {
    pending: "never",
    submitted: "never",
    preparing: "never",
    ready: "never",
    served: "never",
    completed: "same",
    cancelled: "never",
  },
  cancelled: {
    pending: "never",
    submitted: "never",
    preparing: "never",
    ready: "never",
    served: "never",
    completed: "never",
    cancelled: "same",
  },
};

export const lineTransition = (from: LineStatus, to: LineStatus): Transition => LINES[from][to];

export const orderTransition = (from: OrderStatus, to: OrderStatus): Transition => ORDERS[from][to];
