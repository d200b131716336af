import { useMemo } from "react";
import { useAct, useView } from "../../device/device-context.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Mark } from "../../ui/wordmark.tsx";
import { useWords } from "../../words/words.tsx";
import { Shell } from "../shell/shell.tsx";
import { useNews, useSoundOfNew } from "../shell/use-news.ts";
import { useHandsOff, useHeldOrder } from "../../ui/hands.ts";
import { ExpoOrder } from "./expo-order.tsx";
import { isAllReady, passOrders } from "./progress.ts";
import { useHandOffs } from "./use-hand-offs.ts";
import "./expo.css";

const ALL_STATIONS: readonly string[] = [];

/** The pass: whole orders, who they wait for, and the hand-off. */
export default function ExpoScreen() {
  const view = useView();
  const words = useWords();
  const { act, failure, forget } = useAct();
  const handOffs = useHandOffs(act);
  const free = useHandsOff();
  const orders = useMemo(() => passOrders(view.orders.values(), handOffs.handed), [view.orders, handOffs.handed]);
  const shown = useHeldOrder(useMemo(() => orders.map((order) => order.orderId), [orders]), free);
  useNews(ALL_STATIONS);
  useSoundOfNew(useMemo(() => orders.filter(isAllReady).map((order) => order.orderId), [orders]), "chime");
  const ready = orders.filter(isAllReady).length;
  return (
    <Shell title={words.expo.title} about={words.expo.counts(orders.length, ready)} failure={failure} onFailureSeen={forget}>
      {shown.length === 0 ? (
        <EmptyState mark={<Mark />} title={words.expo.empty} detail={words.expo.emptyDetail} />
      ) : (
        <section className="expo" aria-label={words.expo.orders}>
          {shown.map((orderId) => {
            const order = view.orders.get(orderId);
            return order === undefined ? null : <ExpoOrder key={orderId} order={order} undoable={handOffs.handed.has(orderId)} onHandOff={handOffs.handOff} onUndo={handOffs.undo} />;
          })}
        </section>
      )}
    </Shell>
  );
}
