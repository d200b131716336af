import { useMemo, useSyncExternalStore } from "react";
import { isInKitchen, type Order } from "#shared/orders/order.ts";
import { useAct, useView } from "../../device/device-context.tsx";
import { address, goBack, goTo, onAddress } from "../../platform/address.ts";
import { useWords } from "../../words/words.tsx";
import { GuestPause } from "../orders/guest-pause.tsx";
import { OffListButton } from "../orders/off-list-button.tsx";
import { useUndo } from "../orders/use-undo.ts";
import { Shell } from "../shell/shell.tsx";
import { useSoundOfNew } from "../shell/use-news.ts";
import { FloorHome } from "./floor-home.tsx";
import { NeedsBar } from "./needs-bar.tsx";
import { OrdersPage } from "./orders-page.tsx";
import { pathTo, readPlace, type FloorPlace } from "./place.ts";
import { isOpen } from "./tables.ts";
import { TakeOrder, type Target } from "./take-order.tsx";
import "./floor.css";

/** The waiter's screen: tables, taking orders, and what became of them. */
export default function FloorScreen() {
  const view = useView();
  const words = useWords();
  const { act, failure } = useAct();
  const { pending } = useUndo();
  const { fragment } = useSyncExternalStore(onAddress, address);
  const place = readPlace(fragment);
  const go = (to: FloorPlace) => goTo(pathTo(to));
  const target = targetOf(place, view, words);
  useSoundOfNew(
    useMemo(
      () =>
        [...view.orders.values()]
          .filter((order) => isInKitchen(order) && order.calledAt !== undefined)
          .map((order) => order.orderId),
      [view.orders],
    ),
    "chime",
  );
  // What was just moved away stays here for as long as it can be taken back.
  const isAt = (order: Order, tableId: string) =>
    isOpen(order) && (order.tableId === tableId || pending.has(`move/${order.orderId}`));
  return (
    <Shell
      title={words.floor.title}
      fixed={target !== null}
      settings={
        <>
          <OffListButton act={act} />
          <GuestPause />
        </>
      }
      failure={failure}
      controls={<NeedsBar act={act} onOpen={(order) => go(placeOfOrder(order, order.orderId))} />}
    >
      {target !== null ? (
        <TakeOrder
          key={fragment}
          target={target}
          act={act}
          onBack={goBack}
          onSent={(orderId) =>
            goTo(
              pathTo(
                place.kind === "take"
                  ? { kind: "table", tableId: place.tableId }
                  : placeOfOrder(view.orders.get(orderId), orderId),
              ),
              "replace",
            )
          }
        />
      ) : place.kind === "table" ? (
        <OrdersPage
          key={fragment}
          title={tableName(place.tableId, view, words)}
          orders={[...view.orders.values()]
            .filter((order) => isAt(order, place.tableId))
            .sort((a, b) => (a.placedAt < b.placedAt ? -1 : 1))}
          empty={words.floor.tableEmpty}
          tableId={place.tableId}
          onBack={() => go({ kind: "home" })}
          onNew={() => go({ kind: "take", tableId: place.tableId })}
          act={act}
          onAdd={(orderId) => go({ kind: "add", orderId })}
        />
      ) : place.kind === "order" ? (
        <OrdersPage
          key={fragment}
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

function placeOfOrder(order: Order | undefined, orderId: string): FloorPlace {
  return order === undefined || order.tableId === null
    ? { kind: "order", orderId }
    : { kind: "table", tableId: order.tableId };
}

function tableName(
  tableId: string,
  { tables }: ReturnType<typeof useView>,
  { common }: ReturnType<typeof useWords>,
): string {
  const table = tables.find(({ id }) => id === tableId);
  return table === undefined ? common.goneTable : common.table(table.label);
}

function targetOf(
  place: FloorPlace,
  view: ReturnType<typeof useView>,
  words: ReturnType<typeof useWords>,
): Target | null {
  switch (place.kind) {
    case "take":
      return {
        kind: "new",
        channel: "dine_in",
        tableId: place.tableId,
        label: tableName(place.tableId, view, words),
      };
    case "take-out":
      return {
        kind: "new",
        channel: place.channel,
        tableId: null,
        label: words.channel[place.channel],
      };
    case "add":
      return {
        kind: "add",
        orderId: place.orderId,
        number: view.orders.get(place.orderId)?.number ?? "",
      };
    default:
      return null;
  }
}
