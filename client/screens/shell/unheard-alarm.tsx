import { useEffect } from "react";
import { unheardOrders } from "#shared/kitchen/board.ts";
import { crowdsOf, outsideOf } from "#shared/kitchen/crowds.ts";
import { SECOND } from "#shared/kernel/time.ts";
import type { Order } from "#shared/orders/order.ts";
import { useNow, useView } from "../../device/device-context.tsx";
import { useFormat, useWords } from "../../words/words.tsx";
import { plainNumber } from "../orders/plain-order.tsx";
import { alarmsOf } from "../orders/unscreened.ts";
import { useSound } from "./use-sound.ts";

/** How often the alarm sounds again while an order is still not heard, in ms. */
const AGAIN_MS = 8_000;

/**
 * Orders that no kitchen screen has shown in time, aloud on every screen of this role, whatever is
 * drawn on it; silent when they are shown.
 */
export function UnheardAlarm() {
  const view = useView();
  const { orders, settings } = view;
  const { sound: words, door } = useWords();
  const format = useFormat();
  const { play } = useSound();
  const now = useNow();
  const crowds = crowdsOf(orders.values(), settings);
  const { unheard, unscreened, stations } = alarmsOf(
    outsideOf(crowds, unheardOrders(orders.values(), now, settings.shownAlarmSeconds * SECOND)),
    view,
  );
  const numbersOf = (some: readonly Order[]) => format.list(some.map(plainNumber));
  const rings = unheard.length > 0 || unscreened.length > 0 || crowds.length > 0;
  useEffect(() => {
    if (!rings) return undefined;
    play("alarm");
    const timer = setInterval(() => play("alarm"), AGAIN_MS);
    return () => clearInterval(timer);
  }, [rings, play]);
  return (
    <p className="visually-hidden" role="alert">
      {[
        crowds.length > 0 ? door.crowd.aloud(format.list(crowds.map((crowd) => crowd.label))) : "",
        unscreened.length > 0
          ? words.unscreened(format.list(stations), unscreened.length, numbersOf(unscreened))
          : "",
        unheard.length > 0 ? words.unheard(numbersOf(unheard)) : "",
      ]
        .filter(Boolean)
        .join(" ")}
    </p>
  );
}
