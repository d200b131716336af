import { useState } from "react";
import type { TableCrowd } from "#shared/kitchen/crowds.ts";
import { ageMs } from "#shared/kitchen/aging.ts";
import { mentionsAllergy } from "#shared/kitchen/allergy.ts";
import { orderTotal, type Order } from "#shared/orders/order.ts";
import { useDevice, useNow, useView, type Act } from "../../device/device-context.tsx";
import { useOwnerAction } from "../../device/use-owner-action.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { CheckField } from "../../ui/field.tsx";
import { Guarded } from "../../ui/guarded.tsx";
import { NoticeCard } from "../../ui/notice-card.tsx";
import { useFormat, useWords } from "../../words/words.tsx";
import { ReasonDialog } from "../ordering/reason-dialog.tsx";
import { AndMore } from "../orders/and-more.tsx";
import { MOST_DRAWN } from "../orders/most-tickets-drawn.ts";
import { CrowdCard } from "../orders/crowd-answer.tsx";
import { GuestPause } from "../orders/guest-pause.tsx";
import { placeAndName } from "../orders/place-of.ts";
import { PlainOrder, plainNumber } from "../orders/plain-order.tsx";
import { Warned } from "../orders/warned.tsx";
import { useHandsOff } from "../../ui/hands.ts";
import { useStaying } from "./use-staying.ts";

/** Guests who wait for a yes. */
export function GuestOrders({
  crowds,
  pending,
  act,
}: {
  crowds: readonly TableCrowd[];
  pending: readonly Order[];
  act: Act;
}) {
  const device = useDevice();
  const { settings, orders } = useView();
  const words = useWords();
  const free = useHandsOff();
  const shown = useStaying(pending, orders, free);
  const [rejecting, setRejecting] = useState<Order | null>(null);
  const { attempt, failure } = useOwnerAction();
  return (
    <>
      <Card>
        <CheckField
          label={words.owner.autoAccept}
          checked={settings.autoAccept}
          onChange={(autoAccept) => void attempt(() => device.api.saveSettings({ autoAccept }))}
        />
        {failure !== null && <NoticeCard tone="late" title={failure} />}
        <GuestPause />
      </Card>
      {crowds.map((crowd) => (
        <CrowdCard key={crowd.tableId} crowd={crowd} />
      ))}
      {shown.length === 0 && (
        <EmptyState title={words.owner.noGuest} detail={words.owner.noGuestHint} />
      )}
      <div className="guests">
        {shown.slice(0, MOST_DRAWN).map((order) => (
          <Card
            key={order.orderId}
            aria-label={words.common.order(plainNumber(order))}
            data-order={order.orderId}
          >
            <Guarded of={order} plain={<PlainOrder order={order} />}>
              <Wanted order={order} />
            </Guarded>
            <Answers
              order={order}
              onAccept={() => void act("order.accept", { orderId: order.orderId })}
              onReject={() => setRejecting(order)}
            />
          </Card>
        ))}
      </div>
      <AndMore count={shown.length - MOST_DRAWN} />
      {rejecting !== null && (
        <ReasonDialog
          title={words.floor.rejectTitle(plainNumber(rejecting))}
          confirm={words.floor.confirmReject}
          onClose={() => setRejecting(null)}
          onConfirm={(reason) => {
            void act("order.reject", { orderId: rejecting.orderId, reason });
            setRejecting(null);
          }}
        />
      )}
    </>
  );
}

/** Who asks for what. */
function Wanted({ order }: { order: Order }) {
  const words = useWords();
  const format = useFormat();
  const now = useNow();
  return (
    <>
      <p className="live__who">
        <strong className="live__number">{order.number}</strong>
        <span>{placeAndName(order, words)}</span>
        <span className="guests__age">{format.age(ageMs(order, now))}</span>
      </p>
      <ul className="guests__lines">
        {order.lines.map((line) => (
          <li key={line.lineId}>
            {words.kitchen.allDayCount(format.number(line.quantity), line.name)}
            {line.modifiers.length > 0 && (
              <span className="quiet-text">
                {" "}
                {line.modifiers.map((modifier) => modifier.name).join(", ")}
              </span>
            )}
            {line.notes !== null && !mentionsAllergy(line.notes) && (
              <span className="quiet-text" dir="auto">
                {" "}
                “{line.notes}”
              </span>
            )}
            <Warned allergies={line.allergies} notes={line.notes} />
          </li>
        ))}
      </ul>
      {order.notes !== null && !mentionsAllergy(order.notes) && (
        <p className="quiet-text" dir="auto">
          “{order.notes}”
        </p>
      )}
      <Warned allergies={[]} notes={order.notes} />
      <p className="guests__total">
        {words.common.total} <strong>{format.money(orderTotal(order))}</strong>
      </p>
    </>
  );
}

function Answers({
  order,
  onAccept,
  onReject,
}: {
  order: Order;
  onAccept: () => void;
  onReject: () => void;
}) {
  const { floor, owner } = useWords();
  if (order.status !== "pending")
    return (
      <output className="guests__done">
        {order.status === "cancelled" ? owner.rejected : owner.accepted}
      </output>
    );
  const number = plainNumber(order);
  return (
    <div className="guests__do">
      <Button tone="go" size="kitchen" aria-label={floor.acceptOrder(number)} onClick={onAccept}>
        {floor.accept}
      </Button>
      <Button tone="stop" size="kitchen" aria-label={floor.rejectOrder(number)} onClick={onReject}>
        {floor.reject}
      </Button>
    </div>
  );
}
