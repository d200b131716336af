import { useState } from "react";
import { ageMs } from "#shared/kitchen/aging.ts";
import { dueAt } from "#shared/kitchen/pacing.ts";
import { may } from "#shared/orders/permissions.ts";
import { fromIso } from "#shared/kernel/time.ts";
import { isClosed, isFiredLine, orderTotal, type Line, type Order } from "#shared/orders/order.ts";
import { useDevice, useNow, useView, type Act } from "../../device/device-context.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button, IconButton } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { AllergyIcon, CloseIcon, NoteIcon, PlusIcon, TickIcon, UndoIcon } from "../../ui/icons.tsx";
import { useFormat, useWords } from "../../words/words.tsx";
import { HeardState } from "./heard-state.tsx";
import { ReasonDialog } from "../ordering/reason-dialog.tsx";
import { heldCourses, stationTickets } from "./tables.ts";
import { useFinish } from "./use-finish.ts";

type OrderDetailsProps = { order: Order; act: Act; onAdd: (orderId: string) => void };
type Asking = { kind: "cancel" } | { kind: "reject" } | { kind: "void"; line: Line } | { kind: "move" } | null;

/** One order with everything the floor may do about it. */
export function OrderDetails({ order, act, onAdd }: OrderDetailsProps) {
  const words = useWords();
  const { floor } = words;
  const format = useFormat();
  const device = useDevice();
  const view = useView();
  const now = useNow();
  const [asking, setAsking] = useState<Asking>(null);
  const { orderId, number } = order;
  const mayDo = (name: Parameters<typeof may>[1]) => may(device.identity.role, name);
  const stationName = (id: string) => view.menu.stations.find((station) => station.id === id)?.name ?? id;
  const ready = order.lines.some((line) => line.status === "ready");
  const open = !isClosed(order);
  const { done: finished, serve, finish, undo } = useFinish(order, act);
  const due = dueAt(order, view.menu);
  return (
    <section className="order" aria-label={words.common.order(number)} data-order={orderId}>
      <header className="order__head">
        <h3 className="order__number">{number}</h3>
        <Badge tone={order.status === "ready" ? "go" : order.status === "cancelled" ? "late" : order.status === "pending" ? "warm" : "plain"} solid={order.status === "ready"}>
          {order.held ? floor.held : words.orderStatus[order.status]}
        </Badge>
        {order.rush && (
          <Badge tone="late" solid>
            {words.kitchen.rush}
          </Badge>
        )}
        <span className="order__age">
          {format.time(fromIso(order.placedAt))} · {format.age(ageMs(order, now))}
        </span>
      </header>
      {view.unsentOrderIds.has(orderId) && <p className="order__unsent">{floor.waitingHere}</p>}
      <p className="order__about">
        {[words.channel[order.channel], order.guestName, words.kitchen.from(order.source.name), order.movedFrom === null ? null : words.kitchen.movedTo(order.tableLabel ?? "")].filter((part) => part !== null).join(" · ")}
      </p>
      {open && order.promisedAt !== null && (
        <p className="order__promised">
          <strong>{words.kitchen.promised(format.time(fromIso(order.promisedAt)))}</strong>
          {due !== null && <span className={due <= now ? "order__overdue" : ""}>{due <= now ? floor.overdue : floor.firesAt(format.time(due))}</span>}
        </p>
      )}
      {order.notes !== null && (
        <p className="order__note">
          <NoteIcon /> <span dir="auto">{order.notes}</span>
        </p>
      )}
      {order.cancelReason !== null && <p className="order__note">{order.cancelReason}</p>}
      {open && !order.held && order.status !== "pending" && (
        <ul className="order__heard">
          {stationTickets(order)
            .filter((ticket) => ticket.lines.some(isFiredLine))
            .map((ticket) => (
              <li key={ticket.ticketId}>
                <HeardState ticket={ticket} station={stationName(ticket.stationId)} now={now} />
              </li>
            ))}
        </ul>
      )}
      <ul className="order__lines">
        {order.lines.map((line) => (
          <li key={line.lineId} className={`order__line order__line--${line.status}`}>
            <span className="order__dish">
              <span className="order__name">
                <strong>{format.number(line.quantity)}</strong> <bdi>{line.name}</bdi>
              </span>
              {line.modifiers.length > 0 && <span className="order__more">{line.modifiers.map((modifier) => modifier.name).join(", ")}</span>}
              {line.notes !== null && <span className="order__more">“{line.notes}”</span>}
              {line.allergies.length > 0 && (
                <span className="order__allergy">
                  <AllergyIcon /> {words.kitchen.allergy}: {line.allergies.join(", ")}
                </span>
              )}
              {line.unavailable && line.status === "queued" && <span className="order__off">{words.kitchen.off}</span>}
              {line.voided !== null && line.voided.reason !== "" && <span className="order__more">{line.voided.reason}</span>}
            </span>
            <Badge tone={line.status === "ready" ? "go" : line.status === "cancelled" ? "late" : "plain"}>{line.fired || line.status === "cancelled" ? words.lineStatus[line.status] : words.kitchen.heldCourse(line.course)}</Badge>
            {open && line.status !== "cancelled" && mayDo("line.void") && (
              <IconButton tone="quiet" label={floor.voidLine(line.name)} onClick={() => setAsking({ kind: "void", line })}>
                <CloseIcon />
              </IconButton>
            )}
          </li>
        ))}
      </ul>
      <p className="order__total">
        {words.common.total} <strong>{format.money(orderTotal(order))}</strong>
      </p>
      {open && (
        <div className="order__do">
          {order.status === "pending" && (
            <>
              <Button tone="go" size="kitchen" aria-label={floor.acceptOrder(number)} onClick={() => void act("order.accept", { orderId })}>
                {floor.accept}
              </Button>
              <Button tone="stop" size="kitchen" aria-label={floor.rejectOrder(number)} onClick={() => setAsking({ kind: "reject" })}>
                {floor.reject}
              </Button>
            </>
          )}
          {finished !== null && (
            <Button tone="paper" size="kitchen" icon={<UndoIcon />} aria-label={floor.undoServe(number)} onClick={undo}>
              {words.kitchen.undo}
            </Button>
          )}
          {finished === null && ready && (
            <Button tone="go" size="kitchen" icon={<TickIcon />} aria-label={order.status === "ready" ? floor.serveOrder(number) : floor.serveReadyOrder(number)} onClick={serve}>
              {order.status === "ready" ? floor.serve : floor.serveReady}
            </Button>
          )}
          {finished === null && order.status === "served" && (
            <Button tone="go" size="kitchen" aria-label={floor.completeOrder(number)} onClick={finish}>
              {floor.complete}
            </Button>
          )}
          {order.held && order.status !== "pending" && (
            <Button tone="go" size="kitchen" aria-label={floor.releaseOrder(number)} onClick={() => void act("order.release", { orderId })}>
              {floor.release}
            </Button>
          )}
          {!order.held &&
            order.status !== "pending" &&
            heldCourses(order).map((course) => (
              <Button key={course} size="kitchen" onClick={() => void act("order.fireCourse", { orderId, course })}>
                {floor.fireCourse(course)}
              </Button>
            ))}
          {order.status !== "pending" && (
            <Button size="kitchen" icon={<PlusIcon />} aria-label={`${floor.addLines}: ${number}`} onClick={() => onAdd(orderId)}>
              {floor.addLines}
            </Button>
          )}
          {order.tableId !== null && mayDo("order.moveTable") && (
            <Button size="kitchen" tone="quiet" aria-label={`${floor.moveTable}: ${number}`} onClick={() => setAsking({ kind: "move" })}>
              {floor.moveTable}
            </Button>
          )}
          <Button size="kitchen" tone="stop" aria-label={`${floor.cancelOrder} ${number}`} onClick={() => setAsking({ kind: "cancel" })}>
            {floor.cancelOrder}
          </Button>
        </div>
      )}
      {asking?.kind === "cancel" && (
        <ReasonDialog title={floor.cancelTitle(number)} confirm={floor.confirmCancel} onClose={() => setAsking(null)} onConfirm={(reason) => done(act("order.cancel", { orderId, reason }))} />
      )}
      {asking?.kind === "reject" && (
        <ReasonDialog title={floor.rejectTitle(number)} confirm={floor.confirmReject} onClose={() => setAsking(null)} onConfirm={(reason) => done(act("order.reject", { orderId, reason }))} />
      )}
      {asking?.kind === "void" && (
        <ReasonDialog
          title={floor.voidTitle(asking.line.name)}
          confirm={floor.confirmVoid}
          onClose={() => setAsking(null)}
          onConfirm={(reason) => done(act("line.void", { orderId, lineId: asking.line.lineId, reason }))}
        />
      )}
      {asking?.kind === "move" && (
        <Dialog title={floor.moveTitle(number)} closeLabel={words.common.close} onClose={() => setAsking(null)} size="large">
          <div className="tables">
            {view.tables
              .filter((table) => table.id !== order.tableId)
              .map((table) => (
                <Button key={table.id} size="kitchen" onClick={() => done(act("order.moveTable", { orderId, tableId: table.id }))}>
                  {words.common.table(table.label)}
                </Button>
              ))}
          </div>
        </Dialog>
      )}
    </section>
  );

  function done(asked: Promise<boolean>) {
    setAsking(null);
    void asked;
  }
}
