/**
 * What cooks and waiters do next in the demo's evening: from the orders as they are, so that a
 * person at a screen may do any of it first.
 */
import { fromIso, MINUTE, SECOND } from "#shared/kernel/time.ts";
import { findMenuItem, type MenuInService } from "#shared/menu/menu.ts";
import type { Args } from "#shared/orders/command.ts";
import { isClosed, type Line, type Order } from "#shared/orders/order.ts";
import { USUAL_PREPARATION_MS } from "./plan.ts";

export type Deed = {
  readonly [
    N in "line.setStatus" | "line.void" | "order.serve" | "order.complete" | "order.fireCourse"
  ]: { readonly name: N; readonly args: Args<N> };
}["line.setStatus" | "line.void" | "order.serve" | "order.complete" | "order.fireCourse"];

/** As many lines as one station has in the works at once. */
const HANDS_AT_A_STATION = 5;
const LOOKED_AT_MS = 25 * SECOND;
const CARRIED_MS = 45 * SECOND;
const EATEN_MS = { course: 5 * MINUTE, meal: 15 * MINUTE, gone: MINUTE };
const VOIDED_SHARE = 0.02;

/**
 * Cooks make what a kitchen screen has shown, and nothing else. `speed` is how many times faster
 * than life it all goes.
 */
export function cooksDeeds(
  orders: readonly Order[],
  menu: MenuInService,
  nowMs: number,
  speed: number,
): Deed[] {
  const deeds: Deed[] = [];
  const busy = new Map<string, number>();
  const lines = orders
    .filter((order) => !isClosed(order) && !order.held)
    .flatMap((order) =>
      order.lines
        .filter((line) => line.fired && line.shownAt !== null)
        .map((line) => ({ order, line })),
    );
  for (const { line } of lines)
    if (line.status === "preparing") busy.set(line.stationId, (busy.get(line.stationId) ?? 0) + 1);
  for (const {
    order: { orderId },
    line,
  } of lines.toSorted((a, b) => (a.line.statusAt < b.line.statusAt ? -1 : 1))) {
    const { lineId, generation, stationId } = line;
    const since = (nowMs - fromIso(line.statusAt)) * speed;
    const taken = busy.get(stationId) ?? 0;
    if (line.status === "queued" && since >= LOOKED_AT_MS && taken < HANDS_AT_A_STATION) {
      busy.set(stationId, taken + 1);
      deeds.push({
        name: "line.setStatus",
        args: { orderId, lineId, generation, status: "preparing" },
      });
    } else if (line.status === "preparing" && since >= madeIn(line, menu))
      deeds.push({
        name: "line.setStatus",
        args: { orderId, lineId, generation, status: "ready" },
      });
  }
  return deeds;
}

/** Waiters carry what is ready, call the next course, and close what is eaten. */
export function waitersDeeds(orders: readonly Order[], nowMs: number, speed: number): Deed[] {
  return orders
    .filter((order) => !isClosed(order) && !order.held && order.status !== "pending")
    .flatMap((order) => waitersDeed(order, nowMs, speed));
}

function waitersDeed(order: Order, nowMs: number, speed: number): Deed[] {
  const { orderId } = order;
  const lines = order.lines.filter((line) => line.status !== "cancelled");
  const fired = lines.filter((line) => line.fired);
  const since = (nowMs - Math.max(0, ...fired.map((line) => fromIso(line.statusAt)))) * speed;
  const changedMind = fired.find(
    (line) =>
      lines.length > 1 &&
      line.status === "queued" &&
      share(line.lineId) < VOIDED_SHARE &&
      (nowMs - fromIso(line.statusAt)) * speed > LOOKED_AT_MS / 2,
  );
  if (changedMind !== undefined)
    return [
      {
        name: "line.void",
        args: { orderId, lineId: changedMind.lineId, reason: "Guest changed their mind" },
      },
    ];
  if (
    fired.length === 0 ||
    fired.some((line) => line.status === "queued" || line.status === "preparing")
  )
    return [];
  if (fired.some((line) => line.status === "ready"))
    return since >= CARRIED_MS ? [{ name: "order.serve", args: { orderId } }] : [];
  const waiting = lines.filter((line) => !line.fired).map((line) => line.course);
  if (waiting.length > 0)
    return since >= EATEN_MS.course
      ? [{ name: "order.fireCourse", args: { orderId, course: Math.min(...waiting) } }]
      : [];
  return since >= (order.tableId === null ? EATEN_MS.gone : EATEN_MS.meal)
    ? [{ name: "order.complete", args: { orderId } }]
    : [];
}

/** The menu's time, a fifth less to two fifths more: the same for the same line. */
const madeIn = (line: Line, menu: MenuInService): number => {
  const usual =
    (findMenuItem(menu, line.menuItemId)?.prepSeconds ?? 0) * SECOND || USUAL_PREPARATION_MS;
  return usual * (0.8 + 0.6 * share(line.lineId));
};

/** A number in [0, 1) of the id's own. */
const share = (id: string): number => Number.parseInt(id.slice(-6), 16) / 0x1000000;
