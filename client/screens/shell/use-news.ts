import { useEffect, useRef } from "react";
import { newsBetween } from "#shared/kitchen/news.ts";
import type { Order } from "#shared/orders/order.ts";
import { useLink, useOrders } from "../../device/device-context.tsx";
import { useSound } from "./use-sound.ts";

/**
 * Makes the sound of whatever becomes different for these stations. What was there when the screen
 * opened is no news.
 */
export function useNews(stationIds: readonly string[]): void {
  const orders = useOrders();
  const { state } = useLink();
  const filling = state === "starting" || state === "catching-up";
  const { play } = useSound();
  const before = useRef<{
    orders: ReadonlyMap<string, Order>;
    stationIds: readonly string[];
  } | null>(null);
  useEffect(() => {
    const last = before.current;
    // What an opening screen is filled with is no news; what it missed later is.
    if (last === null && filling) return;
    before.current = { orders, stationIds };
    // Another choice of stations is a person's, not news.
    if (last === null || last.stationIds.join() !== stationIds.join()) return;
    for (const kind of newsBetween(last.orders, orders, stationIds)) play(kind);
  }, [orders, stationIds, play, filling]);
}

/**
 * Makes a sound when something joins `ids`, and says nothing about what was there at first or
 * leaves.
 */
export function useSoundOfNew(ids: readonly string[], tune: "late" | "chime"): void {
  const { play } = useSound();
  const known = useRef<ReadonlySet<string> | null>(null);
  const now = ids.join(" ");
  useEffect(() => {
    const current = new Set(now === "" ? [] : now.split(" "));
    const last = known.current;
    known.current = current;
    if (last !== null && [...current].some((id) => !last.has(id))) play(tune);
  }, [now, play, tune]);
}
