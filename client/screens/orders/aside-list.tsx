import { isSetAside } from "#shared/kitchen/set-aside.ts";
import { fromIso, MINUTE } from "#shared/kernel/time.ts";
import type { Order } from "#shared/orders/order.ts";
import { useNow, useView, type Act } from "../../device/device-context.tsx";
import { Button } from "../../ui/button.tsx";
import { Guarded } from "../../ui/guarded.tsx";
import { useFormat, useWords } from "../../words/words.tsx";
import { DeedButton } from "./deed-button.tsx";
import { promiseSaid } from "./promise.ts";
import { placeOf } from "./place-of.ts";
import { PlainOrder, plainNumber } from "./plain-order.tsx";
import { useKeptRows } from "./use-kept-rows.ts";
import { useSetAside } from "./use-set-aside.ts";
import { useUndo } from "./use-undo.ts";
import "./orders.css";

/**
 * After this long between taking and recording, it was the tablet that took it that was cut off.
 */
const LATE_MS = MINUTE;

/**
 * Each order that waited out an outage, asked about one by one. A row stays where it is for as long
 * as the list is open, whatever is answered here or elsewhere: nothing closes up under a finger.
 */
export function AsideList({ act }: { act: Act }) {
  const { orders } = useView();
  const { orders: words } = useWords();
  const rows = useKeptRows(useSetAside().map((order) => order.orderId)).flatMap(
    (orderId) => orders.get(orderId) ?? [],
  );
  return (
    <ul className="aside" aria-label={words.aside.list}>
      {rows.map((order) => (
        <li key={order.orderId} className="aside__order" data-order={order.orderId}>
          <Asked order={order} act={act} />
        </li>
      ))}
    </ul>
  );
}

/** One of them: what it is, since when it waits, and the two answers. */
export function Asked({ order, act }: { order: Order; act: Act }) {
  const { orders } = useWords();
  const now = useNow();
  const { pending, begin, takeBack } = useUndo();
  const { orderId } = order;
  const number = plainNumber(order);
  const key = `cancel/${orderId}`;
  const leaving = pending.get(key);
  const asks = isSetAside(order, now);
  const no = () =>
    begin({
      key,
      carryOut: () => void act("order.cancel", { orderId, reason: orders.aside.reason }),
    });
  return (
    <>
      <Guarded of={order} plain={<PlainOrder order={order} />}>
        <What order={order} />
      </Guarded>
      {asks ? (
        <div className="aside__do">
          <Button
            tone="go"
            size="kitchen"
            disabled={leaving !== undefined}
            aria-label={orders.aside.yesOrder(number)}
            onClick={() => void act("order.confirm", { orderId })}
          >
            {orders.aside.yes}
          </Button>
          <DeedButton
            tone="stop"
            size="kitchen"
            doing={orders.undo.cancel(number)}
            undoable={leaving}
            aria-label={orders.aside.noOrder(number)}
            onUndo={takeBack}
            onClick={no}
          >
            {orders.aside.no}
          </DeedButton>
        </div>
      ) : (
        <output className="aside__answer">
          {order.status === "cancelled"
            ? orders.aside.cancelled
            : order.confirmedAt === undefined
              ? orders.aside.taken
              : orders.aside.wanted}
        </output>
      )}
    </>
  );
}

function What({ order }: { order: Order }) {
  const { unsentOrderIds } = useView();
  const words = useWords();
  const { aside } = words.orders;
  const format = useFormat();
  const now = useNow();
  return (
    <>
      <p className="aside__what">
        <strong>{order.number}</strong> <bdi>{placeOf(order, words)}</bdi>
        {order.promisedAt !== null && (
          <strong className="aside__promised">
            {promiseSaid(order.promisedAt, now, words, format)}
          </strong>
        )}
      </p>
      <p className="aside__more">
        {order.lines
          .filter((line) => line.status !== "cancelled")
          .map((line) => words.kitchen.allDayCount(format.number(line.quantity), line.name))
          .join(", ")}
      </p>
      <p className="aside__more">{howLate(order, unsentOrderIds.has(order.orderId))}</p>
    </>
  );

  function howLate({ placedAt, recordedAt }: Order, unsent: boolean): string {
    const taken = format.time(fromIso(placedAt));
    if (recordedAt === undefined) return unsent ? aside.unsent(taken) : aside.unshown(taken);
    return fromIso(recordedAt) - fromIso(placedAt) < LATE_MS
      ? aside.unshown(taken)
      : aside.late(taken, format.time(fromIso(recordedAt)));
  }
}
