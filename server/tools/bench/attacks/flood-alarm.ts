import { setTimeout as sleep } from "node:timers/promises";
import { SECOND } from "#shared/kernel/time.ts";
import { ask, type Api } from "../../replay/api.ts";
import { plainFigure } from "../rounds.ts";
import type { Row } from "../row.ts";
import { guestOrder, openGround, pushes, storm, withStatus } from "./ground.ts";

const ALARM_SECONDS = 5;
const GUESTS = 700;
/** An alarm that has not come by then is none. */
const PATIENCE_MS = 60 * SECOND;

type Notice = {
  readonly seq: number;
  readonly type: string;
  readonly data: { readonly kind?: string; readonly orderId?: string };
};

/**
 * One order of a waiter that no screen shows, and then hundreds of guests' through one table's
 * link: the restaurant must be told of the first.
 */
export const floodAlarm: Row = {
  name: "flood-alarm",
  work: `one unheard floor order, ${GUESTS} guests' orders behind it`,
  limit: "none",
  async run(bench) {
    const ground = await openGround(bench, { SHOWN_ALARM_SECONDS: String(ALARM_SECONDS) });
    try {
      await ask(ground.owner, "/api/restaurant", {
        method: "PATCH",
        body: { shownAlarmSeconds: ALARM_SECONDS },
      });
      const real = pushes(ground.floor, "10.1.0.1");
      await storm(ground.server.port, [real.text()], 1);
      const placedAt = performance.now();
      const guests = await storm(
        ground.server.port,
        Array.from({ length: bench.short ? 20 : GUESTS }, (_, index) =>
          guestOrder(ground.tableToken, `10.2.0.${index % 250}`, 2),
        ),
        16,
      );
      const { told, others } = await alarmOf(ground.owner, real.lastOrderId());
      return [
        plainFigure(
          { what: "the real order's alarm, after it was due", unit: "s", target: { most: 5 } },
          [told === null ? Infinity : (told - placedAt) / SECOND - ALARM_SECONDS],
        ),
        plainFigure({ what: "guests' orders taken", unit: "" }, [withStatus(guests, 201)]),
        plainFigure({ what: "guests' orders refused with 429 or 409", unit: "" }, [
          withStatus(guests, 429, 409),
        ]),
        plainFigure({ what: "other alarms by then", unit: "" }, [others]),
      ];
    } finally {
      await ground.server.dispose();
    }
  },
};

/**
 * When the log said that this order is unheard (null: it never did), and what else it had said by
 * then.
 */
async function alarmOf(
  owner: Api,
  orderId: string,
): Promise<{ readonly told: number | null; readonly others: number }> {
  const others = new Set<number>();
  let since = 0;
  for (const until = performance.now() + PATIENCE_MS; performance.now() < until; await sleep(200)) {
    for (;;) {
      const { events } = await ask<{ events: readonly Notice[] }>(
        owner,
        `/api/events/orders?since=${since}&limit=1000`,
      );
      for (const { seq, type, data } of events) {
        since = seq;
        if (type !== "restaurant_notification") continue;
        if (data.orderId === orderId && data.kind === "order_unheard")
          return { told: performance.now(), others: others.size };
        others.add(seq);
      }
      if (events.length < 1_000) break;
    }
  }
  return { told: null, others: others.size };
}
