import { useEffect, useRef } from "react";
import { isOpenLine } from "#shared/kitchen/ticket.ts";
import type { Line } from "#shared/orders/order.ts";
import { useView, type Act } from "../../device/device-context.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { EightySixIcon, FlameIcon, HoldIcon, TickIcon, UndoIcon } from "../../ui/icons.tsx";
import { useSteady } from "../../ui/steady.ts";
import { useFormat, useWords } from "../../words/words.tsx";
import type { KitchenCard } from "./cards.ts";
import { mayHold } from "./held.ts";
import { allMarks } from "../orders/marks.ts";

type TicketDialogProps = {
  card: KitchenCard;
  /** The line it was opened from, drawn first. */
  lineId: string | null;
  /** Opened to take a dish off: that is where the focus goes. */
  eightySix: boolean;
  act: Act;
  /** Keys of the marks that somebody here has seen. */
  seen: readonly string[];
  onSeen: (orderId: string, keys: readonly string[]) => void;
  onRush: (card: KitchenCard, rush: boolean) => void;
  onClose: () => void;
};

/**
 * What is done now and then, kept off the ticket so that the ticket stays calm: rush, hold, fire,
 * 86, putting a line back.
 */
export function TicketDialog({
  card,
  lineId,
  eightySix,
  act,
  seen,
  onSeen,
  onRush,
  onClose,
}: TicketDialogProps) {
  const { kitchen: words, common, lineStatus } = useWords();
  const { menu } = useView();
  const format = useFormat();
  const list = useRef<HTMLUListElement>(null);
  const { orderId } = card.order;
  const lines = card.tickets.flatMap((ticket) => ticket.lines);
  // What has been carried out, or voided, is looked for least: it can still be taken off the menu
  // from here.
  const ordered = [...lines].sort(
    (a, b) =>
      Number(b.lineId === lineId) - Number(a.lineId === lineId) ||
      Number(isOver(a)) - Number(isOver(b)),
  );
  const offIds = new Set(menu.items.filter((item) => !item.available).map((item) => item.id));
  const unseen = allMarks(card.order, lines, card.seenAt)
    .map((mark) => mark.key)
    .filter((key) => !seen.includes(key));
  const scene = [
    ...card.held.map((held) => held.course),
    ...ordered.map((line) => `${line.lineId} ${line.status} ${offIds.has(line.menuItemId)}`),
  ].join();
  const steady = useSteady(scene, true);
  const closing = (work: () => void) => () => {
    onClose();
    work();
  };
  useEffect(() => {
    if (eightySix) list.current?.querySelector<HTMLElement>("[data-86]")?.focus();
  }, [eightySix]);
  const putBack = (line: Line) =>
    closing(
      () =>
        void act("ticket.recall", {
          orderId,
          stationId: line.stationId,
          lines: [{ lineId: line.lineId, generation: line.generation }],
        }),
    );
  return (
    <Dialog
      title={words.ticketTitle(card.order.number)}
      closeLabel={common.close}
      onClose={onClose}
      foot={
        card.state === "open" ? (
          <>
            {unseen.length > 0 && (
              <Button
                size="kitchen"
                tone="go"
                icon={<TickIcon />}
                onClick={closing(() => onSeen(orderId, unseen))}
              >
                {words.changesSeen}
              </Button>
            )}
            {mayHold(card.order) && (
              <Button
                size="kitchen"
                icon={<HoldIcon />}
                onClick={closing(() => void act("order.hold", { orderId }))}
              >
                {words.holdOrder}
              </Button>
            )}
            <Button
              size="kitchen"
              tone={card.order.rush ? "plain" : "stop"}
              icon={<FlameIcon />}
              onClick={closing(() => onRush(card, !card.order.rush))}
            >
              {card.order.rush ? words.unrushOrder : words.rushOrder}
            </Button>
          </>
        ) : undefined
      }
    >
      <div {...steady}>
        {card.held.map(({ course, lines: waiting }) => (
          <div key={course} className="more-lines__row">
            <p className="more-lines__name">
              <strong>{words.heldCourse(course ?? 1)}</strong>
              <bdi className="quiet">
                {" "}
                ·{" "}
                {waiting
                  .map((line) => words.allDayCount(format.number(line.quantity), line.name))
                  .join(", ")}
              </bdi>
            </p>
            <Button
              size="kitchen"
              tone="go"
              icon={<FlameIcon />}
              onClick={() => void act("order.fireCourse", { orderId, course: course ?? 1 })}
            >
              {words.fireCourse(course ?? 1)}
            </Button>
          </div>
        ))}
        <ul ref={list} className="more-lines">
          {ordered.map((line) => (
            <li key={line.lineId} className="more-lines__row">
              <p className="more-lines__name">
                {isOver(line) ? (
                  <bdi className="quiet">
                    {words.allDayCount(format.number(line.quantity), line.name)}
                  </bdi>
                ) : (
                  <strong dir="auto">
                    {words.allDayCount(format.number(line.quantity), line.name)}
                  </strong>
                )}
                <span className="quiet"> · {lineStatus[line.status]}</span>
              </p>
              <div className="more-lines__do">
                {(line.status === "ready" || (line.status === "preparing" && isOpenLine(line))) && (
                  <Button
                    size="kitchen"
                    icon={<UndoIcon />}
                    aria-label={words.putBackLine(line.name)}
                    onClick={putBack(line)}
                  >
                    {words.putBack}
                  </Button>
                )}
                {offIds.has(line.menuItemId) ? (
                  <Button
                    size="kitchen"
                    data-86="off"
                    onClick={() =>
                      void act("menu.setAvailability", {
                        menuItemId: line.menuItemId,
                        available: true,
                      })
                    }
                  >
                    {words.bringBack(line.name)}
                  </Button>
                ) : (
                  <Button
                    size="kitchen"
                    data-86="on"
                    tone="stop"
                    icon={<EightySixIcon />}
                    onClick={() =>
                      void act("menu.setAvailability", {
                        menuItemId: line.menuItemId,
                        available: false,
                      })
                    }
                  >
                    {words.eightySix(line.name)}
                  </Button>
                )}
              </div>
            </li>
          ))}
        </ul>
      </div>
      <p className="quiet">{words.eightySixHint}</p>
    </Dialog>
  );
}

const isOver = ({ status }: Line): boolean => status === "served" || status === "cancelled";
