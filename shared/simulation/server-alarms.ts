/**
 * What the server's watch does about orders that no screen shows or nobody accepts
 * (server/jobs/watch.ts): it looks when something may be due.
 */
import { fromIso, MINUTE, SECOND } from "#shared/kernel/time.ts";
import { unheardOrders, unheardSince, waitingOrders } from "#shared/kitchen/board.ts";
import { crowdsOf } from "#shared/kitchen/crowds.ts";
import { nextDue } from "#shared/kitchen/overdue.ts";
import { orderingAt } from "#shared/restaurant/guest-ordering.ts";
import type { Command } from "#shared/orders/command.ts";
import type { Actor } from "#shared/sync/sequencer-port.ts";
import type { World } from "#shared/sync/world.ts";
import type { Parts } from "./parts.ts";
import type { ProcessDeps, ServerProcess } from "./server-process-port.ts";

const LOOKS_MS = SECOND;
const CROWD_EVERY_MS = 10 * MINUTE;

export function startAlarms(
  { time, parts, database, ...deps }: ProcessDeps,
  process: ServerProcess,
): void {
  /**
   * Up to which event the watch has looked, when it did, and when something becomes due by itself.
   */
  let [lookedTo, lookedAt, looksAgainAt] = [-1, 0, 0];
  /**
   * Words that were said already; another process, or this one after a restart, finds that out by
   * their keys.
   */
  const said = new Set<string>();
  time.after(LOOKS_MS, watch);

  async function watch(): Promise<void> {
    if (!process.isAlive()) return;
    time.after(LOOKS_MS, watch);
    const { head } = database.log();
    const nowMs = deps.clockMs();
    // A clock that was set back has made nothing late.
    const isDue = head !== lookedTo || nowMs >= looksAgainAt || nowMs < lookedAt;
    if (!parts.habits.alarms || !isDue) return;
    const world = deps.world();
    const { orders, settings } = world;
    const limitMs = settings.shownAlarmSeconds * SECOND;
    [lookedTo, lookedAt, looksAgainAt] = [head, nowMs, nextLook(world, nowMs, limitMs, parts)];
    const crowds = crowdsOf(orders.values(), settings);
    for (const {
      tableId,
      orders: { length: count },
    } of crowds) {
      const key = `watch/table_crowded/${tableId}/${orderingAt(settings, tableId).since ?? ""}/${Math.floor(nowMs / CROWD_EVERY_MS)}`;
      if (said.has(key)) continue;
      if ((await say(key, { name: "table.crowded", args: { tableId, count } })) === true)
        said.add(key);
      else lookedTo = -1;
    }
    const ofCrowds = new Set(crowds.flatMap((crowd) => crowd.orders));
    const words = [
      ...unheardOrders(orders.values(), nowMs, limitMs).map((order) => ({
        kind: "order_unheard" as const,
        order,
      })),
      ...waitingOrders(orders.values(), nowMs, limitMs).map((order) => ({
        kind: "order_waiting" as const,
        order,
      })),
    ].filter(({ order }) => !ofCrowds.has(order));
    for (const { kind, order } of words) {
      const { orderId } = order;
      const moment = parts.habits.alarmsForEachFiring
        ? `${unheardSince(order, nowMs, limitMs)}/${order.firedAt}`
        : unheardSince(order, nowMs, limitMs);
      const since =
        kind === "order_unheard" && parts.habits.alarmsForEachMoment ? moment : order.lines.length;
      const key = `watch/${kind}/${orderId}/${since}`;
      if (said.has(key)) continue;
      const isSaid = await say(key, { name: "restaurant.notify", args: { kind, orderId } });
      if (isSaid === null) lookedTo = -1;
      if (isSaid === true) said.add(key);
    }
  }

  /**
   * False: there was nothing to say any more, and the key is used up. Null: it did not get through.
   */
  async function say(key: string, command: Command): Promise<boolean | null> {
    for (let again = 1; ; again++) {
      const reply = await process.submit({
        kind: "command",
        who: SYSTEM,
        command,
        key: again === 1 ? key : `${key}/${again}`,
        strict: false,
      });
      if (reply === null || !("input" in reply)) return null;
      const { input: outcome } = reply;
      if (
        outcome.kind !== "decided" ||
        outcome.answer.status !== "noop" ||
        !parts.habits.asksAgainWhatCameToNothing
      )
        return true;
      if (!outcome.repeated) return false;
    }
  }
}

/** When the next of these orders is due; what is due by now is being said. */
function nextLook(
  { orders, menu }: World,
  nowMs: number,
  limitMs: number,
  { habits }: Parts,
): number {
  let next = Infinity;
  for (const order of orders.values()) {
    const at = habits.looksWhenDue
      ? nextDue(order, menu, limitMs, nowMs)
      : fromIso(order.placedAt) + limitMs;
    if (at !== null && at > nowMs) next = Math.min(next, at);
  }
  return next;
}

export const SYSTEM: Actor = {
  role: "system",
  subjectId: "the-server",
  letter: null,
  source: { kind: "system", name: "Server" },
  stationIds: [],
};
