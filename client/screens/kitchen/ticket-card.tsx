import { memo, useCallback, useLayoutEffect, useRef, useState } from "react";
import type { Line } from "#shared/orders/order.ts";
import type { Ticket } from "#shared/kitchen/ticket.ts";
import { Button } from "../../ui/button.tsx";
import { TickIcon, UndoIcon } from "../../ui/icons.tsx";
import { observeSize } from "../../platform/page.ts";
import { useFormat, useWords } from "../../words/words.tsx";
import { drawnLines, openLines, type Card } from "./cards.ts";
import type { Place } from "./layout.ts";
import { TicketHead } from "./ticket-head.tsx";
import { TicketLine } from "./ticket-line.tsx";

type TicketCardProps = {
  card: Card;
  place: Place;
  /** The digit that chooses it, 1 to 9, or null. */
  digit: number | null;
  chosen: boolean;
  undoable: boolean;
  rushing: boolean;
  /** Keys of the marks that somebody here has seen. */
  seen: readonly string[];
  stationName: (stationId: string) => string;
  onLine: (card: Card, line: Line) => void;
  onMore: (card: Card, line: Line | null) => void;
  onBump: (card: Card) => void;
  onUndo: (cardId: string) => void;
  onStopRush: (cardId: string) => void;
  onSeenVoid: (cardId: string) => void;
  onDrawn: (tickets: readonly Ticket[], element: HTMLElement | null) => void;
};

export const TicketCard = memo(function TicketCard(props: TicketCardProps) {
  const { card, place, digit, chosen, undoable, rushing, seen, stationName, onLine, onMore, onBump, onUndo, onStopRush, onSeenVoid, onDrawn } = props;
  const words = useWords();
  const format = useFormat();
  const ref = useRef<HTMLElement>(null);
  const { number } = card.order;
  useLayoutEffect(() => {
    if (card.state === "open") onDrawn(card.tickets, ref.current);
  }, [card, onDrawn]);
  const { ref: bodyRef, contentRef, more, scrolls, onScroll } = useMoreBelow();
  const finished = openLines(card).length === 0;
  return (
    <section
      ref={ref}
      className={["ticket", chosen ? "ticket--chosen" : "", card.state === "voided" ? "ticket--voided" : "", finished ? "ticket--finished" : ""].filter(Boolean).join(" ")}
      aria-label={words.kitchen.ticket(number)}
      data-card={card.cardId}
      data-state={card.state}
      style={{ left: place.x, top: place.y, width: place.width, height: place.height }}
    >
      <TicketHead card={card} seen={seen} stationName={stationName} onMore={onMore} />
      <div ref={bodyRef} onScroll={onScroll} className={more ? "ticket__body ticket__body--more" : "ticket__body"} style={place.span > 1 ? { columnCount: place.span } : undefined} {...(scrolls ? { tabIndex: 0, role: "group", "aria-label": words.kitchen.scroll(number) } : {})}>
        <div ref={contentRef}>
        {card.tickets.map((ticket) => (
          <StationLines key={ticket.ticketId} ticket={ticket} seen={seen} name={card.tickets.length > 1 ? stationName(ticket.stationId) : null} onTouch={(line) => onLine(card, line)} onMore={(line) => onMore(card, line)} />
        ))}
        {card.held.map(({ course, lines }) => (
          <p key={course} className="ticket__held">
            {words.kitchen.heldCourse(course ?? 1)}: {lines.map((line) => words.kitchen.allDayCount(format.number(line.quantity), line.name)).join(", ")}
          </p>
        ))}
        </div>
      </div>
      {more && <p className="ticket__more" aria-hidden="true">↓ {words.kitchen.moreBelow}</p>}
      <footer className="ticket__foot">
        {undoable ? (
          <Button tone="paper" size="kitchen" wide icon={<UndoIcon />} aria-label={words.kitchen.undoTicket(number)} className="ticket__undo" onClick={() => onUndo(card.cardId)}>
            {words.kitchen.undo}
          </Button>
        ) : rushing ? (
          <Button tone="stop" size="kitchen" wide onClick={() => onStopRush(card.cardId)}>
            {words.kitchen.stopRush}
          </Button>
        ) : card.state === "voided" ? (
          <Button tone="stop" size="kitchen" wide aria-label={words.kitchen.clearCancelled(number)} onClick={() => onSeenVoid(card.cardId)}>
            {words.kitchen.acknowledge}
          </Button>
        ) : (
          <Button tone="go" size="kitchen" wide icon={<TickIcon />} disabled={finished} className="ticket__bump" aria-label={words.kitchen.bumpTicket(number)} onClick={() => onBump(card)}>
            {words.kitchen.bump}
          </Button>
        )}
        {digit !== null && !undoable && card.state === "open" && (
          <kbd className="ticket__digit" aria-hidden="true">
            {digit}
          </kbd>
        )}
      </footer>
    </section>
  );
});

function StationLines({ ticket, seen, name, onTouch, onMore }: { ticket: Ticket; seen: readonly string[]; name: string | null; onTouch: (line: Line) => void; onMore: (line: Line) => void }) {
  const words = useWords();
  const lines = drawnLines(ticket).toSorted((a, b) => a.course - b.course);
  const courses = new Set(lines.map((line) => line.course));
  return (
    <section className="ticket__station">
      {name !== null && <h3 className="ticket__station-name">{name}</h3>}
      {[...courses].map((course) => (
        <div key={course}>
          {courses.size > 1 && <h4 className="ticket__course">{words.kitchen.course(course)}</h4>}
          <ul>
            {lines
              .filter((line) => line.course === course)
              .map((line) => (
                <TicketLine key={line.lineId} order={ticket.order} line={line} seen={seen} onTouch={onTouch} onMore={onMore} />
              ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

/** Says so where a card's lines do not fit: a line nobody knows of is the worst line. */
function useMoreBelow() {
  const ref = useRef<HTMLDivElement>(null);
  const contentRef = useRef<HTMLDivElement>(null);
  const [state, setState] = useState({ more: false, scrolls: false });
  const look = useCallback(() => {
    const body = ref.current;
    if (body === null) return;
    const scrolls = body.scrollHeight > body.clientHeight + 2;
    const more = scrolls && body.scrollTop + body.clientHeight < body.scrollHeight - 4;
    setState((old) => (old.more === more && old.scrolls === scrolls ? old : { more, scrolls }));
  }, []);
  // Lines come and go, and letters change their size when the typeface has arrived.
  useLayoutEffect(() => {
    const stops = [ref.current, contentRef.current].flatMap((element) => (element === null ? [] : [observeSize(element, look)]));
    return () => {
      for (const stop of stops) stop();
    };
  }, [look]);
  return { ref, contentRef, ...state, onScroll: look };
}
