import type { Context } from "hono";
import { guestOrder } from "#shared/guests/state.ts";
import { toIso } from "#shared/kernel/time.ts";
import type { Config } from "../config.ts";
import type { HttpEnv } from "../http/env.ts";
import { tooMany } from "../http/rate-limit.ts";
import { sourceKey } from "../http/source.ts";
import { openSmallStream, type SmallStream } from "../http/sse.ts";
import type { Metrics } from "../metrics/metrics.ts";
import { createOrderWatch, type OrderWatchDeps } from "./order-watch.ts";
import { createStreamPlaces } from "./stream-places.ts";
import { guestTable, type GuestTable, type GuestTableDeps } from "./table.ts";

/**
 * A phone that finds no place, or loses its own to one of a table that has none, polls meanwhile.
 */
const FULL_RETRY_MS = 10_000;
/** Spreads the phones of a stopping server over this time. */
const DRAIN_RETRY_MS = 3_000;

export type OrderStreams = {
  /**
   * Answers with the guest's order as `event: order`, now and at every change, and a `ping` at
   * every heartbeat.
   */
  readonly open: (c: Context<HttpEnv>, table: GuestTable, orderId: string) => Promise<Response>;
  /** Ends all of them, each told to come back at a time of its own. */
  readonly drain: () => void;
};

export type OrderStreamDeps = OrderWatchDeps &
  GuestTableDeps & {
    readonly metrics: Pick<Metrics, "streamsOpen">;
    readonly config: Pick<Config, "eventPingIntervalMs">;
  };

export function openOrderStreams(deps: OrderStreamDeps): OrderStreams {
  const orderWatch = createOrderWatch(deps);
  const places = createStreamPlaces<Place>();
  const openStreams = new Set<SmallStream>();

  return {
    async open(c, { restaurantId, tableId }, orderId) {
      const token = c.req.header("x-table-token");
      const place: Place = { giveUp: () => undefined };
      const entered = places.enter(
        { restaurantId, tableId, source: sourceKey(c.get("source")) },
        place,
      );
      if (entered === null) throw tooMany(FULL_RETRY_MS, "Too many phones follow an order here.");
      entered.ended?.giveUp();
      const { stream, response } = openSmallStream(c);
      place.giveUp = () => stream.end(FULL_RETRY_MS);
      let ended = false;
      let unwatch = (): void => undefined;
      openStreams.add(stream);
      deps.metrics.streamsOpen.inc({ kind: "guest" });
      const heartbeat = setInterval(() => {
        stream.send("ping", { serverTime: toIso(deps.clock.now()) });
        void endIfVoid(deps, token, stream, c);
      }, deps.config.eventPingIntervalMs);
      stream.onClose(() => {
        ended = true;
        clearInterval(heartbeat);
        openStreams.delete(stream);
        places.leave(place);
        deps.metrics.streamsOpen.dec({ kind: "guest" });
        unwatch();
      });
      let last = "";
      try {
        unwatch = await orderWatch.watch(restaurantId, orderId, (order) => {
          const shown = guestOrder(order);
          const text = JSON.stringify(shown);
          if (text !== last) stream.send("order", shown);
          last = text;
        });
      } catch (error) {
        // The headers are sent: all that is left to say is "come back".
        c.get("log")().warn({ err: error }, "a guest's stream could not start");
        stream.end(DRAIN_RETRY_MS);
      }
      if (ended) unwatch();
      return response;
    },
    drain() {
      for (const stream of openStreams) stream.end(Math.random() * DRAIN_RETRY_MS + 500);
    },
  };
}

type Place = { giveUp: () => void };

/** A printed code that was replaced stops showing orders at the next heartbeat. */
async function endIfVoid(
  deps: GuestTableDeps,
  token: string | undefined,
  stream: SmallStream,
  c: Context<HttpEnv>,
): Promise<void> {
  try {
    await guestTable(deps, token);
  } catch (error) {
    c.get("log")().debug({ err: error }, "a guest's stream ends");
    stream.end(DRAIN_RETRY_MS);
  }
}
