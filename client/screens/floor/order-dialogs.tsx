import type { Line, Order } from "#shared/orders/order.ts";
import { useView } from "../../device/device-context.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { useWords } from "../../words/words.tsx";
import { ReasonDialog } from "../ordering/reason-dialog.tsx";
import type { OrderDeeds } from "./use-order-deeds.ts";

/** What a person is being asked about this order. */
export type Asking =
  | { readonly kind: "cancel" | "reject" | "move" }
  | { readonly kind: "void"; readonly line: Line }
  | null;

export function OrderDialogs({
  order,
  asking,
  deeds,
  onClose,
}: {
  order: Order;
  asking: Asking;
  deeds: OrderDeeds;
  onClose: () => void;
}) {
  const { floor } = useWords();
  if (asking === null) return null;
  const done = (deed: () => void) => {
    onClose();
    deed();
  };
  switch (asking.kind) {
    case "cancel":
      return (
        <ReasonDialog
          title={floor.cancelTitle(order.number)}
          confirm={floor.confirmCancel}
          onClose={onClose}
          onConfirm={(reason) => done(() => deeds.cancel(reason))}
        />
      );
    case "reject":
      return (
        <ReasonDialog
          title={floor.rejectTitle(order.number)}
          confirm={floor.confirmReject}
          onClose={onClose}
          onConfirm={(reason) => done(() => deeds.reject(reason))}
        />
      );
    case "void":
      return (
        <ReasonDialog
          title={floor.voidTitle(asking.line.name)}
          confirm={floor.confirmVoid}
          onClose={onClose}
          onConfirm={(reason) => done(() => deeds.voidLine(asking.line.lineId, reason))}
        />
      );
    case "move":
      return (
        <MoveDialog
          order={order}
          onClose={onClose}
          onMove={(tableId) => done(() => deeds.move(tableId))}
        />
      );
    default:
      return asking satisfies never;
  }
}

function MoveDialog({
  order,
  onClose,
  onMove,
}: {
  order: Order;
  onClose: () => void;
  onMove: (tableId: string) => void;
}) {
  const { tables } = useView();
  const { floor, common } = useWords();
  return (
    <Dialog
      title={floor.moveTitle(order.number)}
      closeLabel={common.close}
      onClose={onClose}
      size="large"
    >
      <div className="tables">
        {tables
          .filter((table) => table.id !== order.tableId)
          .map((table) => (
            <Button key={table.id} size="kitchen" onClick={() => onMove(table.id)}>
              {common.table(table.label)}
            </Button>
          ))}
      </div>
    </Dialog>
  );
}
