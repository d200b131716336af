import { useMemo } from "react";
import { fromIso } from "#shared/kernel/time.ts";
import { useView } from "../../device/device-context.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Guarded } from "../../ui/guarded.tsx";
import { RecallIcon } from "../../ui/icons.tsx";
import { useSteadyRows } from "../../ui/steady.ts";
import { useFormat, useWords } from "../../words/words.tsx";
import { placeOf } from "../orders/place-of.ts";
import { PlainOrder, plainNumber } from "../orders/plain-order.tsx";
import { recallsOf, type KitchenCard } from "./cards.ts";
import { recallList, type Recallable } from "./recalls.ts";

const keyOf = ({ card }: Recallable): string => card.cardId;

/** The last 50 tickets of this screen's stations that left the rail. */
export function RecallDialog({
  stationIds,
  onRecall,
  onClose,
}: {
  stationIds: readonly string[];
  onRecall: (card: KitchenCard) => void;
  onClose: () => void;
}) {
  const { orders } = useView();
  const words = useWords();
  const rows = useSteadyRows(
    useMemo(() => recallList(orders.values(), stationIds), [orders, stationIds]),
    keyOf,
  );
  return (
    <Dialog
      title={words.kitchen.recallTitle}
      closeLabel={words.common.close}
      onClose={onClose}
      size="side"
    >
      <p className="quiet">{words.kitchen.recallHint}</p>
      {rows.length === 0 && <EmptyState title={words.kitchen.recallEmpty} />}
      <ul className="recall" aria-label={words.kitchen.recallTitle}>
        {rows.map(({ row, gone, steady }) => (
          <li key={keyOf(row)} className="recall__row" {...steady}>
            <Guarded
              of={row.card}
              plain={<PlainOrder order={row.card.order} className="recall__words" />}
            >
              <Gone row={row} recalled={gone} />
            </Guarded>
            {(row.ended === "ready" || row.ended === "served") && (
              <Button
                size="kitchen"
                icon={<RecallIcon />}
                aria-label={words.kitchen.recallTicket(plainNumber(row.card.order))}
                disabled={gone || recallsOf(row.card).length === 0}
                onClick={() => onRecall(row.card)}
              >
                {words.kitchen.recall}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

function Gone({
  row: { card, lines, ended, at },
  recalled,
}: {
  row: Recallable;
  recalled: boolean;
}) {
  const words = useWords();
  const format = useFormat();
  return (
    <div className="recall__words">
      <p className="recall__title">
        <strong>{card.order.number}</strong> <bdi>{placeOf(card.order, words)}</bdi>
        <span className="quiet">
          {" "}
          ·{" "}
          {recalled ? words.kitchen.recalled : words.kitchen.ended[ended](format.time(fromIso(at)))}
        </span>
      </p>
      <p className="recall__lines" dir="auto">
        {lines
          .map((line) => words.kitchen.allDayCount(format.number(line.quantity), line.name))
          .join(", ")}
      </p>
      {ended === "cancelled" && card.order.cancelReason !== null && (
        <p className="recall__lines" dir="auto">
          “{card.order.cancelReason}”
        </p>
      )}
    </div>
  );
}
