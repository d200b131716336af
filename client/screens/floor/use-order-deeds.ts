import type { Order } from "#shared/orders/order.ts";
import type { Act } from "../../device/device-context.tsx";
import { useUndo } from "../orders/use-undo.ts";

/** What the floor does with one order, and how each of it is taken back. */
export function useOrderDeeds(order: Order, act: Act) {
  const { pending, begin, takeBack, drop } = useUndo();
  const { orderId } = order;
  const key = (deed: string) => `${deed}/${orderId}`;

  /** Nothing leads back from these: they wait until nobody takes them back. */
  const later = (deed: string, carryOut: () => Promise<boolean>) =>
    begin({ key: key(deed), carryOut: () => void carryOut() });

  /** These are done at once, and walked back. */
  const now = (deed: string, asked: Promise<boolean>, undo: () => void) => {
    begin({ key: key(deed), undo });
    void asked.then((kept) => {
      if (!kept) drop(key(deed));
    });
  };

  const serve = () => {
    const lines = order.lines
      .filter((line) => line.status === "ready")
      .map(({ lineId, generation }) => ({ lineId, generation }));
    if (lines.length === 0) return;
    now("serve", act("order.serve", { orderId, lineIds: lines.map((line) => line.lineId) }), () => {
      for (const { lineId, generation } of lines)
        void act("line.setStatus", {
          orderId,
          lineId,
          generation: generation + 1,
          status: "ready",
        });
    });
  };
  const move = (tableId: string) => {
    const from = order.tableId;
    if (from !== null)
      now(
        "move",
        act("order.moveTable", { orderId, tableId }),
        () => void act("order.moveTable", { orderId, tableId: from }),
      );
  };

  return {
    pending: (deed: string) => pending.get(key(deed)),
    takeBack,
    serve,
    move,
    accept: () => later("accept", () => act("order.accept", { orderId })),
    reject: (reason: string) => later("reject", () => act("order.reject", { orderId, reason })),
    cancel: (reason: string) => later("cancel", () => act("order.cancel", { orderId, reason })),
    complete: () => later("complete", () => act("order.complete", { orderId })),
    fire: (course: number) =>
      later(`fire.${course}`, () => act("order.fireCourse", { orderId, course })),
    voidLine: (lineId: string, reason: string) =>
      later(`void.${lineId}`, () => act("line.void", { orderId, lineId, reason })),
  };
}

export type OrderDeeds = ReturnType<typeof useOrderDeeds>;
