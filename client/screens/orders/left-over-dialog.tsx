import { fromIso } from "#shared/kernel/time.ts";
import { isLeftOver } from "#shared/kitchen/left-over.ts";
import { isFiredLine, type Order } from "#shared/orders/order.ts";
import { useNow, useView, type Act } from "../../device/device-context.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Guarded } from "../../ui/guarded.tsx";
import { TickIcon } from "../../ui/icons.tsx";
import { useFormat, useWords } from "../../words/words.tsx";
import { DeedButton } from "./deed-button.tsx";
import { placeOf } from "./place-of.ts";
import { PlainOrder, plainNumber } from "./plain-order.tsx";
import { useKeptRows } from "./use-kept-rows.ts";
import { useLeftOver } from "./use-set-aside.ts";
import { useUndo } from "./use-undo.ts";

/**
 * Tickets of a day before, one by one: finished, cancelled, or made after all. A row stays where it
 * is for as long as the list is open.
 */
export function LeftOverDialog({ act, onClose }: { act: Act; onClose: () => void }) {
  const { orders } = useView();
  const { orders: words, common } = useWords();
  const rows = useKeptRows(useLeftOver().map((order) => order.orderId)).flatMap(
    (orderId) => orders.get(orderId) ?? [],
  );
  return (
    <Dialog title={words.leftOver.title} closeLabel={common.close} onClose={onClose} size="side">
      <p>{words.leftOver.hint}</p>
      {rows.length === 0 && <EmptyState title={words.leftOver.none} />}
      <ul className="aside" aria-label={words.leftOver.title}>
        {rows.map((order) => (
          <li key={order.orderId} className="aside__order" data-order={order.orderId}>
            <LeftOver order={order} act={act} />
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

function LeftOver({ order, act }: { order: Order; act: Act }) {
  const words = useWords();
  const { leftOver, aside, undo } = words.orders;
  const now = useNow();
  const { pending, begin, takeBack } = useUndo();
  const { orderId } = order;
  const number = plainNumber(order);
  const key = `cancel/${orderId}`;
  const leaving = pending.get(key);
  const fired = order.lines.filter(isFiredLine);
  return (
    <>
      <Guarded of={order} plain={<PlainOrder order={order} />}>
        <What order={order} />
      </Guarded>
      {isLeftOver(order, now) ? (
        <div className="aside__do">
          <Button
            tone="go"
            size="kitchen"
            icon={<TickIcon />}
            disabled={leaving !== undefined}
            aria-label={leftOver.finishOrder(number)}
            onClick={() =>
              void act("order.serve", { orderId, lineIds: fired.map((line) => line.lineId) })
            }
          >
            {leftOver.finish}
          </Button>
          {order.confirmedAt === undefined && (
            <Button
              size="kitchen"
              disabled={leaving !== undefined}
              aria-label={aside.yesOrder(number)}
              onClick={() => void act("order.confirm", { orderId })}
            >
              {aside.yes}
            </Button>
          )}
          <DeedButton
            tone="stop"
            size="kitchen"
            doing={undo.cancel(number)}
            undoable={leaving}
            aria-label={aside.noOrder(number)}
            onUndo={takeBack}
            onClick={() =>
              begin({
                key,
                carryOut: () => void act("order.cancel", { orderId, reason: leftOver.reason }),
              })
            }
          >
            {leftOver.cancel}
          </DeedButton>
        </div>
      ) : (
        <output className="aside__answer">
          {order.status === "cancelled"
            ? aside.cancelled
            : order.confirmedAt === undefined
              ? leftOver.finished
              : aside.wanted}
        </output>
      )}
    </>
  );
}

function What({ order }: { order: Order }) {
  const words = useWords();
  const format = useFormat();
  const now = useNow();
  return (
    <>
      <p className="aside__what">
        <strong>{order.number}</strong> <bdi>{placeOf(order, words)}</bdi>
      </p>
      <p className="aside__more" dir="auto">
        {order.lines
          .filter(isFiredLine)
          .map((line) => words.kitchen.allDayCount(format.number(line.quantity), line.name))
          .join(", ")}
      </p>
      <p className="aside__more">
        {words.orders.leftOver.since(format.moment(fromIso(order.firedAt ?? order.placedAt), now))}
      </p>
    </>
  );
}
