import { useMemo } from "react";
import { isInKitchen, type Order } from "#shared/orders/order.ts";
import { useView } from "../../device/device-context.tsx";
import { useWords } from "../../words/words.tsx";
import { Shell } from "../shell/shell.tsx";
import { useSoundOfNew } from "../shell/use-news.ts";
import { boardOf } from "./board.ts";
import "./display.css";

/** The public board: numbers in preparation and ready, large; names only where a guest gave one. */
export default function DisplayScreen() {
  const view = useView();
  const { display: words, role } = useWords();
  const board = useMemo(() => boardOf([...view.orders.values()].filter((order) => isInKitchen(order) && order.channel !== "dine_in")), [view.orders]);
  useSoundOfNew(useMemo(() => board.ready.map((order) => order.orderId), [board]), "chime");
  return (
    <Shell title={role.display}>
      <div className="board">
        <Column title={words.preparing} orders={board.preparing} tone="preparing" empty={words.none} />
        <Column title={words.ready} orders={board.ready} tone="ready" empty={words.none} />
      </div>
    </Shell>
  );
}

const Column = ({ title, orders, tone, empty }: { title: string; orders: readonly Order[]; tone: "preparing" | "ready"; empty: string }) => (
  <section className={`board__column board__column--${tone}`} aria-label={title}>
    <h2 className="board__title">{title}</h2>
    {orders.length === 0 ? (
      <p className="board__empty">{empty}</p>
    ) : (
      <ul className="board__numbers" aria-live={tone === "ready" ? "polite" : "off"}>
        {orders.map((order) => (
          <li key={order.orderId} className="board__number">
            {order.number}
            {order.guestName !== null && <span className="board__name">{order.guestName}</span>}
          </li>
        ))}
      </ul>
    )}
  </section>
);
