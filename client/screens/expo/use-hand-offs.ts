import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Order } from "#shared/orders/order.ts";
import type { Act } from "../../device/device-context.tsx";

const UNDO_MS = 5_000;

/** Handing off, and taking it back for five seconds: what had been ready is ready again, in its next generation. */
export function useHandOffs(act: Act) {
  const [handed, setHanded] = useState<ReadonlyMap<string, readonly { lineId: string; generation: number }[]>>(new Map());
  const timers = useRef(new Map<string, ReturnType<typeof setTimeout>>());

  const drop = useCallback((orderId: string) => {
    clearTimeout(timers.current.get(orderId));
    timers.current.delete(orderId);
    setHanded((old) => {
      const next = new Map(old);
      next.delete(orderId);
      return next;
    });
  }, []);

  const handOff = useCallback(
    (order: Order) => {
      const lines = order.lines.filter((line) => line.status === "ready").map(({ lineId, generation }) => ({ lineId, generation }));
      if (lines.length === 0) return;
      const { orderId } = order;
      setHanded((old) => new Map(old).set(orderId, lines));
      clearTimeout(timers.current.get(orderId));
      timers.current.set(orderId, setTimeout(() => drop(orderId), UNDO_MS));
      // Exactly what was ready when the hand came down: what gets ready meanwhile is the next hand-off's.
      void act("order.serve", { orderId, lineIds: lines.map((line) => line.lineId) }).then((kept) => {
        if (!kept) drop(orderId);
      });
    },
    [act, drop],
  );

  const undo = useCallback(
    (orderId: string) => {
      const lines = handed.get(orderId) ?? [];
      drop(orderId);
      for (const { lineId, generation } of lines) void act("line.setStatus", { orderId, lineId, generation: generation + 1, status: "ready" });
    },
    [act, drop, handed],
  );

  useEffect(() => {
    const running = timers.current;
    return () => {
      for (const timer of running.values()) clearTimeout(timer);
    };
  }, []);

  return { handed: useMemo(() => new Set(handed.keys()), [handed]), handOff, undo };
}
