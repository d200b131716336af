import { useCallback, useEffect, useRef, useState } from "react";
import type { Order } from "#shared/orders/order.ts";
import type { Act } from "../../device/device-context.tsx";

const UNDO_MS = 5_000;

type Done = { readonly kind: "served"; readonly lines: readonly { lineId: string; generation: number }[] } | { readonly kind: "finishing" };

/**
 * Serving and finishing one order, with five seconds to take it back in place. Serving counts at once and is undone by its next generation;
 * a finished order stays finished (ORD-14), so finishing waits those five seconds, and is not given up when the person looks elsewhere.
 */
export function useFinish(order: Order, act: Act) {
  const [done, setDone] = useState<Done | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const owed = useRef<(() => void) | null>(null);
  const { orderId } = order;

  const later = useCallback((work: () => void) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(work, UNDO_MS);
  }, []);

  const serve = () => {
    const lines = order.lines.filter((line) => line.status === "ready").map(({ lineId, generation }) => ({ lineId, generation }));
    if (lines.length === 0) return;
    setDone({ kind: "served", lines });
    later(() => setDone(null));
    void act("order.serve", { orderId, lineIds: lines.map((line) => line.lineId) }).then((kept) => {
      if (!kept) setDone(null);
    });
  };

  const finish = () => {
    setDone({ kind: "finishing" });
    owed.current = () => {
      owed.current = null;
      void act("order.complete", { orderId });
    };
    later(() => {
      setDone(null);
      owed.current?.();
    });
  };

  const undo = () => {
    clearTimeout(timer.current);
    owed.current = null;
    if (done?.kind === "served") for (const { lineId, generation } of done.lines) void act("line.setStatus", { orderId, lineId, generation: generation + 1, status: "ready" });
    setDone(null);
  };

  useEffect(
    () => () => {
      clearTimeout(timer.current);
      owed.current?.();
    },
    [],
  );

  return { done, serve, finish, undo };
}
