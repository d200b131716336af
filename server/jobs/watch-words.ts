/** What the watch says about orders that stay behind, and under which key it is said once. */
import { MINUTE } from "#shared/kernel/time.ts";
import { unheardSince, waitingOrders } from "#shared/kitchen/board.ts";
import type { Command } from "#shared/orders/command.ts";
import type { Order } from "#shared/orders/order.ts";
import { orderingAt } from "#shared/restaurant/guest-ordering.ts";
import type { Settings } from "#shared/restaurant/settings.ts";
import { systemActor } from "../auth/actor.ts";
import type { Writer } from "../sync/writer.ts";

/** How often a table with many orders is told again while it stays so. */
const CROWD_EVERY_MS = 10 * MINUTE;

export type Word = { readonly key: string; readonly command: Command };
type OrderWord = Word & { readonly kind: "order_unheard" | "order_waiting" };

export function orderWords(order: Order, nowMs: number, limitMs: number): OrderWord[] {
  const since = unheardSince(order, nowMs, limitMs);
  return [
    // With its firing: fired again by a clock that was set back, it has no newer moment, and is not
    // what was answered then (it may have been held).
    ...(since === null
      ? []
      : [
          {
            kind: "order_unheard" as const,
            key: `order_unheard/${order.orderId}/${since}/${order.firedAt}`,
            command: notify(order, "order_unheard"),
          },
        ]),
    ...waitingOrders([order], nowMs, limitMs).map(() => ({
      kind: "order_waiting" as const,
      key: `order_waiting/${order.orderId}`,
      command: notify(order, "order_waiting"),
    })),
  ];
}

/** Said again after a while, and anew once somebody has opened the table. */
export function crowdWord(
  { tableId, count }: { readonly tableId: string; readonly count: number },
  settings: Settings,
  nowMs: number,
): Word {
  const { since } = orderingAt(settings, tableId);
  return {
    key: `table_crowded/${tableId}/${since ?? ""}/${Math.floor(nowMs / CROWD_EVERY_MS)}`,
    command: { name: "table.crowded", args: { tableId, count } },
  };
}

/**
 * False where there was nothing to say any more: an order was shown between the look and the word.
 * Such a key is used up, and the same moment can go unheard again (a course that is fired by a
 * clock that was set back has no newer one), so what came to nothing then is asked under another.
 */
export async function submitWord(
  writer: Pick<Writer, "submit">,
  restaurantId: string,
  key: string,
  command: Command,
): Promise<boolean> {
  for (let again = 1; ; again++) {
    const outcome = await writer.submit(restaurantId, {
      kind: "command",
      who: systemActor(restaurantId),
      command,
      key: again === 1 ? `watch/${key}` : `watch/${key}/${again}`,
      strict: false,
    });
    if (outcome.kind !== "decided" || outcome.answer.status !== "noop") return true;
    if (!outcome.repeated) return false;
  }
}

const notify = ({ orderId }: Order, kind: OrderWord["kind"]): Command => ({
  name: "restaurant.notify",
  args: { kind, orderId },
});
