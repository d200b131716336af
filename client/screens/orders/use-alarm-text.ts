import { ageMs } from "#shared/kitchen/aging.ts";
import type { Order } from "#shared/orders/order.ts";
import { useNow, useView } from "../../device/device-context.tsx";
import { useFormat, useWords } from "../../words/words.tsx";
import { placeInSentence } from "./place-of.ts";
import { unscreenedNames } from "./unscreened.ts";

/** What is said of an order that nobody has heard. */
export function useAlarmText(): (order: Order) => string {
  const view = useView();
  const words = useWords();
  const format = useFormat();
  const now = useNow();
  return (order) => {
    const stations = unscreenedNames(order, view);
    const [place, age] = [placeInSentence(order, words), format.age(ageMs(order, now))];
    return stations.length === 0
      ? words.floor.alarm(order.number, place, age)
      : words.floor.unscreened(format.list(stations), order.number, place, age);
  };
}
