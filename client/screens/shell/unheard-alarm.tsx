import { useEffect } from "react";
import { unheardOrders } from "#shared/kitchen/board.ts";
import { SECOND } from "#shared/kernel/time.ts";
import { useNow, useView } from "../../device/device-context.tsx";
import { useFormat, useWords } from "../../words/words.tsx";
import { useSound } from "./use-sound.ts";

/** How often the alarm sounds again while an order is still not heard, in ms. */
const AGAIN_MS = 8_000;

/** Orders that no kitchen screen has shown in time, aloud on every screen of this role, whatever is drawn on it; silent when they are shown. */
export function UnheardAlarm() {
  const { orders, settings } = useView();
  const { sound: words } = useWords();
  const format = useFormat();
  const { play } = useSound();
  const now = useNow();
  const numbers = unheardOrders(orders.values(), now, settings.shownAlarmSeconds * SECOND).map((order) => order.number);
  const rings = numbers.length > 0;
  useEffect(() => {
    if (!rings) return undefined;
    play("alarm");
    const timer = setInterval(() => play("alarm"), AGAIN_MS);
    return () => clearInterval(timer);
  }, [rings, play]);
  return (
    <p className="visually-hidden" role="alert">
      {rings ? words.unheard(format.list(numbers)) : ""}
    </p>
  );
}
