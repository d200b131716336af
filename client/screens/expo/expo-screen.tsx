import { useCallback, useMemo, useRef, useState } from "react";
import { isAllReady, type Order } from "#shared/orders/order.ts";
import { useAct, useDevice, useNow, useView } from "../../device/device-context.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ChoiceField } from "../../ui/field.tsx";
import { Guarded } from "../../ui/guarded.tsx";
import { prefer, usePreferences } from "../../ui/preferences.ts";
import { BrandMark } from "../../ui/wordmark.tsx";
import { useWords } from "../../words/words.tsx";
import { AndMore } from "../orders/and-more.tsx";
import { MOST_DRAWN } from "../orders/most-tickets-drawn.ts";
import { AsidePrompt } from "../orders/aside-prompt.tsx";
import { GuestPause } from "../orders/guest-pause.tsx";
import { LeftOverPrompt } from "../orders/left-over-prompt.tsx";
import { OffListButton } from "../orders/off-list-button.tsx";
import { PlainOrder } from "../orders/plain-order.tsx";
import { useHeldSizes } from "../orders/use-held-sizes.ts";
import { useSeen } from "../orders/use-seen.ts";
import { useOrdersOnBoard } from "../orders/use-set-aside.ts";
import { LookBackButton } from "../shell/look-back.tsx";
import { Shell } from "../shell/shell.tsx";
import { useNews, useSoundOfNew } from "../shell/use-news.ts";
import { useHandsOff, useHeldOrder } from "../../ui/hands.ts";
import { ExpoFoot, type PassDeeds } from "./expo-foot.tsx";
import { ExpoOrder } from "./expo-order.tsx";
import { PassLookBack } from "./past-pass.tsx";
import { passOrders } from "./progress.ts";
import { handOffKey, useHandOffs } from "./use-hand-offs.ts";
import "./expo.css";

const ALL_STATIONS: readonly string[] = [];

/** The pass: whole orders, who they wait for, and the hand-off. */
export default function ExpoScreen() {
  const device = useDevice();
  const view = useView();
  const words = useWords();
  const { act, failure } = useAct();
  const { pending, handed, handOff, takeBack } = useHandOffs(act);
  const { clear, cleared } = useSeen();
  const free = useHandsOff();
  const list = useRef<HTMLElement>(null);
  const step = useNow(15_000);
  const board = useOrdersOnBoard();
  const orders = useMemo(
    () => passOrders(board, { handed, cleared, nowMs: Math.max(step, device.now()) }),
    [board, handed, cleared, step, device],
  );
  const shown = useHeldOrder(
    useMemo(() => orders.map((order) => order.orderId), [orders]),
    free,
  );
  useHeldSizes(list, free);
  useNews(ALL_STATIONS);
  useSoundOfNew(
    useMemo(() => orders.filter(isAllReady).map((order) => order.orderId), [orders]),
    "chime",
  );
  const call = useCallback(
    (order: Order, called: boolean) =>
      void act("order.call", { orderId: order.orderId, ...(called ? {} : { called }) }),
    [act],
  );
  const deeds = useMemo<PassDeeds>(
    () => ({ handOff, call, clear, takeBack }),
    [handOff, call, clear, takeBack],
  );
  const ready = orders.filter(isAllReady).length;
  const [lookingBack, setLookingBack] = useState(false);
  const settings = (closeSettings: () => void) => (
    <>
      <LookBackButton
        onOpen={() => {
          closeSettings();
          setLookingBack(true);
        }}
      />
      <OffListButton act={act} />
      <Steps />
      <GuestPause />
    </>
  );
  return (
    <Shell
      title={words.expo.title}
      about={words.expo.counts(orders.length, ready)}
      controls={
        <>
          <AsidePrompt act={act} />
          <LeftOverPrompt act={act} />
        </>
      }
      settings={settings}
      failure={failure}
    >
      {shown.length === 0 ? (
        <EmptyState mark={<BrandMark />} title={words.expo.empty} detail={words.expo.emptyDetail} />
      ) : (
        <section ref={list} className="expo" aria-label={words.expo.orders}>
          {shown.slice(0, MOST_DRAWN).map((orderId) => {
            const order = view.orders.get(orderId);
            if (order === undefined) return null;
            const handedOff = pending.get(handOffKey(orderId));
            return (
              <Guarded
                key={orderId}
                of={order}
                plain={
                  <PlainOrder order={order} className="pass">
                    <ExpoFoot order={order} handedOff={handedOff} deeds={deeds} />
                  </PlainOrder>
                }
              >
                <ExpoOrder order={order} handedOff={handedOff} deeds={deeds} />
              </Guarded>
            );
          })}
          <AndMore count={shown.length - MOST_DRAWN} />
        </section>
      )}
      {lookingBack && <PassLookBack liveIds={shown} onClose={() => setLookingBack(false)} />}
    </Shell>
  );
}

/** How many touches a hand-off takes at this pass. */
function Steps() {
  const { twoStep } = usePreferences();
  const { orders } = useWords();
  return (
    <ChoiceField
      legend={orders.pass.steps}
      value={twoStep ? "two" : "one"}
      options={[
        { value: "one", label: orders.pass.oneStep },
        { value: "two", label: orders.pass.twoStep },
      ]}
      onChange={(steps) => prefer({ twoStep: steps === "two" })}
    />
  );
}
