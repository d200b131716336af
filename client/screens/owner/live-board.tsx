import type { TableCrowd } from "#shared/kitchen/crowds.ts";
import { ageMs, heatOfOrder } from "#shared/kitchen/aging.ts";
import { notHeardYet, unheardOrders } from "#shared/kitchen/board.ts";
import { isLeftOver } from "#shared/kitchen/left-over.ts";
import { SECOND } from "#shared/kernel/time.ts";
import { isClosed, isFiredLine, isHeard, orderTotal, type Order } from "#shared/orders/order.ts";
import { useNow, useSettings, useView } from "../../device/device-context.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Guarded } from "../../ui/guarded.tsx";
import { CalmShape, LateShape, TickIcon, WarmShape } from "../../ui/icons.tsx";
import { NoticeCard } from "../../ui/notice-card.tsx";
import { useFormat, useWords } from "../../words/words.tsx";
import { AndMore } from "../orders/and-more.tsx";
import { MOST_DRAWN } from "../orders/most-tickets-drawn.ts";
import { CrowdCard } from "../orders/crowd-answer.tsx";
import { placeInSentence } from "../orders/place-of.ts";
import { PlainOrder, plainHead } from "../orders/plain-order.tsx";
import { StationsLeft } from "../orders/stations-left.tsx";
import { useAlarmText } from "../orders/use-alarm-text.ts";
import { Figure } from "./figure.tsx";
import { SilentDevices } from "./silent-devices.tsx";

/** A kitchen that hears nothing must not push the board off the phone. */
const ALARMS_AT_ONCE = 3;

/** Those that are on the board, the oldest first. */
export const openOrders = (orders: Iterable<Order>): readonly Order[] =>
  [...orders]
    .filter((order) => !isClosed(order) && order.status !== "pending")
    .sort((a, b) => (a.placedAt < b.placedAt ? -1 : 1));

/** What goes on right now: what nobody heard first, then every open order. */
export function LiveBoard({
  crowds,
  unheard,
  pendingCount,
  onGuests,
  onDevices,
}: {
  crowds: readonly TableCrowd[];
  unheard: readonly Order[];
  pendingCount: number;
  onGuests: () => void;
  onDevices: () => void;
}) {
  const view = useView();
  const words = useWords();
  const now = useNow();
  return (
    <>
      <StationsLeft />
      {crowds.map((crowd) => (
        <CrowdCard key={crowd.tableId} crowd={crowd} />
      ))}
      {unheard.slice(0, ALARMS_AT_ONCE).map((order) => (
        <Guarded
          key={order.orderId}
          of={order}
          plain={<NoticeCard tone="late" title={plainHead(order)} />}
        >
          <Unheard order={order} />
        </Guarded>
      ))}
      {unheard.length > ALARMS_AT_ONCE && (
        <NoticeCard tone="late" title={words.owner.moreAlarms(unheard.length - ALARMS_AT_ONCE)} />
      )}
      <SilentDevices onDevices={onDevices} />
      {pendingCount > 0 && (
        <NoticeCard tone="warm" title={words.owner.guestsWait(pendingCount)}>
          <div>
            <Button tone="go" onClick={onGuests}>
              {words.owner.guests}
            </Button>
          </div>
        </NoticeCard>
      )}
      <Board title={words.owner.live} orders={view.orders} ms={now} />
    </>
  );
}

function Unheard({ order }: { order: Order }) {
  const textOf = useAlarmText();
  return <NoticeCard tone="late" title={textOf(order)} />;
}

/** How the house stands at a moment, now or in the past: in figures, and order by order. */
export function Board({
  title,
  orders,
  ms,
}: {
  title: string;
  orders: ReadonlyMap<string, Order>;
  ms: number;
}) {
  const settings = useSettings();
  const words = useWords();
  const format = useFormat();
  const standing = openOrders(orders.values());
  // Of a day before, forgotten: no part of how the house stands, as on the kitchen's board
  // (ORD-40).
  const open = standing.filter((order) => !isLeftOver(order, ms));
  const leftOver = standing.length - open.length;
  const working = open.filter(
    (order) => order.status === "submitted" || order.status === "preparing",
  );
  const late = working.filter((order) => heatOfOrder(order, settings, ms) === "late");
  const limitMs = settings.shownAlarmSeconds * SECOND;
  const unheard = unheardOrders(orders.values(), ms, limitMs);
  const yet = notHeardYet(orders.values(), ms, limitMs);
  return (
    <>
      <dl className="figures" aria-label={words.owner.today}>
        <Figure name={words.owner.openOrders} value={format.number(open.length)} />
        <Figure
          name={words.owner.late}
          value={format.number(late.length)}
          tone={late.length > 0 ? "late" : "plain"}
        />
        <Figure
          name={words.owner.readyCount}
          value={format.number(open.filter((order) => order.status === "ready").length)}
        />
        {unheard.length === 0 && yet.length > 0 ? (
          <Figure name={words.owner.notHeardYet} value={format.number(yet.length)} />
        ) : (
          <Figure
            name={words.owner.notHeard}
            value={format.number(unheard.length)}
            tone={unheard.length > 0 ? "late" : "go"}
          />
        )}
      </dl>
      <Card title={title}>
        {open.length === 0 ? (
          <EmptyState title={words.owner.noOrders} detail={words.owner.noOrdersHint} />
        ) : (
          <ul className="live" aria-label={title}>
            {open.slice(0, MOST_DRAWN).map((order) => (
              <Guarded
                key={order.orderId}
                of={order}
                plain={
                  <li className="live__row">
                    <PlainOrder order={order} />
                  </li>
                }
              >
                <Row order={order} now={ms} />
              </Guarded>
            ))}
          </ul>
        )}
        <AndMore count={open.length - MOST_DRAWN} />
        {leftOver > 0 && <p className="quiet">{words.orders.leftOver.button(leftOver)}</p>}
      </Card>
    </>
  );
}

function Row({ order, now }: { order: Order; now: number }) {
  const settings = useSettings();
  const words = useWords();
  const format = useFormat();
  const lines = order.lines.filter(isFiredLine);
  const made = lines.filter((line) => line.status === "ready" || line.status === "served").length;
  const age = ageMs(order, now);
  const heat = heatOfOrder(order, settings, now);
  const waits = order.status === "submitted" || order.status === "preparing";
  return (
    <li className="live__row" data-order={order.orderId}>
      <p className="live__who">
        <strong className="live__number">{order.number}</strong>
        <span>{placeInSentence(order, words)}</span>
      </p>
      <p className="live__state">
        <Badge tone={order.status === "ready" ? "go" : "plain"}>
          {order.held ? words.floor.held : words.orderStatus[order.status]}
        </Badge>
        {waits && (
          <Badge
            tone={heat === "late" ? "late" : heat === "warm" ? "warm" : "plain"}
            icon={heat === "late" ? <LateShape /> : heat === "warm" ? <WarmShape /> : <CalmShape />}
          >
            {format.age(age)} {words.age[heat]}
          </Badge>
        )}
        {isHeard(order) ? (
          <Badge tone="go" icon={<TickIcon />}>
            {words.owner.heard}
          </Badge>
        ) : (
          !order.held && <Badge tone="warm">{words.floor.notHeardYet}</Badge>
        )}
      </p>
      <p className="live__more">
        {words.owner.progress(format.number(made), format.number(lines.length))} ·{" "}
        {format.money(orderTotal(order))}
      </p>
    </li>
  );
}
