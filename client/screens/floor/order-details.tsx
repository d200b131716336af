import { useState } from "react";
import { ageMs } from "#shared/kitchen/aging.ts";
import { dueAt } from "#shared/kitchen/release-time.ts";
import { fromIso } from "#shared/kernel/time.ts";
import { isClosed, isFiredLine, orderTotal, type Line, type Order } from "#shared/orders/order.ts";
import { useNow, useView, type Act } from "../../device/device-context.tsx";
import { Badge } from "../../ui/badge.tsx";
import { NoteIcon } from "../../ui/icons.tsx";
import { useFormat, useWords } from "../../words/words.tsx";
import { firesSaid, promiseSaid } from "../orders/promise.ts";
import { HeardState } from "../orders/heard-state.tsx";
import { useStationName } from "../orders/use-station-name.ts";
import { OrderActions } from "./order-actions.tsx";
import { OrderDialogs, type Asking } from "./order-dialogs.tsx";
import { OrderLine } from "./order-line.tsx";
import { stationTickets } from "./tables.ts";
import { useOrderDeeds } from "./use-order-deeds.ts";

type OrderDetailsProps = { order: Order; act: Act; onAdd: (orderId: string) => void };

/** One order with everything the floor may do about it. */
export function OrderDetails({ order, act, onAdd }: OrderDetailsProps) {
  const words = useWords();
  const format = useFormat();
  const now = useNow();
  const [asking, setAsking] = useState<Asking>(null);
  const deeds = useOrderDeeds(order, act);
  const { number } = order;
  const open = !isClosed(order);
  const stationName = useStationName();
  const askVoid = (line: Line) => setAsking({ kind: "void", line });
  return (
    <section className="order" aria-label={words.common.order(number)} data-order={order.orderId}>
      <div className="order__body">
        <OrderHead order={order} />
        {open && !order.held && order.status !== "pending" && (
          <ul className="order__heard">
            {stationTickets(order)
              .filter((ticket) => ticket.lines.some(isFiredLine))
              .map((ticket) => (
                <li key={ticket.ticketId}>
                  <HeardState ticket={ticket} station={stationName(ticket.stationId)} now={now} />
                </li>
              ))}
          </ul>
        )}
        <ul className="order__lines">
          {order.lines.map((line) => (
            <OrderLine key={line.lineId} order={order} line={line} deeds={deeds} onVoid={askVoid} />
          ))}
        </ul>
        <p className="order__total">
          {words.common.total} <strong>{format.money(orderTotal(order))}</strong>
        </p>
      </div>
      {open && (
        <OrderActions order={order} act={act} deeds={deeds} onAsk={setAsking} onAdd={onAdd} />
      )}
      <OrderDialogs order={order} asking={asking} deeds={deeds} onClose={() => setAsking(null)} />
    </section>
  );
}

/** Which order it is, for whom and for when, and what of it is still only here. */
function OrderHead({ order }: { order: Order }) {
  const words = useWords();
  const { floor } = words;
  const { menu, unsentOrderIds, unplacedOrderIds } = useView();
  // Nobody else has it, and so it is nothing else yet.
  const here = unplacedOrderIds.has(order.orderId);
  const format = useFormat();
  const now = useNow();
  const due = dueAt(order, menu);
  const about = [
    words.channel[order.channel],
    order.guestName,
    words.kitchen.from(order.source.name),
    order.movedFrom === null ? null : words.kitchen.movedTo(order.tableLabel ?? ""),
  ];
  return (
    <>
      <header className="order__head">
        <h3 className="order__number">{order.number}</h3>
        <Badge
          tone={
            here
              ? "warm"
              : order.status === "ready"
                ? "go"
                : order.status === "cancelled"
                  ? "late"
                  : order.status === "pending"
                    ? "warm"
                    : "plain"
          }
          solid={!here && order.status === "ready"}
        >
          {here ? floor.waitingHere : order.held ? floor.held : words.orderStatus[order.status]}
        </Badge>
        {order.rush && (
          <Badge tone="late" solid>
            {words.kitchen.rush}
          </Badge>
        )}
        <span className="order__age">
          {format.time(fromIso(order.placedAt))} · {format.age(ageMs(order, now))}
        </span>
      </header>
      {order.calledAt !== undefined && <p className="order__called">{words.orders.pass.pickUp}</p>}
      {unsentOrderIds.has(order.orderId) && (
        <p className="order__unsent">{here ? floor.waitingHereHint : floor.changeWaitsHere}</p>
      )}
      <p className="order__about">
        {about
          .flatMap((part, index) => (part === null ? [] : [<bdi key={index}>{part}</bdi>]))
          .flatMap((part, index) => (index === 0 ? [part] : [" · ", part]))}
      </p>
      {!isClosed(order) && order.promisedAt !== null && (
        <p className="order__promised">
          <strong>{promiseSaid(order.promisedAt, now, words, format)}</strong>
          {due !== null && (
            <span className={due <= now ? "order__overdue" : ""}>
              {due <= now ? floor.overdue : firesSaid(due, now, words, format)}
            </span>
          )}
        </p>
      )}
      {order.notes !== null && (
        <p className="order__note">
          <NoteIcon /> <bdi>{order.notes}</bdi>
        </p>
      )}
      {order.cancelReason !== null && (
        <p className="order__note">
          <bdi>{order.cancelReason}</bdi>
        </p>
      )}
    </>
  );
}
