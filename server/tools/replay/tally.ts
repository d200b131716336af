import type { HeardEvent } from "#shared/orders/event.ts";

/** What is known of one placed order. Times in milliseconds of one clock. */
type Placed = {
  readonly lineIds: readonly string[];
  readonly sentAt: number;
  created: number;
  readonly unshown: Set<string>;
  shownAt: number | null;
};

export type Tally = {
  /** Before the order is first sent. */
  sent(orderId: string, lineIds: readonly string[], now: number): void;
  /** Every event of the log, once, in order. */
  take(event: HeardEvent, now: number): void;
  /** An order that a screen drew more than once at a time. */
  drawnTwice(orderId: string): void;
  /** Every order sent so far is in the log and shown. */
  isComplete(): boolean;
  /** Sent and not yet shown. */
  waiting(): readonly string[];
  figures(): Figures;
};

export type Figures = {
  readonly orders: number;
  readonly lines: number;
  readonly shown: number;
  /** Not in the log, or not shown whole by a kitchen screen. */
  readonly lost: number;
  /** More than once in the log, or at one moment on a screen, or in the log and never placed. */
  readonly duplicated: number;
  /**
   * From the first try to send until every line of the order was said to be shown, as an owner's
   * reader of the log sees it.
   */
  readonly latencyMs: { readonly median: number; readonly p99: number } | null;
};

/**
 * Keeps the account of a replay: an order is shown when a kitchen screen has said so of all its
 * lines.
 */
export function createTally(): Tally {
  const orders = new Map<string, Placed>();
  const twice = new Set<string>();

  return {
    sent(orderId, lineIds, now) {
      if (!orders.has(orderId))
        orders.set(orderId, {
          lineIds,
          sentAt: now,
          created: 0,
          unshown: new Set(lineIds),
          shownAt: null,
        });
    },
    take(event, now) {
      if (event.type === "order_created") {
        const order = orders.get(event.data.orderId);
        if (order !== undefined) order.created += 1;
        if (
          order === undefined ||
          order.created > 1 ||
          event.data.lines.length !== order.lineIds.length
        )
          twice.add(event.data.orderId);
      }
      if (event.type === "ticket_shown") {
        const order = orders.get(event.data.orderId);
        if (order === undefined) return;
        for (const lineId of event.data.lineIds) order.unshown.delete(lineId);
        if (order.unshown.size === 0) order.shownAt ??= now;
      }
    },
    drawnTwice: (orderId) => void twice.add(orderId),
    isComplete: () => [...orders.values()].every(isShown),
    waiting: () => [...orders].filter(([, order]) => !isShown(order)).map(([orderId]) => orderId),
    figures() {
      const all = [...orders.values()];
      const shown = all.filter(isShown);
      const latencies = shown
        .map((order) => (order.shownAt ?? 0) - order.sentAt)
        .sort((a, b) => a - b);
      return {
        orders: all.length,
        lines: all.reduce((sum, order) => sum + order.lineIds.length, 0),
        shown: shown.length,
        lost: all.length - shown.length,
        duplicated: twice.size,
        latencyMs:
          latencies.length === 0
            ? null
            : { median: rank(latencies, 0.5), p99: rank(latencies, 0.99) },
      };
    },
  };
}

/** The one line that a replay ends with. */
export function figureLine(
  { orders, lines, shown, lost, duplicated, latencyMs }: Figures,
  screen: string,
): string {
  const latency =
    latencyMs === null
      ? "latency none"
      : `latency median ${Math.round(latencyMs.median)} ms p99 ${Math.round(latencyMs.p99)} ms`;
  return `placed ${orders} orders (${lines} lines) · shown ${shown} · lost ${lost} · duplicated ${duplicated} · ${latency} · screen ${screen}`;
}

const isShown = (order: Placed): boolean => order.created > 0 && order.shownAt !== null;

/** Nearest rank: always a value that was measured. */
const rank = (sorted: readonly number[], share: number): number =>
  sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
