/**
 * Guests who watch their order. However many there are, a restaurant's changes cost one read for
 * all of them, at most one per `MIN_READ_GAP_MS`, and of the orders that changed only (a link that
 * watched a thousand long ones had all of them read and parsed five times a second): hundreds of
 * phones must not slow the kitchen down, nor a neighbour's.
 */
import type { Order } from "#shared/orders/order.ts";
import { SECOND, type Clock } from "#shared/kernel/time.ts";
import type { Database } from "../db/database.ts";
import type { Logger } from "../log/logger.ts";
import { readLog } from "../sync/event-store.ts";
import type { Fanout, Feed } from "../sync/fanout.ts";
import { readChanged, type Watched } from "./changed.ts";

export const MIN_READ_GAP_MS = 200;
const RETRY_MS = SECOND;

export type OrderWatch = {
  /**
   * Calls back with the order now and at every change, until the returned function is called. Never
   * calls back for an unknown order.
   */
  readonly watch: (
    restaurantId: string,
    orderId: string,
    changed: (order: Order) => void,
  ) => Promise<() => void>;
  /** How many are watching. */
  readonly watchers: () => number;
};

type Watcher = {
  readonly orderId: string;
  readonly changed: (order: Order) => void;
  seenSeq: number;
};
type WatchedHouse = {
  readonly feed: Feed;
  readonly watchers: Set<Watcher>;
  timer: NodeJS.Timeout | null;
  readAt: number;
  reading: boolean;
  again: boolean;
};

export type OrderWatchDeps = {
  readonly database: Pick<Database, "tenant">;
  readonly fanout: Pick<Fanout, "subscribe">;
  readonly clock: Clock;
  readonly log: Pick<Logger, "warn">;
};

export function createOrderWatch(deps: OrderWatchDeps): OrderWatch {
  const houses = new Map<string, WatchedHouse>();

  const open = async (restaurantId: string): Promise<WatchedHouse> => {
    const log = await deps.database.tenant(restaurantId, (tx) => readLog(tx, restaurantId));
    const known = houses.get(restaurantId);
    if (known !== undefined) return known;
    const feed = deps.fanout.subscribe(restaurantId, {
      seq: log?.head ?? 0,
      id: log?.headId ?? null,
    });
    const house: WatchedHouse = {
      feed,
      watchers: new Set(),
      timer: null,
      readAt: 0,
      reading: false,
      again: false,
    };
    houses.set(restaurantId, house);
    feed.onChange(() => schedule(restaurantId, house, MIN_READ_GAP_MS));
    return house;
  };

  const schedule = (restaurantId: string, house: WatchedHouse, gapMs: number): void => {
    if (house.reading) house.again = true;
    else
      house.timer ??= setTimeout(
        () => void read(restaurantId, house),
        Math.max(0, house.readAt + gapMs - deps.clock.now()),
      );
  };

  const read = async (restaurantId: string, house: WatchedHouse): Promise<void> => {
    house.timer = null;
    if (house.watchers.size === 0) return;
    house.reading = true;
    house.readAt = deps.clock.now();
    let gapMs = MIN_READ_GAP_MS;
    try {
      const watched = watchedIn(house);
      tell(house, await deps.database.tenant(restaurantId, (tx) => readChanged(tx, watched)));
    } catch (error) {
      deps.log.warn({ err: error, restaurantId }, "guests' orders could not be read; trying again");
      house.again = true;
      gapMs = RETRY_MS;
    }
    house.reading = false;
    if (!house.again) return;
    house.again = false;
    schedule(restaurantId, house, gapMs);
  };

  return {
    async watch(restaurantId, orderId, changed) {
      let house = await open(restaurantId);
      // The last watcher may have closed it between opening and here.
      while (houses.get(restaurantId) !== house) house = await open(restaurantId);
      const watcher: Watcher = { orderId, changed, seenSeq: -1 };
      house.watchers.add(watcher);
      schedule(restaurantId, house, 0);
      const joined = house;
      return () => {
        joined.watchers.delete(watcher);
        if (joined.watchers.size > 0 || houses.get(restaurantId) !== joined) return;
        houses.delete(restaurantId);
        joined.feed.close();
        if (joined.timer !== null) clearTimeout(joined.timer);
      };
    },
    watchers: () => [...houses.values()].reduce((sum, house) => sum + house.watchers.size, 0),
  };
}

/** Each order once, since what the one who knows least of it has seen. */
function watchedIn({ watchers }: WatchedHouse): Watched[] {
  const seen = new Map<string, number>();
  for (const { orderId, seenSeq } of watchers)
    seen.set(orderId, Math.min(seenSeq, seen.get(orderId) ?? Infinity));
  return Array.from(seen, ([orderId, seq]) => ({ orderId, seq }));
}

function tell(house: WatchedHouse, orders: readonly Order[]): void {
  const byId = new Map(orders.map((order) => [order.orderId, order]));
  for (const watcher of house.watchers) {
    const order = byId.get(watcher.orderId);
    if (order === undefined || order.seq === watcher.seenSeq) continue;
    watcher.seenSeq = order.seq;
    watcher.changed(order);
  }
}
