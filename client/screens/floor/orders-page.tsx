import { useMemo, useRef } from "react";
import type { Order } from "#shared/orders/order.ts";
import { useView, type Act } from "../../device/device-context.tsx";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Guarded } from "../../ui/guarded.tsx";
import { BackIcon, PlusIcon } from "../../ui/icons.tsx";
import { useWords } from "../../words/words.tsx";
import { PlainOrder } from "../orders/plain-order.tsx";
import { AndMore } from "../orders/and-more.tsx";
import { MOST_DRAWN } from "../orders/most-tickets-drawn.ts";
import { TableDoor } from "../orders/table-door.tsx";
import { useHeldSizes } from "../orders/use-held-sizes.ts";
import { useHandsOff, useHeldOrder } from "../../ui/hands.ts";
import { OrderDetails } from "./order-details.tsx";

type OrdersPageProps = {
  title: string;
  orders: readonly Order[];
  empty: string;
  tableId?: string;
  onBack: () => void;
  onNew?: () => void;
  act: Act;
  onAdd: (orderId: string) => void;
};

/**
 * The orders of a table, or one that has none, with all that may be done about them. Nothing moves
 * while a hand is on it.
 */
export function OrdersPage({
  title,
  orders,
  empty,
  tableId,
  onBack,
  onNew,
  act,
  onAdd,
}: OrdersPageProps) {
  const view = useView();
  const words = useWords();
  const list = useRef<HTMLDivElement>(null);
  const free = useHandsOff();
  const shown = useHeldOrder(
    useMemo(() => orders.map((order) => order.orderId), [orders]),
    free,
  );
  useHeldSizes(list, free);
  return (
    <div className="floor">
      <header className="floor__head">
        <Button
          className="floor__back"
          tone="quiet"
          size="kitchen"
          icon={<BackIcon />}
          aria-label={words.floor.tables}
          onClick={onBack}
        >
          {words.floor.tables}
        </Button>
        <h2 className="floor__title floor__title--page">{title}</h2>
        {onNew !== undefined && (
          <Button tone="go" size="kitchen" icon={<PlusIcon />} onClick={onNew}>
            {words.floor.newOrder}
          </Button>
        )}
      </header>
      {tableId !== undefined && (
        <TableDoor
          tableId={tableId}
          label={view.tables.find((table) => table.id === tableId)?.label ?? tableId}
        />
      )}
      {shown.length === 0 ? (
        <EmptyState title={empty} />
      ) : (
        <div ref={list} className="orders">
          {shown.slice(0, MOST_DRAWN).map((orderId) => {
            const order = view.orders.get(orderId);
            return order === undefined ? null : (
              <Guarded key={orderId} of={order} plain={<PlainOrder order={order} />}>
                <OrderDetails order={order} act={act} onAdd={onAdd} />
              </Guarded>
            );
          })}
          <AndMore count={shown.length - MOST_DRAWN} />
        </div>
      )}
    </div>
  );
}
