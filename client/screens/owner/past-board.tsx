import { useMemo } from "react";
import type { Order } from "#shared/orders/order.ts";
import { useView } from "../../device/device-context.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { useWords } from "../../words/words.tsx";
import { LookBack } from "../shell/look-back.tsx";
import { Board, openOrders } from "./live-board.tsx";

/** Looking back at the board, as far as this phone has recorded the service. */
export function BoardLookBack({ onClose }: { onClose: () => void }) {
  const { orders } = useView();
  const liveIds = useMemo(
    () => openOrders(orders.values()).map((order) => order.orderId),
    [orders],
  );
  return (
    <LookBack
      liveIds={liveIds}
      lookOf={lookThen}
      onClose={onClose}
      draw={(then, ms) => <PastBoard orders={then} ms={ms} />}
    />
  );
}

function PastBoard({ orders, ms }: { orders: ReadonlyMap<string, Order>; ms: number }) {
  const { lookBack: words, owner } = useWords();
  if (openOrders(orders.values()).length === 0) return <EmptyState title={words.nothingThen} />;
  return (
    <div className="owner owner--board">
      <Board title={owner.openOrders} orders={orders} ms={ms} />
    </div>
  );
}

/**
 * The board draws how far each line is, who has heard it and what it costs: nearly all of an order.
 */
const lookThen = (order: Order): string =>
  openOrders([order]).length === 0 ? "" : JSON.stringify(order);
