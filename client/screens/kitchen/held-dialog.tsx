import { useMemo } from "react";
import { dueAt } from "#shared/kitchen/release-time.ts";
import { useNow, useView, type Act } from "../../device/device-context.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Guarded } from "../../ui/guarded.tsx";
import { FlameIcon } from "../../ui/icons.tsx";
import { useSteadyRows } from "../../ui/steady.ts";
import { useFormat, useWords } from "../../words/words.tsx";
import { firesSaid, promiseSaid } from "../orders/promise.ts";
import { placeOf } from "../orders/place-of.ts";
import { PlainOrder, plainNumber } from "../orders/plain-order.tsx";
import { heldWork, type Held } from "./held.ts";

const keyOf = ({ order, course }: Held): string => `${order.orderId}/${course ?? "all"}`;

/**
 * What waits for a word before it is made: whole orders, and later courses of orders that may have
 * left the rail.
 */
export function HeldDialog({
  stationIds,
  act,
  onClose,
}: {
  stationIds: readonly string[];
  act: Act;
  onClose: () => void;
}) {
  const { orders } = useView();
  const { kitchen, common } = useWords();
  const rows = useSteadyRows(
    useMemo(() => heldWork(orders.values(), stationIds), [orders, stationIds]),
    keyOf,
  );
  return (
    <Dialog title={kitchen.heldTitle} closeLabel={common.close} onClose={onClose} size="side">
      {rows.length === 0 && <EmptyState title={kitchen.heldEmpty} />}
      <ul className="recall" aria-label={kitchen.heldTitle}>
        {rows.map(({ row, gone, steady }) => {
          const { order, course } = row;
          return (
            <li key={keyOf(row)} className="recall__row" {...steady}>
              <Guarded of={order} plain={<PlainOrder order={order} className="recall__words" />}>
                <Waiting row={row} />
              </Guarded>
              <Button
                size="kitchen"
                icon={<FlameIcon />}
                disabled={gone}
                aria-label={
                  course === null
                    ? kitchen.fireOrder(plainNumber(order))
                    : kitchen.fireCourseOf(course, plainNumber(order))
                }
                onClick={() =>
                  void (course === null
                    ? act("order.release", { orderId: order.orderId })
                    : act("order.fireCourse", { orderId: order.orderId, course }))
                }
              >
                {kitchen.fire}
              </Button>
            </li>
          );
        })}
      </ul>
    </Dialog>
  );
}

function Waiting({ row: { order, course, lines } }: { row: Held }) {
  const { menu } = useView();
  const now = useNow(15_000);
  const words = useWords();
  const { kitchen } = words;
  const format = useFormat();
  const due = dueAt(order, menu);
  return (
    <div className="recall__words">
      <p className="recall__title">
        <strong>{order.number}</strong> <bdi>{placeOf(order, words)}</bdi>
        {course !== null && <span className="quiet"> · {kitchen.course(course)}</span>}
      </p>
      {course === null && order.promisedAt !== null && (
        <p className="recall__lines">
          <strong>{promiseSaid(order.promisedAt, now, words, format)}</strong>
          {due !== null && due > now && ` · ${firesSaid(due, now, words, format)}`}
        </p>
      )}
      <p className="recall__lines" dir="auto">
        {lines
          .map((line) => kitchen.allDayCount(format.number(line.quantity), line.name))
          .join(", ")}
      </p>
    </div>
  );
}
