import { isOffBoard } from "#shared/kitchen/left-over.ts";
import type { Order } from "#shared/orders/order.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Guarded } from "../../ui/guarded.tsx";
import { useWords } from "../../words/words.tsx";
import { PlainOrder } from "../orders/plain-order.tsx";
import { LookBack } from "../shell/look-back.tsx";
import { PastOrder } from "./expo-order.tsx";
import { passOrders } from "./progress.ts";

/** Looking back at the pass. */
export const PassLookBack = ({
  liveIds,
  onClose,
}: {
  liveIds: readonly string[];
  onClose: () => void;
}) => (
  <LookBack
    liveIds={liveIds}
    lookOf={lookThen}
    onClose={onClose}
    draw={(orders, ms) => <PastPass orders={ordersThen(orders.values(), ms)} ms={ms} />}
  />
);

function PastPass({ orders, ms }: { orders: readonly Order[]; ms: number }) {
  const { lookBack: words } = useWords();
  if (orders.length === 0) return <EmptyState title={words.nothingThen} />;
  return (
    <div className="expo expo--past">
      {orders.map((order) => (
        <Guarded key={order.orderId} of={order} plain={<PlainOrder order={order} />}>
          <PastOrder order={order} ms={ms} />
        </Guarded>
      ))}
    </div>
  );
}

const NONE: ReadonlySet<string> = new Set();

/** Who had put a cancelled order away here is in no log: it stands for as long as it may. */
const ordersThen = (orders: Iterable<Order>, ms: number): readonly Order[] =>
  passOrders(
    [...orders].filter((order) => !isOffBoard(order, ms)),
    { handed: NONE, cleared: NONE, nowMs: ms },
  );

/** The pass draws nearly all of an order, also who has heard it. */
const lookThen = (order: Order, ms: number): string =>
  ordersThen([order], ms).length === 0 ? "" : JSON.stringify(order);
