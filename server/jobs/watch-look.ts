/**
 * One look of the watch at a restaurant: says what is due, marks the orders that it was said of,
 * and finds when the next can be.
 */
import { fromIso, SECOND, type Clock } from "#shared/kernel/time.ts";
import { nextDue, toldFrom } from "#shared/kitchen/overdue.ts";
import { overdueOrders } from "#shared/kitchen/release-time.ts";
import type { Database } from "../db/database.ts";
import type { Writer } from "../sync/writer.ts";
import { someAtOnce } from "./some-at-once.ts";
import { markTold, nextOf, OF_CROWD, readSeen, type ToldOrder } from "./untold.ts";
import { crowdWord, submitWord, orderWords, type Word } from "./watch-words.ts";

export type LookDeps = {
  readonly database: Pick<Database, "tenant">;
  readonly writer: Pick<Writer, "submit">;
  readonly clock: Clock;
};

/**
 * Words of all restaurants that are remembered as said: forgetting them all costs a needless
 * question each.
 */
const MAX_SAID = 10_000;

/**
 * Says what is due now; the time to look again, or null when nothing of this restaurant can become
 * due by itself. `said`: by restaurant and key, what need not be asked again.
 */
export async function lookAt(
  deps: LookDeps,
  restaurantId: string,
  said: Set<string>,
): Promise<number | null> {
  const nowMs = deps.clock.now();
  const { menu, settings, held, due, isAll, crowds, areStoodFor, nextMs } =
    await deps.database.tenant(restaurantId, (tx) => readSeen(tx, restaurantId, nowMs));
  const limitMs = settings.shownAlarmSeconds * SECOND;
  const told: ToldOrder[] = [];
  const unsaid: unknown[] = [];
  if (said.size > MAX_SAID) said.clear();

  /** False: there was nothing to say. */
  async function sayOnce({ key, command }: Word): Promise<boolean> {
    // Ids of tables, and of orders, are chosen by whoever makes them: two restaurants may have the
    // same.
    const name = `${restaurantId}/${key}`;
    if (said.has(name)) return true;
    const isSaid = await submitWord(deps.writer, restaurantId, key, command);
    if (isSaid) said.add(name);
    return isSaid;
  }
  const tryAll = (tasks: readonly (() => Promise<unknown>)[]): Promise<unknown> =>
    someAtOnce(tasks).catch((error: unknown) => unsaid.push(error));

  // One for each time that it was held: who holds it again waits for another release.
  await tryAll(
    overdueOrders(held, menu, nowMs, 0).map(
      (order) => () =>
        sayOnce({
          key: `release/${order.orderId}/${order.heldAt ?? order.placedAt}`,
          command: { name: "order.release", args: { orderId: order.orderId, due: true } },
        }),
    ),
  );
  // Before the orders that they stand for: those of a table that could not be told are told the
  // next time, those of one that is gone by themselves.
  const crowded = new Map<string, boolean>(crowds.map(({ tableId }) => [tableId, false]));
  await tryAll(
    crowds.map((crowd) => async () => {
      const isSaid = await sayOnce(crowdWord(crowd, settings, nowMs));
      if (isSaid) crowded.set(crowd.tableId, true);
      else crowded.delete(crowd.tableId);
    }),
  );
  await tryAll(
    due.map(({ order, isCounted, wasOfCrowd }) => async () => {
      const isTold = isCounted ? crowded.get(order.tableId ?? "") : undefined;
      if (isTold === false) return;
      // Of a crowd that was answered: what waits was answered with it, and what no screen has shown
      // was not.
      if (isTold === undefined)
        for (const word of orderWords(order, nowMs, limitMs))
          if (isCounted || !wasOfCrowd || word.kind === "order_unheard") await sayOnce(word);
      told.push({
        order,
        next: isTold === true ? OF_CROWD : nextOf(toldFrom(order), nowMs, limitMs),
      });
    }),
  );
  const areMarked =
    told.length === 0 ||
    (await deps.database.tenant(restaurantId, (tx) => markTold(tx, restaurantId, told)));
  if (unsaid.length > 0) throw unsaid[0];
  const times = [
    ...held.flatMap((order) => nextDue(order, menu, limitMs, nowMs) ?? []),
    ...told.flatMap(({ next }) =>
      next === null ? [] : next === OF_CROWD ? nowMs + limitMs : fromIso(next) + limitMs,
    ),
    ...(areStoodFor ? [nowMs + limitMs] : []),
    ...(nextMs === null ? [] : [nextMs]),
  ];
  if (!isAll || !areMarked) return nowMs;
  return times.length === 0 ? null : Math.min(...times);
}
