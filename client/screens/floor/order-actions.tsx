import type { Order } from "#shared/orders/order.ts";
import { may } from "#shared/orders/permissions.ts";
import { useDevice, type Act } from "../../device/device-context.tsx";
import { Button } from "../../ui/button.tsx";
import { PlusIcon, TickIcon } from "../../ui/icons.tsx";
import { useWords } from "../../words/words.tsx";
import { DeedButton } from "../orders/deed-button.tsx";
import type { Asking } from "./order-dialogs.tsx";
import { heldCourseNumbers } from "./tables.ts";
import type { OrderDeeds } from "./use-order-deeds.ts";

type OrderActionsProps = {
  order: Order;
  act: Act;
  deeds: OrderDeeds;
  onAsk: (asking: Asking) => void;
  onAdd: (orderId: string) => void;
};

/**
 * What may be done with an order. Each deed has a place of its own that it keeps, whatever the
 * order's state: what comes and goes stands last.
 */
export function OrderActions({ order, act, deeds, onAsk, onAdd }: OrderActionsProps) {
  const { floor, orders } = useWords();
  const { identity } = useDevice();
  const { orderId, number } = order;
  const pending = order.status === "pending";
  const leaving = deeds.pending("cancel") ?? deeds.pending("reject") ?? deeds.pending("complete");
  const mayMove = order.tableId !== null && may(identity.role, "order.moveTable");
  const courses = order.held || pending ? [] : heldCourseNumbers(order);
  return (
    <div className="order__do">
      {pending ? (
        <DeedButton
          tone="go"
          size="kitchen"
          doing={orders.undo.accept(number)}
          undoable={deeds.pending("accept")}
          aria-label={floor.acceptOrder(number)}
          disabled={leaving !== undefined}
          onUndo={deeds.takeBack}
          onClick={deeds.accept}
        >
          {floor.accept}
        </DeedButton>
      ) : (
        <Main order={order} act={act} deeds={deeds} />
      )}
      {!pending && (
        <Button
          size="kitchen"
          icon={<PlusIcon />}
          disabled={leaving !== undefined}
          aria-label={`${floor.addLines}: ${number}`}
          onClick={() => onAdd(orderId)}
        >
          {floor.addLines}
        </Button>
      )}
      {mayMove && (
        <DeedButton
          size="kitchen"
          tone="quiet"
          doing={orders.undo.move(number, order.tableLabel ?? "")}
          undoable={deeds.pending("move")}
          aria-label={`${floor.moveTable}: ${number}`}
          disabled={leaving !== undefined}
          onUndo={deeds.takeBack}
          onClick={() => onAsk({ kind: "move" })}
        >
          {floor.moveTable}
        </DeedButton>
      )}
      {pending && (
        <DeedButton
          tone="stop"
          size="kitchen"
          doing={orders.undo.reject(number)}
          undoable={deeds.pending("reject")}
          aria-label={floor.rejectOrder(number)}
          disabled={leaving !== undefined || deeds.pending("accept") !== undefined}
          onUndo={deeds.takeBack}
          onClick={() => onAsk({ kind: "reject" })}
        >
          {floor.reject}
        </DeedButton>
      )}
      <DeedButton
        size="kitchen"
        tone="stop"
        doing={orders.undo.cancel(number)}
        undoable={deeds.pending("cancel")}
        aria-label={`${floor.cancelOrder} ${number}`}
        disabled={leaving !== undefined}
        onUndo={deeds.takeBack}
        onClick={() => onAsk({ kind: "cancel" })}
      >
        {floor.cancelOrder}
      </DeedButton>
      {courses.map((course) => (
        <DeedButton
          key={course}
          size="kitchen"
          doing={orders.undo.fire(course, number)}
          undoable={deeds.pending(`fire.${course}`)}
          disabled={leaving !== undefined}
          onUndo={deeds.takeBack}
          onClick={() => deeds.fire(course)}
        >
          {floor.fireCourse(course)}
        </DeedButton>
      ))}
    </div>
  );
}

/**
 * The next step of an order in its one place: fire it, serve it, finish it. While there is none it
 * says what will come.
 */
function Main({ order, act, deeds }: { order: Order; act: Act; deeds: OrderDeeds }) {
  const { floor, orders } = useWords();
  const { orderId, number } = order;
  const ready = order.lines.some((line) => line.status === "ready");
  const [served, finishing] = [deeds.pending("serve"), deeds.pending("complete")];
  const leaving = deeds.pending("cancel") !== undefined;
  if (order.held && served === undefined) {
    return (
      <Button
        tone="go"
        size="kitchen"
        disabled={leaving}
        aria-label={floor.releaseOrder(number)}
        onClick={() => void act("order.release", { orderId })}
      >
        {floor.release}
      </Button>
    );
  }
  const finishes = !ready && order.status === "served" && served === undefined;
  return (
    <DeedButton
      tone="go"
      size="kitchen"
      icon={finishes ? undefined : <TickIcon />}
      scene={finishes ? "finish" : "serve"}
      doing={served === undefined ? orders.undo.complete(number) : orders.undo.serve(number)}
      undoable={served ?? finishing}
      disabled={leaving || !(ready || finishes)}
      aria-label={
        finishes
          ? floor.completeOrder(number)
          : order.status === "ready" || !ready
            ? floor.serveOrder(number)
            : floor.serveReadyOrder(number)
      }
      onUndo={deeds.takeBack}
      onClick={finishes ? deeds.complete : deeds.serve}
    >
      {finishes
        ? floor.complete
        : order.status === "ready" || !ready
          ? floor.serve
          : floor.serveReady}
    </DeedButton>
  );
}
