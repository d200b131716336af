import { useCallback, useEffect, useRef, useState } from "react";
import { SECOND } from "#shared/kernel/time.ts";
import { useDevice, type Act } from "../../device/device-context.tsx";

/** docs/product.md#kitchen: a rush can be stopped for three seconds before it jumps the queue. */
export const RUSH_DELAY_MS = 3 * SECOND;
/** How often the seconds that are left are counted anew. */
export const RUSH_STEP_MS = SECOND;

export type Rush = ReturnType<typeof useRush>;

/** A rush that has been asked for. */
export type Rushing = {
  readonly kind: "rush";
  /** When it jumps the queue, as the device's time. */ readonly at: number;
};

/**
 * A rush is asked for, and happens three seconds later unless somebody stops it. Until then nothing
 * is confirmed, and the ticket says so: it counts the seconds, and has no mark. A page that dies
 * meanwhile has promised nothing. Who only goes to another screen has not stopped it.
 */
export function useRush(act: Act) {
  const device = useDevice();
  const [pending, setPending] = useState<ReadonlyMap<string, Rushing>>(new Map());
  const timers = useRef(new Map<string, ReturnType<typeof setTimeout>>());

  const stop = useCallback((orderId: string) => {
    clearTimeout(timers.current.get(orderId));
    if (timers.current.delete(orderId))
      setPending((old) => new Map([...old].filter(([id]) => id !== orderId)));
  }, []);

  const rush = useCallback(
    (orderId: string) => {
      clearTimeout(timers.current.get(orderId));
      setPending((old) =>
        new Map(old).set(orderId, { kind: "rush", at: device.now() + RUSH_DELAY_MS }),
      );
      const timer = setTimeout(() => {
        stop(orderId);
        void act("order.rush", { orderId, rush: true });
      }, RUSH_DELAY_MS);
      timers.current.set(orderId, timer);
    },
    [act, stop, device],
  );

  useEffect(() => {
    const running = timers.current;
    return () => {
      for (const [orderId, timer] of running) {
        clearTimeout(timer);
        void act("order.rush", { orderId, rush: true });
      }
      running.clear();
    };
  }, [act]);

  return { pending, rush, stop };
}
