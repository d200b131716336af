import { useMemo, type ReactNode } from "react";
import { unheardOrders } from "#shared/kitchen/board.ts";
import { fromIso, SECOND } from "#shared/kernel/time.ts";
import type { Order } from "#shared/orders/order.ts";
import { useNow, useView } from "../../device/device-context.tsx";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Guarded } from "../../ui/guarded.tsx";
import { BagIcon, CalmShape, LateShape, ScooterIcon, WarmShape } from "../../ui/icons.tsx";
import { useFormat, useWords } from "../../words/words.tsx";
import { AndMore } from "../orders/and-more.tsx";
import { MOST_DRAWN } from "../orders/most-tickets-drawn.ts";
import { placeOf } from "../orders/place-of.ts";
import { plainHead, plainNumber } from "../orders/plain-order.tsx";
import { useHandsOff, useHeldOrder } from "../../ui/hands.ts";
import type { FloorPlace } from "./place.ts";
import { tableStates, withoutTable, type TableState } from "./tables.ts";

/** The room at a glance: every table, and every order that has none. */
export function FloorHome({ onGo }: { onGo: (place: FloorPlace) => void }) {
  const view = useView();
  const { floor: words } = useWords();
  const now = useNow();
  const unheard = new Set(
    unheardOrders(view.orders.values(), now, view.settings.shownAlarmSeconds * SECOND).map(
      (order) => order.orderId,
    ),
  );
  const states = tableStates(view.tables, view.orders.values(), unheard, view.settings, now);
  const free = useHandsOff();
  const loose = useHeldOrder(
    useMemo(
      () => withoutTable(view.tables, view.orders.values()).map((order) => order.orderId),
      [view.tables, view.orders],
    ),
    free,
  ).flatMap((id) => view.orders.get(id) ?? []);
  return (
    <div className="floor">
      <section aria-label={words.tables}>
        <header className="floor__head">
          <h2 className="floor__title">{words.tables}</h2>
        </header>
        {states.length === 0 ? (
          <EmptyState title={words.noTables} detail={words.noTablesHint} />
        ) : (
          <div className="tables">
            {states.map((state) => {
              const open = () => onGo({ kind: "table", tableId: state.table.id });
              return (
                <Guarded
                  key={state.table.id}
                  of={view.orders}
                  plain={
                    <PlainTile
                      label={state.table.label}
                      more={state.orders.slice(0, MOST_NUMBERS).map(plainNumber).join(" ")}
                      unheard={state.unheard}
                      onGo={open}
                    />
                  }
                >
                  <TableTile
                    state={state}
                    here={state.orders.some((order) => view.unplacedOrderIds.has(order.orderId))}
                    onGo={open}
                  />
                </Guarded>
              );
            })}
          </div>
        )}
      </section>
      <section aria-label={words.noTableOrders}>
        <header className="floor__head">
          <h2 className="floor__title">{words.noTableOrders}</h2>
          <div className="floor__new">
            <Button
              tone="go"
              size="kitchen"
              icon={<BagIcon />}
              onClick={() => onGo({ kind: "take-out", channel: "takeaway" })}
            >
              {words.newTakeaway}
            </Button>
            <Button
              size="kitchen"
              icon={<ScooterIcon />}
              onClick={() => onGo({ kind: "take-out", channel: "delivery" })}
            >
              {words.newDelivery}
            </Button>
          </div>
        </header>
        {loose.length === 0 ? (
          <p className="floor__none">{words.noOrders}</p>
        ) : (
          <div className="tables">
            {loose.slice(0, MOST_DRAWN).map((order) => {
              const open = () => onGo({ kind: "order", orderId: order.orderId });
              return (
                <Guarded
                  key={order.orderId}
                  of={order}
                  plain={
                    <PlainTile
                      label={plainNumber(order)}
                      more={plainHead(order)}
                      unheard={unheard.has(order.orderId)}
                      onGo={open}
                    />
                  }
                >
                  <LooseTile
                    order={order}
                    unheard={unheard.has(order.orderId)}
                    here={view.unplacedOrderIds.has(order.orderId)}
                    onGo={open}
                  />
                </Guarded>
              );
            })}
            <AndMore count={loose.length - MOST_DRAWN} />
          </div>
        )}
      </section>
    </div>
  );
}

/** What cannot be drawn as a tile: what is known of it, in words alone. It opens like any other. */
const PlainTile = ({
  label,
  more,
  unheard,
  onGo,
}: {
  label: string;
  more: string;
  unheard: boolean;
  onGo: () => void;
}) => (
  <button type="button" className={`tile tile--${unheard ? "unheard" : "busy"}`} onClick={onGo}>
    <span className="tile__label tile__label--long">{label}</span>
    <span className="tile__more">{more}</span>
  </button>
);

/** An order without a table: its number, whom it is for, how far it is. */
function LooseTile({
  order,
  unheard,
  here,
  onGo,
}: {
  order: Order;
  unheard: boolean;
  here: boolean;
  onGo: () => void;
}) {
  const words = useWords();
  const format = useFormat();
  const called = order.calledAt !== undefined;
  const place = placeOf(order, words);
  const state = here
    ? words.floor.waitingHereShort
    : unheard
      ? words.floor.notHeardShort
      : called
        ? words.orders.pass.pickUpShort
        : words.orderStatus[order.status];
  const placed = format.time(fromIso(order.placedAt));
  return (
    <button
      type="button"
      className={`tile tile--${unheard ? "unheard" : order.status === "ready" ? "ready" : "busy"}`}
      onClick={onGo}
    >
      <Tile
        spoken={[words.common.order(order.number), place, state, placed]}
        label={order.number}
        more={place}
        state={state}
        shape={unheard ? <LateShape /> : null}
        age={placed}
      />
    </button>
  );
}

/** What a tile has room for, and what anybody listens to. */
const MOST_NUMBERS = 6;

function TableTile({
  state,
  here,
  onGo,
}: {
  state: TableState;
  /** An order of it is on this device alone. */ here: boolean;
  onGo: () => void;
}) {
  const { floor: words, orders: orderWords, age, orderStatus, common } = useWords();
  const format = useFormat();
  const { table, orders, waitingMs, heat, ready, called, unheard } = state;
  const busy = orders.length > 0;
  const kind = unheard
    ? "unheard"
    : ready
      ? "ready"
      : !busy
        ? "free"
        : waitingMs === null
          ? "busy"
          : heat;
  const said = here
    ? words.waitingHereShort
    : unheard
      ? words.notHeardShort
      : called
        ? orderWords.pass.pickUpShort
        : ready
          ? orderStatus.ready
          : waitingMs === null
            ? words.allServed
            : age[heat];
  const numbers = orders
    .slice(0, MOST_NUMBERS)
    .map((order) => order.number)
    .join(" ");
  const more = !busy
    ? words.tableFree
    : orders.length > MOST_NUMBERS
      ? `${numbers} +${format.number(orders.length - MOST_NUMBERS)}`
      : numbers;
  const waited = waitingMs === null ? null : format.age(waitingMs);
  return (
    <button type="button" className={`tile tile--${kind}`} onClick={onGo}>
      <Tile
        spoken={[
          common.table(table.label),
          more,
          ...(busy ? [said] : []),
          ...(waited === null ? [] : [waited]),
        ]}
        label={table.label}
        more={more}
        state={busy ? said : null}
        shape={
          unheard || (!ready && heat === "late") ? (
            <LateShape />
          ) : ready ? null : heat === "warm" ? (
            <WarmShape />
          ) : (
            <CalmShape />
          )
        }
        age={waited}
      />
    </button>
  );
}

type TileProps = {
  spoken: readonly string[];
  label: string;
  more: string;
  state: string | null;
  shape?: ReactNode;
  age: string | null;
};

/** What a tile says, for ears in one breath and for eyes in its corners. */
const Tile = ({ spoken, label, more, state, shape, age }: TileProps) => (
  <>
    <span className="visually-hidden">{spoken.join(", ")}</span>
    <span
      aria-hidden="true"
      className={label.length > 4 ? "tile__label tile__label--long" : "tile__label"}
    >
      <bdi>{label}</bdi>
    </span>
    <span aria-hidden="true" className="tile__more">
      <bdi>{more}</bdi>
    </span>
    {state !== null && (
      <span aria-hidden="true" className="tile__state">
        {shape}
        <span className="tile__word">{state}</span>
      </span>
    )}
    {age !== null && (
      <span aria-hidden="true" className="tile__age">
        {age}
      </span>
    )}
  </>
);
