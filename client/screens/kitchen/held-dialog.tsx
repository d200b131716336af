import { useMemo } from "react";
import { useView, type Act } from "../../device/device-context.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { FlameIcon } from "../../ui/icons.tsx";
import { useFormat, useWords } from "../../words/words.tsx";
import { heldWork } from "./held.ts";

/** What waits for a word before it is made: whole orders, and later courses of orders that may have left the rail. */
export function HeldDialog({ stationIds, act, onClose }: { stationIds: readonly string[]; act: Act; onClose: () => void }) {
  const { orders } = useView();
  const { kitchen: words, common, channel } = useWords();
  const format = useFormat();
  const held = useMemo(() => heldWork(orders.values(), stationIds), [orders, stationIds]);
  return (
    <Dialog title={words.heldTitle} closeLabel={common.close} onClose={onClose} size="side">
      {held.length === 0 && <EmptyState title={words.heldEmpty} />}
      <ul className="recall" aria-label={words.heldTitle}>
        {held.map(({ order, course, lines }) => (
          <li key={`${order.orderId}/${course ?? "all"}`} className="recall__row">
            <div className="recall__words">
              <p className="recall__title">
                <strong>{order.number}</strong> {order.tableLabel === null ? (order.guestName ?? channel[order.channel]) : common.table(order.tableLabel)}
                {course !== null && <span className="quiet"> · {words.course(course)}</span>}
              </p>
              <p className="recall__lines">{lines.map((line) => words.allDayCount(format.number(line.quantity), line.name)).join(", ")}</p>
            </div>
            <Button
              size="kitchen"
              icon={<FlameIcon />}
              aria-label={course === null ? words.fireOrder(order.number) : words.fireCourseOf(course, order.number)}
              onClick={() => void (course === null ? act("order.release", { orderId: order.orderId }) : act("order.fireCourse", { orderId: order.orderId, course }))}
            >
              {words.fire}
            </Button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
