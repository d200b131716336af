import { useEffect, useMemo, useSyncExternalStore } from "react";
import { askServer } from "../../platform/http.ts";
import { ids } from "../../platform/ids.ts";
import { onHint } from "../../platform/moments.ts";
import { isVisible } from "../../platform/page.ts";
import { readSaved, save } from "../../platform/saved.ts";
import { followOrder } from "./follow-order.ts";
import { createGuest, type Guest, type GuestView } from "./guest-order.ts";
import { isOver } from "./guest-state.ts";

/** Asking is the net under the stream: it also notices a menu that changed and a connection that came back. */
const ATTEND_MS = 4_000;
const COME_BACK_MS = 3_000;

const nowMs = () => Date.now();
const newId = () => ids.next();

/** A guest for this table link, attended to while somebody looks at the page. */
export function useGuest(tableToken: string): { guest: Guest; view: GuestView } {
  const guest = useMemo(() => createGuest(tableToken, { ask: askServer, load: readSaved, save, nowMs, newId }), [tableToken]);
  const view = useSyncExternalStore(guest.subscribe, guest.view);
  useEffect(() => {
    const attend = () => {
      if (isVisible()) void guest.attend();
    };
    attend();
    const timer = setInterval(attend, ATTEND_MS);
    const stop = onHint(attend);
    return () => {
      clearInterval(timer);
      stop();
    };
  }, [guest]);

  const { waitUntil } = view;
  useEffect(() => {
    if (waitUntil === null) return undefined;
    const timer = setTimeout(() => void guest.attend(), Math.max(0, waitUntil - nowMs()));
    return () => clearTimeout(timer);
  }, [guest, waitUntil]);

  const following = view.orders.find((order) => order.answer !== null && !isOver(order))?.orderId ?? null;
  useEffect(() => {
    if (following === null) return undefined;
    const end = new AbortController();
    const follow = async () => {
      while (!end.signal.aborted) {
        await followOrder(tableToken, following, end.signal, guest.heard);
        await new Promise((resolve) => setTimeout(resolve, COME_BACK_MS));
      }
    };
    void follow();
    return () => end.abort();
  }, [following, guest, tableToken]);
  return { guest, view };
}
