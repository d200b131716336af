import { useCallback, useEffect, useRef } from "react";
import { useAct } from "../../device/device-context.tsx";
import { afterPaint, isCovered, isVisible, onVisibility } from "../../platform/page.ts";
import { observeSight } from "../../platform/sight.ts";

/**
 * A line that is still unshown so long after it was said: the word did not count (a server that was
 * put back did not know the order yet).
 */
const SAY_AGAIN_MS = 10_000;
const LOOK_EVERY_MS = 2_000;

/** A line that an element shows with everything that belongs to it. */
export type DrawnLine = {
  readonly orderId: string;
  readonly stationId: string;
  readonly lineId: string;
};

/**
 * Watches an element that shows these lines, until what is returned is called. `head` says whose
 * they are, and must have been in sight too.
 */
export type OnDrawn = (
  element: HTMLElement | null,
  drawn: readonly DrawnLine[],
  head: HTMLElement | null,
) => () => void;

type Watched = {
  readonly drawn: readonly DrawnLine[];
  readonly head: Element | null;
  inSight: boolean;
};

/**
 * Reports `ticket.shown` for lines that are wholly in sight and have been painted, on a page that a
 * person can see (P6): a line that its card cuts off is not shown, nor one on another page or
 * behind a dialog. Saying it too early would be a lie to the guest; saying it twice is harmless, so
 * what could not be written down is simply tried again at the next chance.
 */
export function useShown(): OnDrawn {
  const { act } = useAct();
  const watched = useRef(new Map<Element, Watched>());
  const heads = useRef(new WeakSet<Element>());
  const said = useRef(new Map<string, number>());
  const sight = useRef<ReturnType<typeof observeSight>>(undefined);
  const soon = useRef(false);

  const report = useCallback(() => {
    soon.current = false;
    if (!isVisible() || isCovered()) return;
    const now = performance.now();
    const tickets = new Map<string, { orderId: string; stationId: string; lineIds: string[] }>();
    for (const { drawn, head, inSight } of watched.current.values()) {
      if (!inSight || (head !== null && !heads.current.has(head))) continue;
      for (const { orderId, stationId, lineId } of drawn) {
        if (now - (said.current.get(lineId) ?? Number.NEGATIVE_INFINITY) < SAY_AGAIN_MS) continue;
        said.current.set(lineId, now);
        const ticket = tickets.get(`${orderId}/${stationId}`) ?? {
          orderId,
          stationId,
          lineIds: [],
        };
        ticket.lineIds.push(lineId);
        tickets.set(`${orderId}/${stationId}`, ticket);
      }
    }
    for (const ticket of tickets.values()) {
      void act("ticket.shown", ticket).then((kept) => {
        if (!kept) for (const id of ticket.lineIds) said.current.delete(id);
      });
    }
  }, [act]);

  /** Whatever comes into sight in the same frame is said at once, ticket by ticket. */
  const reportSoon = useCallback(() => {
    if (soon.current) return;
    soon.current = true;
    afterPaint(report);
  }, [report]);

  useEffect(() => {
    const timer = setInterval(reportSoon, LOOK_EVERY_MS);
    const stop = onVisibility(reportSoon);
    return () => {
      clearInterval(timer);
      stop();
    };
  }, [reportSoon]);
  useEffect(() => () => sight.current?.close(), []);

  return useCallback(
    (element, drawn, head) => {
      if (element === null) return () => undefined;
      sight.current ??= observeSight((target, inSight) => {
        const entry = watched.current.get(target);
        if (entry !== undefined) entry.inSight = inSight;
        else if (inSight) heads.current.add(target);
        if (inSight) reportSoon();
      });
      const { current } = sight;
      watched.current.set(element, { drawn, head, inSight: false });
      const stop = current.watch(element);
      // Other lines wait for the same head, so it is watched until it has been seen or is gone.
      if (head !== null && !heads.current.has(head)) current.watch(head);
      return () => {
        stop();
        watched.current.delete(element);
      };
    },
    [reportSoon],
  );
}
