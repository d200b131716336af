import { useCallback, useState } from "react";
import { SECOND } from "#shared/kernel/time.ts";
import { dayStartOf, nextDay, zoneClock } from "#shared/restaurant/business-day.ts";
import type { Figures } from "#shared/figures/figures-shape.ts";
import { useDevice, useNow, useSettings } from "../../device/device-context.tsx";
import { useOwnerAction } from "../../device/use-owner-action.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Field } from "../../ui/field.tsx";
import { BackIcon, NextIcon } from "../../ui/icons.tsx";
import { NoticeCard } from "../../ui/notice-card.tsx";
import { saveFile } from "../../platform/download.ts";
import { useFormat, useWords } from "../../words/words.tsx";
import { Figure } from "./figure.tsx";
import { DishTimes, HourChart, StationTimes, Voids } from "./figure-cards.tsx";
import { useLoaded } from "./use-loaded.ts";

const REFRESH_MS = 30 * SECOND;

/**
 * A day in numbers, today's to begin with: what came in, how long the kitchen took, and what was
 * thrown away.
 */
export function FiguresPanel() {
  const device = useDevice();
  const settings = useSettings();
  const { office, common } = useWords();
  const { figures: words } = office;
  const now = useNow(60 * SECOND);
  const today = zoneClock(settings.timezone, dayStartOf(settings)).dayOf(now);
  const [asked, setAsked] = useState<string | null>(null);
  const date = asked ?? today;
  const load = useCallback(() => device.api.figures(date), [device, date]);
  const { value, failure } = useLoaded(load, date === today ? REFRESH_MS : null);
  const { attempt, busy: fetching, failure: wrong } = useOwnerAction();
  const take = () =>
    attempt(async () => saveFile(await device.api.ordersCsv(date), `orders-${date}.csv`));
  const step = (days: number) => setAsked(nextDay(date, days));
  // The last answer stays in sight only while it is of the day that is asked for.
  const figures = value?.date === date ? value : null;
  return (
    <>
      <Card title={words.title}>
        <div className="day">
          <IconButton label={words.dayBefore} onClick={() => step(-1)}>
            <BackIcon />
          </IconButton>
          <Field
            label={words.day}
            type="date"
            value={date}
            max={today}
            onChange={(event) => setAsked(event.target.value === "" ? null : event.target.value)}
          />
          <IconButton label={words.dayAfter} disabled={date >= today} onClick={() => step(1)}>
            <NextIcon />
          </IconButton>
        </div>
        {failure !== null && <NoticeCard tone="warm" title={words.needsServer} detail={failure} />}
        {wrong !== null && <NoticeCard tone="late" title={wrong} />}
        {figures === null ? (
          failure === null && <p className="quiet-text">{common.working}</p>
        ) : (
          <Totals figures={figures} />
        )}
        {figures !== null && figures.orders + figures.cancelled === 0 && (
          <EmptyState title={words.empty} detail={words.emptyHint} />
        )}
        <div>
          <Button disabled={fetching} onClick={() => void take()}>
            {fetching ? common.working : words.csv}
          </Button>
          <p className="quiet-text">{words.csvHint}</p>
        </div>
      </Card>
      {figures !== null && figures.orders > 0 && (
        <>
          <HourChart figures={figures} />
          <StationTimes figures={figures} />
          <DishTimes figures={figures} />
        </>
      )}
      {figures !== null && figures.voids.count > 0 && <Voids figures={figures} />}
    </>
  );
}

function Totals({ figures }: { figures: Figures }) {
  const { office } = useWords();
  const { figures: words } = office;
  const format = useFormat();
  const { tickets, lateTickets, open } = figures;
  const [all, late] = [tickets.count + open.count, lateTickets + open.late];
  const age = (seconds: number | null) => (seconds === null ? "–" : format.age(seconds * SECOND));
  return (
    <dl className="figures" aria-label={words.title}>
      <Figure name={words.orders} value={format.number(figures.orders)} />
      <Figure name={words.revenue} value={format.money(figures.revenue)} />
      <Figure name={words.median} value={age(tickets.medianSeconds)} />
      <Figure name={words.p90} value={age(tickets.p90Seconds)} />
      <Figure
        name={words.late}
        value={all === 0 ? "–" : words.percent(format.number(Math.round((late / all) * 100)))}
        tone={late > 0 ? "late" : "plain"}
      />
      {open.count > 0 && (
        <Figure
          name={words.open}
          value={
            open.late === 0
              ? format.number(open.count)
              : words.openLate(format.number(open.count), format.number(open.late))
          }
          tone={open.late > 0 ? "late" : "plain"}
        />
      )}
      <Figure name={words.voids} value={format.money(figures.voids.value)} />
      <Figure
        name={words.waste}
        value={format.money(figures.waste.value)}
        tone={figures.waste.value > 0 ? "late" : "plain"}
      />
      <Figure name={words.cancelled} value={format.number(figures.cancelled)} />
    </dl>
  );
}
