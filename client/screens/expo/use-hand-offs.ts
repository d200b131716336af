import { useCallback, useMemo } from "react";
import type { Order } from "#shared/orders/order.ts";
import { useDevice, type Act } from "../../device/device-context.tsx";
import { useUndo } from "../orders/use-undo.ts";
import { leavesWhole } from "./progress.ts";

const KEY = "handoff/";
export const handOffKey = (orderId: string): string => `${KEY}${orderId}`;

/**
 * Handing off, and taking it back for five seconds: what had been ready is ready again, in its next
 * generation. A takeaway or a delivery is finished by it, once nobody can take it back; a table's
 * order is finished by the floor or by the house.
 */
export function useHandOffs(act: Act) {
  const device = useDevice();
  const { pending, begin, takeBack, drop } = useUndo();

  const handOff = useCallback(
    (order: Order) => {
      const lines = order.lines
        .filter((line) => line.status === "ready")
        .map(({ lineId, generation }) => ({ lineId, generation }));
      if (lines.length === 0) return;
      const { orderId } = order;
      const key = handOffKey(orderId);
      const finish = () => {
        // A cook may have recalled it meanwhile.
        if (device.view().orders.get(orderId)?.status === "served")
          void act("order.complete", { orderId });
      };
      begin({
        key,
        undo: () => {
          for (const { lineId, generation } of lines)
            void act("line.setStatus", {
              orderId,
              lineId,
              generation: generation + 1,
              status: "ready",
            });
        },
        ...(order.channel !== "dine_in" && leavesWhole(order) ? { carryOut: finish } : {}),
      });
      // Exactly what was ready when the hand came down: what gets ready meanwhile is the next
      // hand-off's.
      void act("order.serve", { orderId, lineIds: lines.map((line) => line.lineId) }).then(
        (kept) => {
          if (!kept) drop(key);
        },
      );
    },
    [act, begin, drop, device],
  );

  const handed = useMemo(
    () =>
      new Set(
        [...pending.keys()]
          .filter((key) => key.startsWith(KEY))
          .map((key) => key.slice(KEY.length)),
      ),
    [pending],
  );
  return { pending, handed, handOff, takeBack };
}
