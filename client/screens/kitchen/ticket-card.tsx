import { memo, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import type { Line, Order } from "#shared/orders/order.ts";
import type { Ticket } from "#shared/kitchen/ticket.ts";
import { remPx } from "../../platform/page.ts";
import { observeSize, pinnedHeight } from "../../platform/sight.ts";
import { useSteady } from "../../ui/steady.ts";
import { useWords } from "../../words/words.tsx";
import { drawnTickets, openLines, servedOf, type KitchenCard } from "./cards.ts";
import type { CardPlace } from "./layout.ts";
import { TicketFoot, type FootProps } from "./ticket-foot.tsx";
import { isWarnedOrder, OrderNote, TicketHead } from "./ticket-head.tsx";
import { isWarned, PinnedAllergies, TicketLine } from "./ticket-line.tsx";
import { HeldCourses, ServedCourses, TicketLines } from "./ticket-lines.tsx";
import type { OnDrawn } from "./use-shown.ts";

type TicketCardProps = FootProps & {
  place: CardPlace;
  /** Keys of the marks that somebody here has seen. */
  seen: readonly string[];
  stationName: (stationId: string) => string;
  onLine: (order: Order, line: Line) => void;
  onMore: (order: Order, line: Line | null) => void;
  onDrawn: OnDrawn;
};

export const TicketCard = memo(function TicketCard({
  place,
  seen,
  stationName,
  onLine,
  onMore,
  onDrawn,
  ...foot
}: TicketCardProps) {
  const { card, chosen } = foot;
  const words = useWords();
  const ref = useRef<HTMLElement>(null);
  const { number } = card.order;
  const tickets = drawnTickets(card);
  const warned = openLines(card).filter(isWarned);
  // The keys belong to the chosen card from now on, and no longer to what was touched last.
  useEffect(() => {
    if (chosen) ref.current?.focus({ preventScroll: true });
  }, [chosen]);
  const steady = useSteady(`${place.page}/${place.x}/${place.y}`);
  const { ref: bodyRef, contentRef, more, scrolls, onScroll } = useMoreBelow();
  const classes = [
    "ticket",
    chosen ? "ticket--chosen" : "",
    card.state === "voided" ? "ticket--voided" : "",
  ];
  return (
    <section
      ref={ref}
      tabIndex={-1}
      className={classes.filter(Boolean).join(" ")}
      aria-label={words.kitchen.ticket(number)}
      data-card={card.cardId}
      data-state={card.state}
      style={{ insetInlineStart: place.x, top: place.y, width: place.width, height: place.height }}
      {...steady}
    >
      <TicketHead card={card} seen={seen} stationName={stationName} onMore={onMore} />
      <Notes card={card} pinned={scrolls ? warned : NOTHING_PINNED} onMore={onMore} />
      <div
        ref={bodyRef}
        onScroll={onScroll}
        className={scrolls ? "ticket__body ticket__body--scrolls" : "ticket__body"}
        {...(scrolls
          ? { tabIndex: 0, role: "group", "aria-label": words.kitchen.scroll(number) }
          : {})}
      >
        <div
          ref={contentRef}
          className="ticket__content"
          style={place.span > 1 ? { columnCount: place.span } : undefined}
        >
          <ServedCourses served={servedOf(card)} />
          {tickets.map((ticket) => (
            <StationLines
              key={ticket.ticketId}
              ticket={ticket}
              seenAt={card.seenAt}
              seen={seen}
              name={tickets.length > 1 ? stationName(ticket.stationId) : null}
              onTouch={onLine}
              onMore={onMore}
              onDrawn={onDrawn}
            />
          ))}
          <HeldCourses held={card.held} />
        </div>
      </div>
      {more && (
        <p className="ticket__more" aria-hidden="true">
          ↓ {words.kitchen.moreBelow}
        </p>
      )}
      <TicketFoot {...foot} />
    </section>
  );
});

const NOTHING_PINNED: readonly Line[] = [];

/**
 * What stands between the head and the lines, warnings first: it scrolls by itself where a card is
 * short of room.
 */
function Notes({
  card: { order },
  pinned,
  onMore,
}: {
  card: KitchenCard;
  pinned: readonly Line[];
  onMore: TicketCardProps["onMore"];
}) {
  if (order.notes === null && pinned.length === 0) return null;
  const note = <OrderNote order={order} onMore={onMore} />;
  const warned = isWarnedOrder(order);
  return (
    <div className={pinned.length > 0 ? "ticket__notes ticket__notes--pinned" : "ticket__notes"}>
      {warned && note}
      {pinned.length > 0 && <PinnedAllergies lines={pinned} />}
      {!warned && note}
    </div>
  );
}

type StationLinesProps = {
  ticket: Ticket;
  seenAt: KitchenCard["seenAt"];
  seen: readonly string[];
  name: string | null;
  onTouch: (order: Order, line: Line) => void;
  onMore: (order: Order, line: Line) => void;
  onDrawn: OnDrawn;
};

const StationLines = memo(function StationLines({ ticket, name, ...line }: StationLinesProps) {
  return (
    <TicketLines ticket={ticket} name={name}>
      {(it) => <TicketLine key={it.lineId} order={ticket.order} line={it} {...line} />}
    </TicketLines>
  );
});

/** Says so where a card's lines do not fit: a line nobody knows of is the worst line. */
function useMoreBelow() {
  const ref = useRef<HTMLDivElement>(null);
  const contentRef = useRef<HTMLDivElement>(null);
  const [state, setState] = useState({ more: false, scrolls: false });
  const look = useCallback(() => {
    const body = ref.current;
    if (body === null) return;
    setState((old) => {
      // The word, and what is pinned above, take room themselves, some of it from the head and the
      // notes: what would fit without them does not need them.
      const taken = old.scrolls ? 1.75 * remPx() + pinnedHeight(body) : 0;
      const scrolls = body.scrollHeight > body.clientHeight + taken + 2;
      const more = scrolls && body.scrollTop + body.clientHeight < body.scrollHeight - 4;
      return old.more === more && old.scrolls === scrolls ? old : { more, scrolls };
    });
  }, []);
  // Lines come and go, and letters change their size when the typeface has arrived. In the same
  // frame: a line that the word is about to cover must not count as shown.
  useLayoutEffect(() => {
    const stops = [ref.current, contentRef.current].flatMap((element) =>
      element === null ? [] : [observeSize(element, () => flushSync(look))],
    );
    return () => {
      for (const stop of stops) stop();
    };
  }, [look]);
  return { ref, contentRef, ...state, onScroll: look };
}
