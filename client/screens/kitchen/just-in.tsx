import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { unshown, type Ticket } from "#shared/kitchen/ticket.ts";
import { useFormat, useWords } from "../../words/words.tsx";
import type { Card } from "./cards.ts";

type JustInProps = { waiting: readonly { card: Card; page: number }[]; onGo: (page: number, cardId: string) => void; onDrawn: (tickets: readonly Ticket[], element: HTMLElement | null) => void };

/** How many are read at once, and for how long each is in sight at least. */
const AT_ONCE = 3;
const READ_MS = 2_500;

/**
 * New tickets that have no place on this page are read out in full along the foot of the screen, a few at a time, until each has been in
 * sight: a busy kitchen hears every order without turning pages, and the guest is told the truth.
 */
export function JustIn({ waiting, onGo, onDrawn }: JustInProps) {
  const { kitchen: words } = useWords();
  const shown = useTurns(waiting);
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
      <button type="button" className="just-in__touch" aria-label={words.justInTicket(card.order.number, page + 1)} onClick={() => onGo(page, card.cardId)}>
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
function useTurns(waiting: JustInProps["waiting"]): JustInProps["waiting"] {
  const [held, setHeld] = useState<ReadonlyMap<string, number>>(new Map());
  const known = useRef(new Map<string, { card: Card; page: number }>());
  const shown = useMemo(() => {
    for (const entry of waiting) known.current.set(entry.card.cardId, entry);
    const kept = [...held.keys()].flatMap((id) => known.current.get(id) ?? []);
    const fresh = waiting.filter((entry) => !held.has(entry.card.cardId));
    return [...kept, ...fresh].slice(0, AT_ONCE);
  }, [waiting, held]);
  useEffect(() => {
    const missing = shown.filter((entry) => !held.has(entry.card.cardId));
    if (missing.length > 0) setHeld((old) => new Map([...old, ...missing.map((entry) => [entry.card.cardId, performance.now() + READ_MS] as const)]));
  }, [shown, held]);
  useEffect(() => {
    if (held.size === 0) return undefined;
    const next = Math.min(...held.values());
    const timer = setTimeout(() => {
      setHeld((old) => {
        const stay = new Map([...old].filter(([, until]) => until > performance.now()));
        for (const id of old.keys()) if (!stay.has(id)) known.current.delete(id);
        return stay;
      });
    }, Math.max(0, next - performance.now()) + 1);
    return () => clearTimeout(timer);
  }, [held]);
  return shown;
}
