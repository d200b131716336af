import { memo, useCallback, useMemo } from "react";
import type { Order } from "#shared/orders/order.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Guarded } from "../../ui/guarded.tsx";
import { useWords } from "../../words/words.tsx";
import { PlainOrder } from "../orders/plain-order.tsx";
import { LookBack } from "../shell/look-back.tsx";
import { cardMaker, drawnTickets, servedOf, type KitchenCard } from "./cards.ts";
import { cardsThen, lookThen } from "./cards-then.ts";
import { HeadAt, OrderNote } from "./ticket-head.tsx";
import { PastLine } from "./ticket-line.tsx";
import { HeldCourses, ServedCourses, TicketLines } from "./ticket-lines.tsx";

type StationName = (stationId: string) => string;

type KitchenLookBackProps = {
  live: readonly KitchenCard[];
  stationIds: readonly string[];
  stationName: StationName;
  onClose: () => void;
};

/** Looking back at the tickets of these stations. */
export function KitchenLookBack({ live, stationIds, stationName, onClose }: KitchenLookBackProps) {
  const cardFor = useMemo(() => cardMaker(stationIds), [stationIds]);
  const lookOf = useCallback((order: Order, ms: number) => lookThen(order, cardFor, ms), [cardFor]);
  const liveIds = useMemo(() => live.map((card) => card.cardId), [live]);
  return (
    <LookBack
      liveIds={liveIds}
      lookOf={lookOf}
      onClose={onClose}
      draw={(orders, ms) => (
        <PastRail
          cards={cardsThen(orders.values(), cardFor, ms)}
          stationName={stationName}
          ms={ms}
        />
      )}
    />
  );
}

/** In the order of the live rail, but without its places: nothing here is under a finger. */
function PastRail({
  cards,
  stationName,
  ms,
}: {
  cards: readonly KitchenCard[];
  stationName: StationName;
  ms: number;
}) {
  const words = useWords();
  if (cards.length === 0) return <EmptyState title={words.lookBack.nothingThen} />;
  return (
    <div className="past-rail">
      {cards.map((card) => (
        <Guarded key={card.cardId} of={card} plain={<PlainOrder order={card.order} />}>
          <article
            className={
              card.state === "voided" ? "ticket ticket--past ticket--voided" : "ticket ticket--past"
            }
            aria-label={words.kitchen.ticket(card.order.number)}
          >
            <HeadAt card={card} seen={NOTHING_SEEN} stationName={stationName} nowMs={ms} />
            {card.order.notes !== null && (
              <div className="ticket__notes">
                <OrderNote order={card.order} />
              </div>
            )}
            <PastBody card={card} stationName={stationName} />
          </article>
        </Guarded>
      ))}
    </div>
  );
}

const NOTHING_SEEN: readonly string[] = [];

/** Drawn anew only when its card is another: the ages above it run by themselves. */
const PastBody = memo(function PastBody({
  card,
  stationName,
}: {
  card: KitchenCard;
  stationName: StationName;
}) {
  const tickets = drawnTickets(card);
  return (
    <div className="ticket__body">
      <ServedCourses served={servedOf(card)} />
      {tickets.map((ticket) => (
        <TicketLines
          key={ticket.ticketId}
          ticket={ticket}
          name={tickets.length > 1 ? stationName(ticket.stationId) : null}
        >
          {(line) => (
            <PastLine
              key={line.lineId}
              order={card.order}
              line={line}
              seenAt={card.seenAt}
              seen={NOTHING_SEEN}
            />
          )}
        </TicketLines>
      ))}
      <HeldCourses held={card.held} />
    </div>
  );
});
