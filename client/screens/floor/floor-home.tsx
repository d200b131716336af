import { useMemo } from "react";
import { unheardOrders } from "#shared/kitchen/board.ts";
import { SECOND } from "#shared/kernel/time.ts";
import { useNow, useView } from "../../app/device-context.tsx";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { BagIcon, CalmShape, LateShape, ScooterIcon, WarmShape } from "../../ui/icons.tsx";
import { useFormat, useWords } from "../../words/words.tsx";
import type { Place } from "./place.ts";
import { tableStates, withoutTable, type TableState } from "./tables.ts";

/** The room at a glance: every table, and every order that has none. */
export function FloorHome({ onGo }: { onGo: (place: Place) => void }) {
  const view = useView();
  const { floor: words, channel, common, orderStatus } = useWords();
  const format = useFormat();
  const now = useNow();
  const unheard = new Set(unheardOrders(view.orders.values(), now, view.settings.shownAlarmSeconds * SECOND).map((order) => order.orderId));
  const states = tableStates(view.tables, view.orders.values(), unheard, now);
  const loose = useMemo(() => withoutTable(view.tables, view.orders.values()), [view.tables, view.orders]);
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
            {states.map((state) => (
              <TableTile key={state.table.id} state={state} onGo={() => onGo({ kind: "table", tableId: state.table.id })} />
            ))}
          </div>
        )}
      </section>
      <section aria-label={words.noTableOrders}>
        <header className="floor__head">
          <h2 className="floor__title">{words.noTableOrders}</h2>
          <div className="floor__new">
            <Button tone="go" size="kitchen" icon={<BagIcon />} onClick={() => onGo({ kind: "take-out", channel: "takeaway" })}>
              {words.newTakeaway}
            </Button>
            <Button size="kitchen" icon={<ScooterIcon />} onClick={() => onGo({ kind: "take-out", channel: "delivery" })}>
              {words.newDelivery}
            </Button>
          </div>
        </header>
        {loose.length === 0 ? (
          <p className="floor__none">{words.noOrders}</p>
        ) : (
          <div className="tables">
            {loose.map((order) => (
              <button key={order.orderId} type="button" className={`tile${order.status === "ready" ? " tile--ready" : " tile--busy"}`} aria-label={`${common.order(order.number)}, ${order.guestName ?? channel[order.channel]}, ${orderStatus[order.status]}`} onClick={() => onGo({ kind: "order", orderId: order.orderId })}>
                <span className="tile__label">{order.number}</span>
                <span className="tile__more">{order.guestName ?? channel[order.channel]}</span>
                <span className="tile__state">{unheard.has(order.orderId) ? words.notHeardShort : orderStatus[order.status]}</span>
                <span className="tile__age">{format.time(Date.parse(order.placedAt))}</span>
              </button>
            ))}
          </div>
        )}
      </section>
    </div>
  );
}

function TableTile({ state, onGo }: { state: TableState; onGo: () => void }) {
  const { floor: words, age, orderStatus } = useWords();
  const format = useFormat();
  const { table, orders, waitingMs, heat, ready, unheard } = state;
  const said = orders.length === 0 ? words.tableFree : [words.ordersCount(orders.length), ready ? orderStatus.ready : null, unheard ? words.notHeardShort : null, waitingMs === null ? null : age[heat]].filter((part) => part !== null).join(", ");
  const kind = unheard ? "unheard" : ready ? "ready" : orders.length === 0 ? "free" : waitingMs === null ? "busy" : heat;
  return (
    <button type="button" className={`tile tile--${kind}`} aria-label={words.tableButton(table.label, said)} onClick={onGo}>
      <span className={table.label.length > 4 ? "tile__label tile__label--long" : "tile__label"}>{table.label}</span>
      <span className="tile__more">{orders.length === 0 ? words.tableFree : orders.map((order) => order.number).join(" ")}</span>
      {orders.length > 0 && (
        <span className="tile__state">
          {unheard ? <LateShape /> : ready ? null : heat === "late" ? <LateShape /> : heat === "warm" ? <WarmShape /> : <CalmShape />}
          {unheard ? words.notHeardShort : ready ? orderStatus.ready : waitingMs === null ? words.allServed : age[heat]}
        </span>
      )}
      {waitingMs !== null && <span className="tile__age">{format.age(waitingMs)}</span>}
    </button>
  );
}
