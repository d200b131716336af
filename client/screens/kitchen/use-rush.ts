import { useCallback, useEffect, useRef, useState } from "react";
import type { Act } from "../../device/device-context.tsx";

/** PRODUCT.md: a rush can be stopped for three seconds before it jumps the queue. */
export const RUSH_DELAY_MS = 3_000;

export function useRush(act: Act) {
  const [pending, setPending] = useState<ReadonlySet<string>>(new Set());
  const timers = useRef(new Map<string, ReturnType<typeof setTimeout>>());

  const stop = useCallback((orderId: string) => {
    clearTimeout(timers.current.get(orderId));
    timers.current.delete(orderId);
    setPending((old) => new Set([...old].filter((id) => id !== orderId)));
  }, []);

  const rush = useCallback(
    (orderId: string) => {
      stop(orderId);
      setPending((old) => new Set(old).add(orderId));
      timers.current.set(
        orderId,
        setTimeout(() => {
          stop(orderId);
          void act("order.rush", { orderId, rush: true });
        }, RUSH_DELAY_MS),
      );
    },
    [act, stop],
  );

  useEffect(() => {
    const running = timers.current;
    return () => {
      for (const timer of running.values()) clearTimeout(timer);
    };
  }, []);

  return { pending, rush, stop };
}
