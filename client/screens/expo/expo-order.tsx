import { memo } from "react";
import { ageMs, heatOf, thresholdsOf } from "#shared/kitchen/aging.ts";
import { fromIso } from "#shared/kernel/time.ts";
import { isFiredLine, isHeard, type Order } from "#shared/orders/order.ts";
import { useNow, useView } from "../../device/device-context.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { AllergyIcon, CalmShape, HandOffIcon, LateShape, NoteIcon, PreparingShape, QueuedShape, ReadyShape, UndoIcon, WarmShape } from "../../ui/icons.tsx";
import { useFormat, useWords } from "../../words/words.tsx";
import { hasReady, isAllReady, progressOf } from "./progress.ts";

type ExpoOrderProps = { order: Order; undoable: boolean; onHandOff: (order: Order) => void; onUndo: (orderId: string) => void };

/** One whole order as the pass sees it. */
export const ExpoOrder = memo(function ExpoOrder({ order, undoable, onHandOff, onUndo }: ExpoOrderProps) {
  const words = useWords();
  const format = useFormat();
  const { settings, menu } = useView();
  const now = useNow();
  const progress = progressOf(order);
  const ready = isAllReady(order);
  const age = ageMs(order, now);
  const heats = progress.map(({ stationId }) => heatOf(age, thresholdsOf(settings, stationId)));
  const heat = heats.includes("late") ? "late" : heats.includes("warm") ? "warm" : "calm";
  const stationName = (id: string) => menu.stations.find((station) => station.id === id)?.name ?? id;
  const behind = progress.filter((station) => station.ready < station.total);
  const place = order.tableLabel === null ? (order.guestName ?? words.channel[order.channel]) : words.common.table(order.tableLabel);
  return (
    <section className={`pass pass--${undoable ? "handed" : ready ? "ready" : heat}`} aria-label={words.common.order(order.number)} data-order={order.orderId}>
      <header className="pass__head">
        <h2 className="pass__number">{order.number}</h2>
        <p className="pass__place">
          {place}
          <span className="pass__channel">
            {[order.tableLabel === null || order.channel !== "dine_in" ? words.channel[order.channel] : null, order.promisedAt === null ? null : words.kitchen.promised(format.time(fromIso(order.promisedAt)))].filter((part) => part !== null).join(" ")}
          </span>
        </p>
        <p className="pass__age">
          <span className="pass__time">{format.age(age)}</span>
          <span className="pass__word">
            {ready ? <ReadyShape /> : heat === "late" ? <LateShape /> : heat === "warm" ? <WarmShape /> : <CalmShape />}
            {ready ? words.expo.allReady : words.age[heat]}
          </span>
        </p>
      </header>
      {order.rush && (
        <p className="pass__marks">
          <Badge tone="late" solid>
            {words.kitchen.rush}
          </Badge>
        </p>
      )}
      {!isHeard(order) && <p className="pass__unheard">{words.expo.unheard}</p>}
      {order.notes !== null && (
        <p className="pass__note">
          <NoteIcon />
          {order.notes}
        </p>
      )}
      <ul className="pass__lines" aria-label={words.expo.showLines(order.number)}>
        {order.lines.filter(isFiredLine).map((line) => (
          <li key={line.lineId} className={`pass__line pass__line--${line.status}`}>
            {line.status === "queued" ? <QueuedShape /> : line.status === "preparing" ? <PreparingShape /> : <ReadyShape />}
            <span className="pass__dish">
              <span>
                <strong>{format.number(line.quantity)}</strong> {line.name}
                <span className="visually-hidden">, {words.lineStatus[line.status]}</span>
              </span>
              {line.modifiers.length > 0 && <span className="pass__modifiers">{line.modifiers.map((modifier) => modifier.name).join(", ")}</span>}
              {line.allergies.length > 0 && (
                <span className="pass__allergy">
                  <AllergyIcon /> {words.kitchen.allergy}: {line.allergies.join(", ")}
                </span>
              )}
            </span>
            <span className="pass__station">{stationName(line.stationId)}</span>
          </li>
        ))}
      </ul>
      <p className="pass__waiting">
        {behind.length === 0 ? words.expo.allReady : words.expo.waitingFor(behind.map((station) => words.expo.part(stationName(station.stationId), station.ready, station.total)).join(", "))}
      </p>
      <footer className="pass__foot">
        {undoable ? (
          <Button tone="paper" size="kitchen" wide icon={<UndoIcon />} aria-label={words.expo.undoHandOff(order.number)} onClick={() => onUndo(order.orderId)}>
            {words.kitchen.undo}
          </Button>
        ) : (
          <Button
            tone={ready ? "go" : "plain"}
            size="kitchen"
            wide
            icon={<HandOffIcon />}
            disabled={!hasReady(order)}
            aria-label={ready ? words.expo.handOffOrder(order.number) : words.expo.notAll(order.number)}
            onClick={() => onHandOff(order)}
          >
            {ready || !hasReady(order) ? words.expo.handOff : words.expo.handOffReady}
          </Button>
        )}
      </footer>
    </section>
  );
});
