import { memo, type ReactNode } from "react";
import { ageMs, heatOfOrder } from "#shared/kitchen/aging.ts";
import { mentionsAllergy } from "#shared/kitchen/allergy.ts";
import { servedCourses } from "#shared/kitchen/served.ts";
import { ticketsOf } from "#shared/kitchen/ticket.ts";
import { isAllReady, isHeard, isHeardOf, type Order } from "#shared/orders/order.ts";
import { useNow, useSettings } from "../../device/device-context.tsx";
import { Badge } from "../../ui/badge.tsx";
import {
  AllergyIcon,
  CalmShape,
  LateShape,
  NoteIcon,
  ReadyShape,
  WarmShape,
} from "../../ui/icons.tsx";
import { useFormat, useWords } from "../../words/words.tsx";
import { HeardState } from "../orders/heard-state.tsx";
import { orderMarks, seenAtOf, toneOf, wordOf } from "../orders/marks.ts";
import { nameBeside, placeOf } from "../orders/place-of.ts";
import { promiseSaid } from "../orders/promise.ts";
import { servedSaid } from "../orders/served-said.ts";
import type { Undoable } from "../orders/undo-store.ts";
import { useStationName } from "../orders/use-station-name.ts";
import { ExpoFoot, type PassDeeds } from "./expo-foot.tsx";
import { ExpoLine } from "./expo-line.tsx";
import { coursesOf, heldCoursesOf, leftBefore, progressOf } from "./progress.ts";

type ExpoOrderProps = { order: Order; handedOff: Undoable | undefined; deeds: PassDeeds };

/** One whole order as the pass sees it. */
export const ExpoOrder = memo(function ExpoOrder({ order, handedOff, deeds }: ExpoOrderProps) {
  const handed = handedOff !== undefined;
  return (
    <Sheet
      order={order}
      handed={handed}
      head={<LiveHead order={order} handed={handed} />}
      heard={<LiveHeard order={order} />}
    >
      <ExpoFoot order={order} handedOff={handedOff} deeds={deeds} />
    </Sheet>
  );
});

/**
 * The order as it stood at a moment of the service, with the age of that moment and nothing to
 * touch.
 */
export const PastOrder = ({ order, ms }: { order: Order; ms: number }) => (
  <Sheet
    order={order}
    handed={false}
    head={<HeadAt order={order} handed={false} nowMs={ms} />}
    heard={<HeardAt order={order} nowMs={ms} />}
  />
);

function LiveHead(props: { order: Order; handed: boolean }) {
  const now = useNow();
  return <HeadAt {...props} nowMs={now} />;
}

function LiveHeard({ order }: { order: Order }) {
  const now = useNow();
  return <HeardAt order={order} nowMs={now} />;
}

/** `head` and `heard` count the seconds, and are drawn again by themselves. */
type SheetProps = {
  order: Order;
  handed: boolean;
  head: ReactNode;
  heard: ReactNode;
  children?: ReactNode;
};

function Sheet({ order, handed, head, heard, children }: SheetProps) {
  const words = useWords();
  const format = useFormat();
  const stationName = useStationName();
  const courses = coursesOf(order, handed);
  const served = servedCourses(order, leftBefore(order, handed));
  const gone = order.status === "cancelled";
  const behind = gone ? [] : progressOf(order).filter((station) => station.ready < station.total);
  const marks = orderMarks(order, seenAtOf(order));
  const warned = order.notes !== null && mentionsAllergy(order.notes);
  return (
    <section
      className={`pass ${handed ? "pass--handed" : !gone && isAllReady(order) ? "pass--ready" : ""}`}
      aria-label={words.common.order(order.number)}
      data-order={order.orderId}
    >
      {head}
      <div className="pass__body">
        {order.notes !== null && (
          <p className={warned ? "pass__note pass__allergy" : "pass__note"}>
            {warned ? <AllergyIcon /> : <NoteIcon />}
            {warned && `${words.kitchen.allergy}:`}
            <bdi>{order.notes}</bdi>
          </p>
        )}
        {marks.length > 0 && (
          <p className="pass__marks">
            {marks.map((mark) => (
              <Badge key={mark.key} tone={toneOf(mark)} solid>
                {wordOf(mark, order, words.kitchen)}
              </Badge>
            ))}
          </p>
        )}
        <fieldset className="pass__lines" aria-label={words.expo.showLines(order.number)}>
          {served.map((it) => (
            <p key={it.course} className="pass__served">
              {servedSaid(it, words, format)}
            </p>
          ))}
          {courses.map(({ course, lines }) => (
            <div key={course}>
              {courses.length > 1 && (
                <h3 className="pass__course">{words.kitchen.course(course)}</h3>
              )}
              <ul>
                {lines.map((line) => (
                  <ExpoLine
                    key={line.lineId}
                    order={order}
                    line={line}
                    station={stationName(line.stationId)}
                  />
                ))}
              </ul>
            </div>
          ))}
          {!gone &&
            heldCoursesOf(order).map(({ course, lines }) => (
              <p key={course} className="pass__held">
                {words.orders.pass.heldCourse(
                  course,
                  lines
                    .map((line) =>
                      words.kitchen.allDayCount(format.number(line.quantity), line.name),
                    )
                    .join(", "),
                )}
              </p>
            ))}
        </fieldset>
      </div>
      <div className="pass__state">
        {!gone && (
          <p className="pass__waiting">
            {behind.length === 0
              ? words.expo.allReady
              : words.expo.waitingFor(
                  behind
                    .map((station) =>
                      words.expo.part(stationName(station.stationId), station.ready, station.total),
                    )
                    .join(", "),
                )}
          </p>
        )}
        {!gone && heard}
        {children}
      </div>
    </section>
  );
}

function HeadAt({ order, handed, nowMs }: { order: Order; handed: boolean; nowMs: number }) {
  const words = useWords();
  const format = useFormat();
  const settings = useSettings();
  const age = ageMs(order, nowMs);
  const ready = isAllReady(order);
  const gone = order.status === "cancelled";
  const heat = gone ? "calm" : heatOfOrder(order, settings, nowMs);
  const channel =
    order.tableLabel === null || order.channel !== "dine_in" ? words.channel[order.channel] : null;
  const promised =
    order.promisedAt === null ? null : promiseSaid(order.promisedAt, nowMs, words, format);
  const from = [nameBeside(order), words.kitchen.from(order.source.name)].filter(
    (part) => part !== null,
  );
  return (
    <header
      className={`pass__head pass__head--${gone || handed ? "calm" : ready ? "ready" : heat}`}
    >
      <h2 className="pass__number">{order.number}</h2>
      <p className="pass__place">
        <bdi>{placeOf(order, words)}</bdi>
        <span className="pass__channel">
          {[channel, promised].filter((part) => part !== null).join(" ")}
        </span>
        <span className="pass__channel">
          <bdi>{from.join(" · ")}</bdi>
        </span>
      </p>
      <p className="pass__age">
        <span className="pass__time">{format.age(age)}</span>
        <span className="pass__word">
          {ready ? (
            <ReadyShape />
          ) : heat === "late" ? (
            <LateShape />
          ) : heat === "warm" ? (
            <WarmShape />
          ) : (
            <CalmShape />
          )}
          {gone ? words.orderStatus.cancelled : ready ? words.expo.allReady : words.age[heat]}
        </span>
      </p>
    </header>
  );
}

/** Who has heard it, station by station, with seconds; where nobody has, one sentence says so. */
function HeardAt({ order, nowMs }: { order: Order; nowMs: number }) {
  const { expo } = useWords();
  const stationName = useStationName();
  const tickets = ticketsOf(order).filter((ticket) => ticket.lines.some(isHeardOf));
  if (
    !isHeard(order) &&
    tickets.every((ticket) => ticket.lines.every((line) => line.shownAt === null))
  )
    return <p className="pass__unheard">{expo.unheard}</p>;
  return (
    <ul className="pass__heard">
      {tickets.map((ticket) => (
        <li key={ticket.ticketId}>
          <HeardState ticket={ticket} station={stationName(ticket.stationId)} now={nowMs} />
        </li>
      ))}
    </ul>
  );
}
