import { useLayoutEffect, useRef } from "react";
import { isHeardOf, type Line } from "#shared/orders/order.ts";
import { PlainLine, plainHead } from "../orders/plain-order.tsx";
import { drawnTickets, type KitchenCard } from "./cards.ts";
import { drawnLines } from "#shared/kitchen/ticket.ts";
import type { CardPlace } from "./layout.ts";
import { TicketFoot, type FootProps } from "./ticket-foot.tsx";
import type { OnDrawn } from "./use-shown.ts";

/**
 * A ticket that cannot be drawn, in its place, in plain text; each line counts as a warning,
 * because nobody knows what is in it. It can be bumped, and its lines have been shown once their
 * text was in sight.
 */
export function PlainTicket({
  place,
  onDrawn,
  ...foot
}: FootProps & { place: CardPlace; onDrawn: OnDrawn }) {
  const { card } = foot;
  return (
    <section
      className="ticket ticket--plain"
      data-card={card.cardId}
      data-state={card.state}
      style={{ insetInlineStart: place.x, top: place.y, width: place.width, height: place.height }}
    >
      <header className="head">{plainHead(card.order)}</header>
      <ul className="ticket__body ticket__plain">
        {drawnTickets(card).flatMap((ticket) =>
          drawnLines(ticket).map((line) => (
            <Shown key={line.lineId} card={card} line={line} onDrawn={onDrawn} />
          )),
        )}
      </ul>
      <TicketFoot {...foot} />
    </section>
  );
}

function Shown({ card, line, onDrawn }: { card: KitchenCard; line: Line; onDrawn: OnDrawn }) {
  const ref = useRef<HTMLLIElement>(null);
  const { orderId } = card.order;
  const { lineId, stationId } = line;
  const isNew = line.shownAt === null && isHeardOf(line);
  useLayoutEffect(
    () =>
      isNew
        ? onDrawn(
            ref.current,
            [{ orderId, stationId, lineId }],
            ref.current?.closest("[data-card]")?.querySelector("header") ?? null,
          )
        : undefined,
    [isNew, orderId, stationId, lineId, onDrawn],
  );
  return (
    <li ref={ref} className={`line line--${line.status}`} data-allergy="">
      <PlainLine line={line} />
    </li>
  );
}
