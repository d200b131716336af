import { isOpenLine } from "#shared/kitchen/ticket.ts";
import type { Line } from "#shared/orders/order.ts";
import { useView } from "../../device/device-context.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { EightySixIcon, FlameIcon, HoldIcon, TickIcon, UndoIcon } from "../../ui/icons.tsx";
import { useFormat, useWords } from "../../words/words.tsx";
import type { Card } from "./cards.ts";
import { mayHold } from "./held.ts";

type TicketDialogProps = {
  card: Card;
  /** The line it was opened from, drawn first. */
  line: Line | null;
  onClose: () => void;
  onRush: (card: Card, rush: boolean) => void;
  onPutBack: (card: Card, line: Line) => void;
  onHold: (card: Card) => void;
  onFire: (card: Card, course: number) => void;
  /** Null where nothing on it is still to be seen. */
  onSeen: (() => void) | null;
  onAvailability: (menuItemId: string, available: boolean) => void;
};

/** What is done now and then, kept off the ticket so that the ticket stays calm: rush, 86, putting a line back. */
export function TicketDialog({ card, line: first, onClose, onRush, onPutBack, onHold, onFire, onSeen, onAvailability }: TicketDialogProps) {
  const { kitchen: words, common, lineStatus } = useWords();
  const { menu } = useView();
  const format = useFormat();
  const lines = card.tickets.flatMap((ticket) => ticket.lines);
  const ordered = first === null ? lines : [...lines.filter((line) => line.lineId === first.lineId), ...lines.filter((line) => line.lineId !== first.lineId)];
  const offIds = new Set(menu.items.filter((item) => !item.available).map((item) => item.id));
  return (
    <Dialog
      title={words.ticketTitle(card.order.number)}
      closeLabel={common.close}
      onClose={onClose}
      foot={
        card.state === "open" ? (
          <>
            {onSeen !== null && (
              <Button size="kitchen" tone="go" icon={<TickIcon />} onClick={onSeen}>
                {words.changesSeen}
              </Button>
            )}
            {mayHold(card.order) && (
              <Button size="kitchen" icon={<HoldIcon />} onClick={() => onHold(card)}>
                {words.holdOrder}
              </Button>
            )}
            <Button size="kitchen" tone={card.order.rush ? "plain" : "stop"} icon={<FlameIcon />} onClick={() => onRush(card, !card.order.rush)}>
              {card.order.rush ? words.unrushOrder : words.rushOrder}
            </Button>
          </>
        ) : undefined
      }
    >
      {card.held.map(({ course, lines: waiting }) => (
        <div key={course} className="more-lines__row">
          <p className="more-lines__name">
            <strong>{words.heldCourse(course ?? 1)}</strong>
            <span className="quiet"> · {waiting.map((line) => words.allDayCount(format.number(line.quantity), line.name)).join(", ")}</span>
          </p>
          <Button size="kitchen" tone="go" icon={<FlameIcon />} onClick={() => onFire(card, course ?? 1)}>
            {words.fireCourse(course ?? 1)}
          </Button>
        </div>
      ))}
      <ul className="more-lines">
        {ordered.map((line) => (
          <li key={line.lineId} className="more-lines__row">
            <p className="more-lines__name">
              <strong>{words.allDayCount(format.number(line.quantity), line.name)}</strong>
              <span className="quiet"> · {lineStatus[line.status]}</span>
            </p>
            <div className="more-lines__do">
              {(line.status === "ready" || (line.status === "preparing" && isOpenLine(line))) && (
                <Button size="kitchen" icon={<UndoIcon />} aria-label={words.putBackLine(line.name)} onClick={() => onPutBack(card, line)}>
                  {words.putBack}
                </Button>
              )}
              {offIds.has(line.menuItemId) ? (
                <Button size="kitchen" onClick={() => onAvailability(line.menuItemId, true)}>
                  {words.bringBack(line.name)}
                </Button>
              ) : (
                <Button size="kitchen" tone="stop" icon={<EightySixIcon />} onClick={() => onAvailability(line.menuItemId, false)}>
                  {words.eightySix(line.name)}
                </Button>
              )}
            </div>
          </li>
        ))}
      </ul>
      <p className="quiet">{words.eightySixHint}</p>
    </Dialog>
  );
}
