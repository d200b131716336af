/** Is the restaurant told in time of what no kitchen screen shows (L4)? */
import { SECOND } from "#shared/kernel/time.ts";
import { unheardSince, unseenSince } from "#shared/kitchen/board.ts";
import type { LogWatch } from "./log-watch.ts";
import type { SimulatedServer } from "./server.ts";

/**
 * The watch looks every second; its words wait for a lock whose owner is gone, for slow commits,
 * for another try and for each other.
 */
const TOLD_WITHIN_MS = 12 * SECOND;
const EACH_MS = SECOND / 2;

/**
 * L4: of each order that no kitchen screen has shown in time the restaurant is told, in time, where
 * a server is there to tell. To be asked every second.
 */
export function watchAlarms(server: SimulatedServer, log: LogWatch): (nowMs: number) => string[] {
  let overdue = new Map<string, number>();
  return (nowMs) => {
    const { orders, settings } = server.world();
    const before = overdue;
    overdue = new Map();
    const limitMs = settings.shownAlarmSeconds * SECOND;
    const unheard = [...orders.values()].flatMap((order) => {
      const unheardFrom = unheardSince(order, server.clockMs(), limitMs);
      return unheardFrom === null ? [] : [{ ...order, unheardFrom }];
    });
    const within = TOLD_WITHIN_MS + unheard.length * EACH_MS;
    const upSince = server.upSince();
    const broken: string[] = [];
    for (const { orderId, number, unheardFrom } of unheard) {
      const name = `${orderId} ${unheardFrom}`;
      const since = before.get(name) ?? nowMs;
      overdue.set(name, since);
      if (
        upSince === null ||
        nowMs - Math.max(since, upSince, log.restoredAt()) <= within ||
        log.isTold(orderId, unheardFrom)
      )
        continue;
      broken.push(`L4: nobody was told that order ${number} is not shown`);
    }
    return broken;
  };
}

/** Is there an order of which nobody was told, and will be should nobody touch it? */
export const isSomebodyToBeTold = (server: SimulatedServer, log: LogWatch): boolean =>
  [...server.world().orders.values()].some(
    (order) =>
      order.status === "pending" ||
      unseenSince(order).some((since) => !log.isTold(order.orderId, since)),
  );
