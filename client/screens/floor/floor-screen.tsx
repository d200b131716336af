import { useSyncExternalStore } from "react";
import type { Order } from "#shared/orders/order.ts";
import { useAct, useView } from "../../device/device-context.tsx";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { BackIcon, PlusIcon } from "../../ui/icons.tsx";
import { address, goBack, goTo, onAddress } from "../../platform/address.ts";
import { useWords } from "../../words/words.tsx";
import { Shell } from "../shell/shell.tsx";
import { Alarms } from "./alarms.tsx";
import { FloorHome } from "./floor-home.tsx";
import { OrderDetails } from "./order-details.tsx";
import { pathTo, readPlace, type Place } from "./place.ts";
import { isOpen } from "./tables.ts";
import { TakeOrder, type Target } from "./take-order.tsx";
import { Triage } from "./triage.tsx";
import "./floor.css";

/** The waiter's screen: tables, taking orders, and what became of them. */
export default function FloorScreen() {
  const view = useView();
  const words = useWords();
  const { act, failure, forget } = useAct();
  const { fragment } = useSyncExternalStore(onAddress, address);
  const place = readPlace(fragment);
  const go = (to: Place) => goTo(pathTo(to));
  const openOrder = (order: Order) => go(order.tableId === null ? { kind: "order", orderId: order.orderId } : { kind: "table", tableId: order.tableId });
  const target = targetOf(place, view, words);
  return (
    <Shell title={words.floor.title} failure={failure} onFailureSeen={forget}>
      {target === null && <Alarms act={act} onOpen={openOrder} />}
      {target === null && <Triage act={act} />}
      {target !== null ? (
        <TakeOrder
          key={fragment}
          target={target}
          act={act}
          onBack={goBack}
          onSent={(orderId) => goTo(pathTo(place.kind === "take" ? { kind: "table", tableId: place.tableId } : placeOfOrder(view.orders.get(orderId), orderId)), "replace")}
        />
      ) : place.kind === "table" ? (
        <OrdersPage
          title={words.common.table(view.tables.find((table) => table.id === place.tableId)?.label ?? place.tableId)}
          orders={[...view.orders.values()].filter((order) => order.tableId === place.tableId && isOpen(order)).sort((a, b) => (a.placedAt < b.placedAt ? -1 : 1))}
          empty={words.floor.tableEmpty}
          onBack={() => go({ kind: "home" })}
          onNew={() => go({ kind: "take", tableId: place.tableId })}
          act={act}
          onAdd={(orderId) => go({ kind: "add", orderId })}
        />
      ) : place.kind === "order" ? (
        <OrdersPage
          title={words.common.order(view.orders.get(place.orderId)?.number ?? "")}
          orders={[view.orders.get(place.orderId)].filter((order) => order !== undefined)}
          empty={words.floor.noOrders}
          onBack={() => go({ kind: "home" })}
          act={act}
          onAdd={(orderId) => go({ kind: "add", orderId })}
        />
      ) : (
        <FloorHome onGo={go} />
      )}
    </Shell>
  );
}

type OrdersPageProps = { title: string; orders: readonly Order[]; empty: string; onBack: () => void; onNew?: () => void; act: ReturnType<typeof useAct>["act"]; onAdd: (orderId: string) => void };

function OrdersPage({ title, orders, empty, onBack, onNew, act, onAdd }: OrdersPageProps) {
  const words = useWords();
  return (
    <div className="floor">
      <header className="floor__head">
        <Button tone="quiet" size="kitchen" icon={<BackIcon />} onClick={onBack}>
          {words.floor.tables}
        </Button>
        <h2 className="floor__title floor__title--page">{title}</h2>
        {onNew !== undefined && (
          <Button tone="go" size="kitchen" icon={<PlusIcon />} onClick={onNew}>
            {words.floor.newOrder}
          </Button>
        )}
      </header>
      {orders.length === 0 ? (
        <EmptyState title={empty} />
      ) : (
        <div className="orders">
          {orders.map((order) => (
            <OrderDetails key={order.orderId} order={order} act={act} onAdd={onAdd} />
          ))}
        </div>
      )}
    </div>
  );
}

function placeOfOrder(order: Order | undefined, orderId: string): Place {
  return order === undefined || order.tableId === null ? { kind: "order", orderId } : { kind: "table", tableId: order.tableId };
}

function targetOf(place: Place, view: ReturnType<typeof useView>, words: ReturnType<typeof useWords>): Target | null {
  switch (place.kind) {
    case "take":
      return { kind: "new", channel: "dine_in", tableId: place.tableId, label: words.common.table(view.tables.find((table) => table.id === place.tableId)?.label ?? place.tableId) };
    case "take-out":
      return { kind: "new", channel: place.channel, tableId: null, label: words.channel[place.channel] };
    case "add":
      return { kind: "add", orderId: place.orderId, number: view.orders.get(place.orderId)?.number ?? "" };
    default:
      return null;
  }
}
