import { fromIso } from "#shared/kernel/time.ts";
import { hasReady, isAllReady, type Order } from "#shared/orders/order.ts";
import { useNow } from "../../device/device-context.tsx";
import { Button } from "../../ui/button.tsx";
import { BellIcon, HandOffIcon } from "../../ui/icons.tsx";
import { usePreferences } from "../../ui/preferences.ts";
import { useFormat, useWords } from "../../words/words.tsx";
import { DeedButton } from "../orders/deed-button.tsx";
import { plainNumber } from "../orders/plain-order.tsx";
import type { Undoable } from "../orders/undo-store.ts";

export type PassDeeds = {
  readonly handOff: (order: Order) => void;
  readonly call: (order: Order, called: boolean) => void;
  readonly clear: (orderId: string) => void;
  readonly takeBack: (key: string) => void;
};

/**
 * The pass's one next step, always in the same place: call it (two steps), hand it off, take that
 * back.
 */
export function ExpoFoot({
  order,
  handedOff,
  deeds,
}: {
  order: Order;
  handedOff: Undoable | undefined;
  deeds: PassDeeds;
}) {
  const words = useWords();
  const { expo, orders } = words;
  const { twoStep } = usePreferences();
  const number = plainNumber(order);
  const ready = isAllReady(order);
  const called = order.calledAt !== undefined;
  if (order.status === "cancelled" && handedOff === undefined) {
    return (
      <footer className="pass__foot">
        <Button
          tone="stop"
          size="kitchen"
          wide
          aria-label={orders.pass.cleared(number)}
          onClick={() => deeds.clear(order.orderId)}
        >
          {words.kitchen.acknowledge}
        </Button>
      </footer>
    );
  }
  const calls = twoStep && !called && handedOff === undefined;
  return (
    <footer className="pass__foot">
      {calls ? (
        <DeedButton
          key="step"
          tone={ready ? "go" : "plain"}
          size="kitchen"
          wide
          icon={<BellIcon />}
          scene="call"
          doing=""
          undoable={undefined}
          disabled={!ready}
          aria-label={ready ? orders.pass.callOrder(number) : orders.pass.callWaits(number)}
          onUndo={deeds.takeBack}
          onClick={() => deeds.call(order, true)}
        >
          {orders.pass.call}
        </DeedButton>
      ) : (
        <DeedButton
          key="step"
          tone={ready ? "go" : "plain"}
          size="kitchen"
          wide
          icon={<HandOffIcon />}
          scene="hand-off"
          doing={orders.undo.handOff(number)}
          undoable={handedOff}
          disabled={!hasReady(order)}
          aria-label={ready ? expo.handOffOrder(number) : expo.notAll(number)}
          onUndo={deeds.takeBack}
          onClick={() => deeds.handOff(order)}
        >
          {ready || !hasReady(order) ? expo.handOff : expo.handOffReady}
        </DeedButton>
      )}
      {called && handedOff === undefined && (
        <Button
          tone="quiet"
          size="kitchen"
          aria-label={orders.pass.uncall(number)}
          onClick={() => deeds.call(order, false)}
        >
          {orders.pass.notYet}
        </Button>
      )}
      {called && handedOff === undefined && <Called at={order.calledAt} />}
    </footer>
  );
}

function Called({ at }: { at: string | undefined }) {
  const { orders } = useWords();
  const format = useFormat();
  const now = useNow();
  return at === undefined ? null : (
    <p className="pass__called">{orders.pass.called(format.age(now - fromIso(at)))}</p>
  );
}
