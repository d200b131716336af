import { guestState } from "#shared/guests/state.ts";
import { NoticeCard } from "../../ui/notice-card.tsx";
import { TickIcon } from "../../ui/icons.tsx";
import { Fresh } from "../../ui/fresh.tsx";
import { Button } from "../../ui/button.tsx";
import { useFormat, useWords } from "../../words/words.tsx";
import { MINUTE } from "#shared/kernel/time.ts";
import type { Menu } from "#shared/menu/menu.ts";
import { dishName } from "../ordering/basket.ts";
import type { OnItsWay } from "./guest-order-port.ts";
import type { Placed } from "./guest-state.ts";

type OrderProgressProps = {
  order: Placed;
  menu: Menu;
  connected: boolean;
  /** Where this order is the one on its way. */ outgoing: OnItsWay | null;
  /** The server takes nothing before then. */ waitUntil: number | null;
  onStillWanted: (yes: boolean) => void;
};

/** Where an order is, and never better than the truth. */
export function OrderProgress({
  order,
  menu,
  connected,
  outgoing,
  waitUntil,
  onStillWanted,
}: OrderProgressProps) {
  const { guest: words, kitchen, orderStatus, take } = useWords();
  const format = useFormat();
  const names = order.lines
    .map((line) =>
      kitchen.allDayCount(format.number(line.quantity), dishName(line, menu, take.goneDish)),
    )
    .join(", ");
  if (outgoing?.kind === "asking") {
    return (
      <NoticeCard
        tone="warm"
        title={words.askTitle}
        detail={words.askHint(format.number(Math.floor(outgoing.waitedMs / MINUTE)))}
      >
        <p>
          <Fresh>{names}</Fresh>
        </p>
        <div className="guest__ask">
          <Button tone="go" size="kitchen" onClick={() => onStillWanted(true)}>
            {words.askYes}
          </Button>
          <Button size="kitchen" tone="quiet" onClick={() => onStillWanted(false)}>
            {words.askNo}
          </Button>
        </div>
      </NoticeCard>
    );
  }
  if (order.answer === null && waitUntil !== null) {
    return (
      <NoticeCard
        tone="warm"
        title={words.tooManyTitle}
        detail={words.tooManyHint(format.time(Math.ceil(waitUntil / MINUTE) * MINUTE))}
      >
        <p>
          <Fresh>{names}</Fresh>
        </p>
      </NoticeCard>
    );
  }
  if (order.answer === null) {
    return outgoing !== null || connected ? (
      <NoticeCard tone="info" title={words.sending} detail={names} />
    ) : (
      <NoticeCard tone="warm" title={words.unsentTitle} detail={words.unsentHint}>
        <p>
          <Fresh>{names}</Fresh>
        </p>
      </NoticeCard>
    );
  }
  const state = guestState(order.answer);
  const steps = [
    { id: "sent", name: words.states.sent },
    { id: "heard", name: words.states.heard },
    { id: "being_made", name: words.states.making },
    { id: "ready", name: words.states.ready },
  ] as const;
  const at = state === "served" ? steps.length : steps.findIndex((step) => step.id === state);
  const hint =
    order.answer.status === "pending"
      ? words.stateHints.pending
      : words.stateHints[state === "being_made" ? "making" : state];
  const title =
    state === "served"
      ? orderStatus.served
      : state === "cancelled"
        ? orderStatus.cancelled
        : (steps[at]?.name ?? "");
  return (
    <section
      className={`progress progress--${state}`}
      aria-label={words.progress}
      data-order={order.orderId}
      data-state={state}
    >
      <header className="progress__head">
        <p className="progress__number">
          <span className="progress__label">{words.yourNumber}</span>
          <Fresh>{order.answer.number}</Fresh>
        </p>
        <output className="progress__words">
          <span className="progress__state">
            <Fresh>{title}</Fresh>
          </span>
          <span className="progress__hint">
            <Fresh>{hint}</Fresh>
          </span>
          {state === "cancelled" && typeof order.answer.reason === "string" && (
            <span className="progress__hint">{order.answer.reason}</span>
          )}
        </output>
      </header>
      {state !== "cancelled" && (
        <ol className="progress__steps">
          {steps.map((step, index) => (
            <li
              key={step.id}
              className={index <= at ? "step step--done" : "step"}
              {...(index === at ? { "aria-current": "step" } : {})}
            >
              <span className="step__mark">{index <= at ? <TickIcon /> : null}</span>
              <span>{step.name}</span>
            </li>
          ))}
        </ol>
      )}
      <p className="progress__lines" dir="auto">
        <Fresh>{names}</Fresh>
      </p>
      {!connected && <p className="progress__stale">{words.stale}</p>}
    </section>
  );
}
