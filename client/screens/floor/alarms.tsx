import { unheardOrders } from "#shared/kitchen/board.ts";
import { ageMs } from "#shared/kitchen/aging.ts";
import { SECOND } from "#shared/kernel/time.ts";
import type { Order } from "#shared/orders/order.ts";
import { useNow, useView, type Act } from "../../device/device-context.tsx";
import { Button } from "../../ui/button.tsx";
import { NoticeCard } from "../../ui/notice-card.tsx";
import { useFormat, useWords } from "../../words/words.tsx";

const SHOWN_AT_ONCE = 4;

/** Orders that no kitchen screen has shown in time (L4), and guests who wait for a yes. They leave by themselves when it is over. */
export function Alarms({ act, onOpen }: { act: Act; onOpen: (order: Order) => void }) {
  const view = useView();
  const words = useWords();
  const format = useFormat();
  const now = useNow();
  const unheard = unheardOrders(view.orders.values(), now, view.settings.shownAlarmSeconds * SECOND);
  const pending = [...view.orders.values()].filter((order) => order.status === "pending").sort((a, b) => (a.placedAt < b.placedAt ? -1 : 1));
  if (unheard.length === 0 && pending.length === 0) return null;
  const placeOf = (order: Order) => (order.tableLabel === null ? (order.guestName ?? words.channel[order.channel]) : words.common.table(order.tableLabel));
  return (
    <section className="alarms" aria-label={words.floor.alarmTitle}>
      {unheard.slice(0, SHOWN_AT_ONCE).map((order) => (
        <NoticeCard key={order.orderId} tone="late" title={words.floor.alarm(order.number, placeOf(order), format.age(ageMs(order, now)))}>
          <div>
            <Button aria-label={words.floor.openOrder(order.number)} onClick={() => onOpen(order)}>
              {words.common.order(order.number)}
            </Button>
          </div>
        </NoticeCard>
      ))}
      {unheard.length > SHOWN_AT_ONCE && <NoticeCard tone="late" title={words.floor.moreAlarms(unheard.length - SHOWN_AT_ONCE)} />}
      {pending.map((order) => (
        <NoticeCard
          key={order.orderId}
          tone="warm"
          title={words.floor.guestWaits(order.number, placeOf(order), format.age(ageMs(order, now)))}
          detail={order.lines.map((line) => words.kitchen.allDayCount(format.number(line.quantity), line.name)).join(", ")}
        >
          <div className="alarms__do">
            <Button tone="go" aria-label={words.floor.acceptOrder(order.number)} onClick={() => void act("order.accept", { orderId: order.orderId })}>
              {words.floor.accept}
            </Button>
            <Button tone="quiet" aria-label={words.floor.openOrder(order.number)} onClick={() => onOpen(order)}>
              {words.floor.look}
            </Button>
          </div>
        </NoticeCard>
      ))}
    </section>
  );
}
