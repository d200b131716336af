import type { ReactNode } from "react";
import { ageMs } from "#shared/kitchen/aging.ts";
import { fromIso } from "#shared/kernel/time.ts";
import { isClosed, isHeard, type Order } from "#shared/orders/order.ts";
import { useNow, useView, type Act } from "../../device/device-context.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { useFormat, useWords } from "../../words/words.tsx";
import { AsideList } from "../orders/aside-list.tsx";
import { DeedButton } from "../orders/deed-button.tsx";
import { placeOf } from "../orders/place-of.ts";
import { useKeptRows } from "../orders/use-kept-rows.ts";
import type { Needs } from "./needs.ts";
import { useOrderDeeds } from "./use-order-deeds.ts";
import "./needs.css";

type NeedsDialogProps = { needs: Needs; act: Act; onOpen: (order: Order) => void; onClose: () => void };
type RowProps = { order: Order; act: Act; onOpen: (order: Order) => void };

/** All that needs somebody. What is over says so where it stands, and leaves when the list is opened again: nothing closes up under a finger. */
export function NeedsDialog({ needs, act, onOpen, onClose }: NeedsDialogProps) {
  const { orders: words, common } = useWords();
  const [unheard, aside, guests, pickUps] = [useOrders(needs.unheard), useOrders(needs.aside), useOrders(needs.guests), useOrders(needs.pickUps)];
  const none = unheard.length + aside.length + guests.length + pickUps.length === 0;
  return (
    <Dialog title={words.needs.title} closeLabel={common.close} onClose={onClose}>
      {none && <EmptyState title={words.needs.none} detail={words.needs.noneHint} />}
      <Part title={words.needs.unheardTitle} orders={unheard} row={(order) => <Unheard key={order.orderId} order={order} act={act} onOpen={onOpen} />} />
      {aside.length > 0 && (
        <section className="needs" aria-label={words.aside.list}>
          <h3 className="needs__title">{words.aside.title(aside.length)}</h3>
          <p className="needs__hint">{words.aside.hint}</p>
          <AsideList act={act} />
        </section>
      )}
      <Part title={words.needs.guestsTitle} orders={guests} row={(order) => <Guest key={order.orderId} order={order} act={act} onOpen={onOpen} />} />
      <Part title={words.needs.pickUpsTitle} orders={pickUps} row={(order) => <PickUp key={order.orderId} order={order} act={act} onOpen={onOpen} />} />
    </Dialog>
  );
}

/** The rows that were there when the list was opened, and new ones, as their orders are now. */
function useOrders(needed: readonly Order[]): readonly Order[] {
  const { orders } = useView();
  return useKeptRows(needed).flatMap((orderId) => orders.get(orderId) ?? []);
}

function Part({ title, orders, row }: { title: string; orders: readonly Order[]; row: (order: Order) => ReactNode }) {
  if (orders.length === 0) return null;
  return (
    <section className="needs" aria-label={title}>
      <h3 className="needs__title">{title}</h3>
      <ul>{orders.map(row)}</ul>
    </section>
  );
}

function Unheard({ order, onOpen }: RowProps) {
  const words = useWords();
  const format = useFormat();
  const now = useNow();
  const { number } = order;
  return (
    <Row order={order} over={isClosed(order) ? words.orders.needs.gone(number) : isHeard(order) ? words.orders.needs.heardNow(number) : null} said={words.floor.alarm(number, placeOf(order, words), format.age(ageMs(order, now)))}>
      <Open order={order} onOpen={onOpen} />
    </Row>
  );
}

function Guest({ order, act, onOpen }: RowProps) {
  const words = useWords();
  const format = useFormat();
  const now = useNow();
  const deeds = useOrderDeeds(order, act);
  const { number } = order;
  const dishes = order.lines.map((line) => words.kitchen.allDayCount(format.number(line.quantity), line.name)).join(", ");
  return (
    <Row
      order={order}
      over={order.status === "cancelled" ? words.orders.needs.gone(number) : order.status === "pending" ? null : words.orders.needs.accepted(number)}
      said={words.floor.guestWaits(number, placeOf(order, words), format.age(ageMs(order, now)))}
      more={dishes}
    >
      <DeedButton tone="go" size="kitchen" doing={words.orders.undo.accept(number)} undoable={deeds.pending("accept")} aria-label={words.floor.acceptOrder(number)} onUndo={deeds.takeBack} onClick={deeds.accept}>
        {words.floor.accept}
      </DeedButton>
      <Open order={order} onOpen={onOpen} />
    </Row>
  );
}

function PickUp({ order, onOpen }: RowProps) {
  const words = useWords();
  const format = useFormat();
  const now = useNow();
  const called = order.calledAt === undefined ? null : format.age(now - fromIso(order.calledAt));
  return (
    <Row order={order} over={called === null ? words.orders.needs.pickedUp(order.number) : null} said={words.orders.needs.pickUp(order.number, placeOf(order, words), called ?? "")}>
      <Open order={order} onOpen={onOpen} />
    </Row>
  );
}

function Row({ order, said, more, over, children }: { order: Order; said: string; more?: string; over: string | null; children: ReactNode }) {
  return (
    <li className="needs__row" data-order={order.orderId}>
      <p className={over === null ? "needs__said" : "needs__said needs__said--over"}>{over ?? said}</p>
      {more !== undefined && <p className="needs__hint">{more}</p>}
      <div className="needs__do">{over === null && children}</div>
    </li>
  );
}

function Open({ order, onOpen }: { order: Order; onOpen: (order: Order) => void }) {
  const { floor } = useWords();
  return (
    <Button size="kitchen" tone="quiet" aria-label={floor.openOrder(order.number)} onClick={() => onOpen(order)}>
      {floor.look}
    </Button>
  );
}
