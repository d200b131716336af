import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { askServer } from "../../platform/http.ts";
import { ids } from "../../platform/ids.ts";
import { onHint } from "../../platform/moments.ts";
import { isVisible, onVisibility } from "../../platform/page.ts";
import { readSaved, save } from "../../platform/local-storage.ts";
import { followOrder } from "./follow-order.ts";
import type { Guest, GuestView } from "./guest-order-port.ts";
import { createGuest } from "./guest-order.ts";
import { isOver } from "./guest-state.ts";

/**
 * Asking is the net under the stream: it also notices a menu that changed and a connection that
 * came back.
 */
const ATTEND_MS = 4_000;
const COME_BACK_MS = 3_000;

const nowMs = () => Date.now();
const newId = () => ids.next();

/**
 * Somebody who looks again sees what was so before, for no longer than that unless the server says
 * that it still is.
 */
const DOUBT_MS = 2_000;

/** A guest for this table link, attended to while somebody looks at the page. */
export function useGuest(tableToken: string): { guest: Guest; view: GuestView } {
  /**
   * An answer that comes after the page is gone is kept nowhere: the next page has begun with what
   * was kept before, and writes there itself.
   */
  const [presence] = useState(makePresence);
  const guest = useMemo(
    () =>
      createGuest(tableToken, {
        ask: askServer,
        load: readSaved,
        save: (key, value) => !presence.isHere() || save(key, value),
        nowMs,
        newId,
      }),
    [tableToken, presence],
  );
  useEffect(() => {
    presence.come();
    return presence.go;
  }, [presence]);
  const view = useSyncExternalStore(guest.subscribe, guest.view);
  useEffect(() => {
    const attend = () => {
      if (isVisible()) void guest.attend();
    };
    let doubt: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      const since = nowMs();
      attend();
      clearTimeout(doubt);
      doubt = setTimeout(() => guest.doubt(since), DOUBT_MS);
    };
    attend();
    const timer = setInterval(attend, ATTEND_MS);
    const stop = onHint(look);
    return () => {
      clearInterval(timer);
      clearTimeout(doubt);
      stop();
    };
  }, [guest]);

  const { waitUntil } = view;
  useEffect(() => {
    if (waitUntil === null) return undefined;
    const timer = setTimeout(() => void guest.attend(), Math.max(0, waitUntil - nowMs()));
    return () => clearTimeout(timer);
  }, [guest, waitUntil]);

  // A browser has six connections for a server without HTTP/2: a page that nobody looks at leaves
  // them to the one that somebody orders in.
  const seen = useSyncExternalStore(onVisibility, isVisible);
  const followed = view.orders.find((order) => order.answer !== null && !isOver(order));
  const following = followed?.orderId ?? null;
  const token = followed?.orderToken;
  useEffect(() => {
    if (following === null || !seen) return undefined;
    const end = new AbortController();
    const proof: Record<string, string> = token === undefined ? {} : { "X-Order-Token": token };
    const follow = async () => {
      while (!end.signal.aborted) {
        await followOrder(
          { "X-Table-Token": tableToken, ...proof },
          following,
          end.signal,
          guest.heard,
        );
        await new Promise((resolve) => setTimeout(resolve, COME_BACK_MS));
      }
    };
    void follow();
    return () => end.abort();
  }, [following, token, seen, guest, tableToken]);
  return { guest, view };
}

/** Whether the page is drawn, for whoever asks later than a drawing. */
function makePresence() {
  let isHere = true;
  return {
    isHere: () => isHere,
    come: () => {
      isHere = true;
    },
    go: () => {
      isHere = false;
    },
  };
}
