import { useMemo } from "react";
import { fromIso } from "#shared/kernel/time.ts";
import { useView } from "../../device/device-context.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { RecallIcon } from "../../ui/icons.tsx";
import { useFormat, useWords } from "../../words/words.tsx";
import { doneCards, finishedAt, recallsOf, type Card } from "./cards.ts";

/** The last 50 finished tickets of this screen's stations. */
export function RecallDialog({ stationIds, onRecall, onClose }: { stationIds: readonly string[]; onRecall: (card: Card) => void; onClose: () => void }) {
  const view = useView();
  const { kitchen: words, common, channel } = useWords();
  const format = useFormat();
  const cards = useMemo(() => doneCards(view.orders.values(), stationIds), [view.orders, stationIds]);
  return (
    <Dialog title={words.recallTitle} closeLabel={common.close} onClose={onClose} size="side">
      <p className="quiet">{words.recallHint}</p>
      {cards.length === 0 && <EmptyState title={words.recallEmpty} />}
      <ul className="recall" aria-label={words.recallTitle}>
        {cards.map((card) => (
          <li key={card.cardId} className="recall__row">
            <div className="recall__words">
              <p className="recall__title">
                <strong>{card.order.number}</strong> {card.order.tableLabel === null ? (card.order.guestName ?? channel[card.order.channel]) : common.table(card.order.tableLabel)}
                <span className="quiet"> · {words.bumpedAt(format.time(fromIso(finishedAt(card))))}</span>
              </p>
              <p className="recall__lines">
                {card.tickets
                  .flatMap((ticket) => ticket.lines)
                  .filter((line) => line.status !== "cancelled")
                  .map((line) => words.allDayCount(format.number(line.quantity), line.name))
                  .join(", ")}
              </p>
            </div>
            <Button size="kitchen" icon={<RecallIcon />} aria-label={words.recallTicket(card.order.number)} disabled={recallsOf(card).length === 0} onClick={() => onRecall(card)}>
              {words.recall}
            </Button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
