import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { unshown, type Ticket } from "#shared/kitchen/ticket.ts";
import { useFormat, useWords } from "../../words/words.tsx";
import type { Card } from "./cards.ts";

type Waited = { readonly card: Card; readonly page: number };
type JustInProps = { page: number; waiting: readonly Waited[]; onGo: (page: number, cardId: string) => void; onDrawn: (tickets: readonly Ticket[], element: HTMLElement | null) => void };

/** How many are read at once, and for how long each is in sight at least. */
const AT_ONCE = 3;
const READ_MS = 2_500;

/**
 * New tickets that have no place on this page are read out in full along the foot of the screen, a few at a time, until each has been in
 * sight: a busy kitchen hears every order without turning pages, and the guest is told the truth.
 */
export function JustIn({ page: here, waiting, onGo, onDrawn }: JustInProps) {
  const { kitchen: words } = useWords();
  const shown = useTurns(waiting).filter(({ page }) => page !== here);
  if (shown.length === 0) return null;
  return (
    <section className="just-in" aria-label={words.justIn}>
      <h2 className="just-in__title">{words.justIn}</h2>
      <ul className="just-in__list">
        {shown.map(({ card, page }) => (
          <Waiting key={card.cardId} card={card} page={page} onGo={onGo} onDrawn={onDrawn} />
        ))}
      </ul>
    </section>
  );
}

function Waiting({ card, page, onGo, onDrawn }: { card: Card; page: number } & Pick<JustInProps, "onGo" | "onDrawn">) {
  const { kitchen: words, common, channel } = useWords();
  const format = useFormat();
  const ref = useRef<HTMLLIElement>(null);
  useLayoutEffect(() => onDrawn(card.tickets, ref.current), [card, onDrawn]);
  const lines = card.tickets.flatMap((ticket) => unshown(ticket).length > 0 ? ticket.lines.filter((line) => line.status !== "cancelled") : []);
  return (
    <li ref={ref} className="just-in__item">
      <button type="button" className="just-in__touch" onClick={() => onGo(page, card.cardId)}>
        <span className="visually-hidden">{words.justInTicket(card.order.number, page + 1)}: </span>
        <strong className="just-in__number">{card.order.number}</strong>
        <span className="just-in__place">{card.order.tableLabel === null ? (card.order.guestName ?? channel[card.order.channel]) : common.table(card.order.tableLabel)}</span>
        <span className="just-in__lines">
          {lines.map((line) => `${words.allDayCount(format.number(line.quantity), line.name)}${line.modifiers.length > 0 ? ` (${line.modifiers.map((it) => it.name).join(", ")})` : ""}`).join(" · ")}
        </span>
      </button>
    </li>
  );
}

/** The first few that wait; each stays until it has had its time, even when it has been reported by then. */
function useTurns(waiting: readonly Waited[]): readonly Waited[] {
  const [reading, setReading] = useState<readonly Waited[]>([]);
  const timers = useRef(new Map<string, ReturnType<typeof setTimeout>>());
  const latest = new Map(waiting.map((entry) => [entry.card.cardId, entry]));
  const known = new Set(reading.map((entry) => entry.card.cardId));
  const fresh = waiting.filter((entry) => !known.has(entry.card.cardId)).slice(0, Math.max(0, AT_ONCE - reading.length));
  if (fresh.length > 0) setReading([...reading, ...fresh]);

  useEffect(() => {
    for (const { card } of reading) {
      if (timers.current.has(card.cardId)) continue;
      const turn = setTimeout(() => {
        timers.current.delete(card.cardId);
        setReading((old) => old.filter((entry) => entry.card.cardId !== card.cardId));
      }, READ_MS);
      timers.current.set(card.cardId, turn);
    }
  }, [reading]);
  useEffect(() => {
    const running = timers.current;
    return () => {
      for (const timer of running.values()) clearTimeout(timer);
      running.clear();
    };
  }, []);
  return reading.map((entry) => latest.get(entry.card.cardId) ?? entry);
}
