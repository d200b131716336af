import { useState } from "react";
import { waitedOut } from "#shared/kitchen/triage.ts";
import { fromIso } from "#shared/kernel/time.ts";
import type { Order } from "#shared/orders/order.ts";
import { useNow, useView, type Act } from "../../device/device-context.tsx";
import { readSaved, save } from "../../platform/saved.ts";
import { Button } from "../../ui/button.tsx";
import { NoticeCard } from "../../ui/notice-card.tsx";
import { useFormat, useWords } from "../../words/words.tsx";

const WANTED_KEY = "heard.floor.wanted";
/** As many answers as an evening's outage can need. */
const MOST_KEPT = 500;

/** After an outage: what waited it out is set aside and asked about, first what was promised first. A yes is kept on this tablet, a no is everybody's. */
export function Triage({ act }: { act: Act }) {
  const view = useView();
  const words = useWords();
  const now = useNow();
  const [wanted, setWanted] = useState(readWanted);
  const asked = waitedOut(view.orders.values(), view.unsentOrderIds, now).filter((order) => !wanted.includes(order.orderId));
  if (asked.length === 0) return null;
  const keep = (order: Order) => {
    const next = [...wanted, order.orderId].slice(-MOST_KEPT);
    save(WANTED_KEY, next);
    setWanted(next);
  };
  return (
    <section className="alarms" aria-label={words.floor.triage}>
      <NoticeCard tone="warm" title={words.floor.triageTitle(asked.length)} detail={words.floor.triageHint}>
        <ul className="triage">
          {asked.map((order) => (
            <Asked key={order.orderId} order={order} onYes={() => keep(order)} onNo={() => void act("order.cancel", { orderId: order.orderId, reason: words.floor.unwantedReason })} />
          ))}
        </ul>
      </NoticeCard>
    </section>
  );
}

function Asked({ order, onYes, onNo }: { order: Order; onYes: () => void; onNo: () => void }) {
  const { floor: words, kitchen, channel, common } = useWords();
  const format = useFormat();
  const place = order.tableLabel === null ? (order.guestName ?? channel[order.channel]) : common.table(order.tableLabel);
  const taken = format.time(fromIso(order.placedAt));
  return (
    <li className="triage__order">
      <p className="triage__what">
        <strong>{order.number}</strong> <span dir="auto">{place}</span>
        {order.promisedAt !== null && <strong className="triage__promised">{kitchen.promised(format.time(fromIso(order.promisedAt)))}</strong>}
      </p>
      <p className="triage__more" dir="auto">
        {order.lines.map((line) => kitchen.allDayCount(format.number(line.quantity), line.name)).join(", ")}
      </p>
      <p className="triage__more">{order.recordedAt === undefined ? words.triageUnsent(taken) : words.triageLate(taken, format.time(fromIso(order.recordedAt)))}</p>
      <div className="alarms__do">
        <Button tone="go" size="kitchen" aria-label={`${words.wanted}: ${words.wantedOrder(order.number)}`} onClick={onYes}>
          {words.wanted}
        </Button>
        <Button tone="stop" size="kitchen" aria-label={`${words.unwanted}: ${words.unwantedOrder(order.number)}`} onClick={onNo}>
          {words.unwanted}
        </Button>
      </div>
    </li>
  );
}

function readWanted(): readonly string[] {
  const saved = readSaved(WANTED_KEY);
  return Array.isArray(saved) ? saved.filter((it) => typeof it === "string") : [];
}
