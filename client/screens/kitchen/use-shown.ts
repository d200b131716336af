import { useCallback, useEffect, useRef } from "react";
import { unshown, type Ticket } from "#shared/kitchen/ticket.ts";
import { useAct } from "../../device/device-context.tsx";
import { afterPaint, isVisible, observeSight, onVisibility } from "../../platform/page.ts";

/** A line that is still unshown so long after it was said: the word did not count (a server that was put back did not know the order yet). */
const SAY_AGAIN_MS = 10_000;
const LOOK_EVERY_MS = 5_000;

/**
 * Reports `ticket.shown` for tickets whose element is in sight, has been painted, and whose page a person can see (P6). Saying it too early
 * would be a lie to the guest; saying it twice is harmless, so what could not be written down is simply tried again at the next chance.
 */
export function useShown(): (tickets: readonly Ticket[], element: HTMLElement | null) => void {
  const { act } = useAct();
  const watched = useRef(new Map<Element, { tickets: readonly Ticket[]; inSight: boolean; stop: () => void }>());
  const said = useRef(new Map<string, number>());
  const sight = useRef<ReturnType<typeof observeSight>>(undefined);

  const report = useCallback(
    (element: Element) => {
      const entry = watched.current.get(element);
      if (entry === undefined || !entry.inSight || !isVisible()) return;
      afterPaint(() => {
        const current = watched.current.get(element);
        if (current === undefined || !current.inSight || !isVisible()) return;
        const now = performance.now();
        const isNews = (id: string) => now - (said.current.get(id) ?? Number.NEGATIVE_INFINITY) >= SAY_AGAIN_MS;
        for (const ticket of current.tickets) {
          const lineIds = unshown(ticket).map((line) => line.lineId).filter(isNews);
          if (lineIds.length === 0) continue;
          for (const id of lineIds) said.current.set(id, now);
          void act("ticket.shown", { orderId: ticket.order.orderId, stationId: ticket.stationId, lineIds }).then((kept) => {
            if (!kept) for (const id of lineIds) said.current.delete(id);
          });
        }
      });
    },
    [act],
  );

  useEffect(() => {
    const reportAll = () => {
      for (const element of watched.current.keys()) report(element);
    };
    const timer = setInterval(reportAll, LOOK_EVERY_MS);
    const stop = onVisibility(reportAll);
    return () => {
      clearInterval(timer);
      stop();
    };
  }, [report]);
  useEffect(() => () => sight.current?.close(), []);

  return useCallback(
    (tickets, element) => {
      if (element === null) return;
      sight.current ??= observeSight((target, inSight) => {
        const entry = watched.current.get(target);
        if (entry === undefined) return;
        entry.inSight = inSight;
        if (inSight) report(target);
      });
      const known = watched.current.get(element);
      if (known === undefined) {
        const unwatch = sight.current.watch(element);
        watched.current.set(element, {
          tickets,
          inSight: false,
          stop: () => {
            unwatch();
            watched.current.delete(element);
          },
        });
      } else {
        known.tickets = tickets;
        report(element);
      }
      for (const [other, entry] of watched.current) if (!other.isConnected) entry.stop();
    },
    [report],
  );
}
