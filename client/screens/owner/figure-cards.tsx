import type { ReactNode } from "react";
import { SECOND } from "#shared/kernel/time.ts";
import type { Figures } from "#shared/status/figures.ts";
import { useView } from "../../device/device-context.tsx";
import { Card } from "../../ui/card.tsx";
import { ColumnChart } from "../../ui/column-chart.tsx";
import { useFormat, useWords } from "../../words/words.tsx";

/** Orders and ticket times by hour: drawn, and as a table for who would rather read. */
export function HourChart({ figures }: { figures: Figures }) {
  const { office } = useWords();
  const { figures: words } = office;
  const format = useFormat();
  const age = useAge();
  const hours = figures.byHour;
  const busiest = hours.reduce((a, b) => (b.orders > a.orders ? b : a));
  const slowest = hours.reduce((a, b) => ((b.tickets.p90Seconds ?? 0) > (a.tickets.p90Seconds ?? 0) ? b : a));
  return (
    <Card title={words.byHour}>
      <div className="charts">
        <figure>
          <figcaption className="charts__name">{words.ordersByHour}</figcaption>
          <ColumnChart label={words.busiest(format.number(busiest.orders), hourName(busiest.hour))} top={format.number(busiest.orders)} columns={hours.map((hour) => ({ label: hourName(hour.hour), value: hour.orders }))} />
        </figure>
        {slowest.tickets.p90Seconds !== null && (
          <figure>
            <figcaption className="charts__name">{words.timesByHour}</figcaption>
            <ColumnChart
              label={words.slowestHour(age(slowest.tickets.p90Seconds), hourName(slowest.hour))}
              top={age(slowest.tickets.p90Seconds)}
              columns={hours.map((hour) => ({ label: hourName(hour.hour), value: hour.tickets.medianSeconds ?? 0, upper: hour.tickets.p90Seconds ?? 0 }))}
            />
          </figure>
        )}
      </div>
      <details className="numbers">
        <summary>{words.asTable}</summary>
        <Table caption={words.byHour} heads={[words.hour, words.orders, words.revenue, words.medianShort, words.p90Short]}>
          {hours.map((hour) => (
            <tr key={hour.hour}>
              <th scope="row">{hourName(hour.hour)}:00</th>
              <td>{format.number(hour.orders)}</td>
              <td>{format.money(hour.revenue)}</td>
              <td>{age(hour.tickets.medianSeconds)}</td>
              <td>{age(hour.tickets.p90Seconds)}</td>
            </tr>
          ))}
        </Table>
      </details>
    </Card>
  );
}

export function StationTimes({ figures }: { figures: Figures }) {
  const { menu } = useView();
  const { office } = useWords();
  const { figures: words } = office;
  const format = useFormat();
  const age = useAge();
  if (figures.byStation.length === 0) return null;
  return (
    <Card title={words.byStation}>
      <Table caption={words.byStation} heads={[words.station, words.tickets, words.medianShort, words.p90Short, words.late]}>
        {figures.byStation.map(({ stationId, tickets, late }) => (
          <tr key={stationId}>
            <th scope="row">{menu.stations.find((station) => station.id === stationId)?.name ?? stationId}</th>
            <td>{format.number(tickets.count)}</td>
            <td>{age(tickets.medianSeconds)}</td>
            <td>{age(tickets.p90Seconds)}</td>
            <td className={late > 0 ? "numbers__late" : undefined}>{words.percent(format.number(Math.round((late / Math.max(1, tickets.count)) * 100)))}</td>
          </tr>
        ))}
      </Table>
    </Card>
  );
}

/** The slowest dishes with a bar each: the bar repeats the number beside it. */
export function DishTimes({ figures }: { figures: Figures }) {
  const { office } = useWords();
  const { figures: words } = office;
  const format = useFormat();
  const age = useAge();
  if (figures.slowest.length === 0) return null;
  const most = Math.max(1, ...figures.slowest.map((dish) => dish.tickets.p90Seconds ?? 0));
  return (
    <Card title={words.slowest}>
      <Table caption={words.slowest} heads={[words.dish, words.made, words.medianShort, words.p90Short]}>
        {figures.slowest.map(({ menuItemId, name, tickets }) => (
          <tr key={menuItemId}>
            <th scope="row">
              {name}
              <svg className="dish-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
                <rect className="columns__upper" width={((tickets.p90Seconds ?? 0) / most) * 100} height={4} />
                <rect className="columns__value" width={((tickets.medianSeconds ?? 0) / most) * 100} height={4} />
              </svg>
            </th>
            <td>{format.number(tickets.count)}</td>
            <td>{age(tickets.medianSeconds)}</td>
            <td>{age(tickets.p90Seconds)}</td>
          </tr>
        ))}
      </Table>
    </Card>
  );
}

export function Voids({ figures }: { figures: Figures }) {
  const { office } = useWords();
  const { figures: words } = office;
  const format = useFormat();
  return (
    <Card title={words.voidReasons}>
      <p>{words.voidSum(format.number(figures.voids.count), format.money(figures.voids.value), format.number(figures.waste.count), format.money(figures.waste.value))}</p>
      <Table caption={words.voidReasons} heads={[words.reason, words.lines]}>
        {figures.reasons.map(({ reason, count }) => (
          <tr key={reason}>
            <th scope="row">{reason === "" ? "–" : reason}</th>
            <td>{format.number(count)}</td>
          </tr>
        ))}
      </Table>
    </Card>
  );
}

const Table = ({ caption, heads, children }: { caption: string; heads: readonly string[]; children: ReactNode }) => (
  <table className="numbers__table">
    <caption className="visually-hidden">{caption}</caption>
    <thead>
      <tr>
        {heads.map((head) => (
          <th key={head} scope="col">
            {head}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>{children}</tbody>
  </table>
);

const hourName = (hour: number): string => String(hour).padStart(2, "0");

function useAge(): (seconds: number | null) => string {
  const format = useFormat();
  return (seconds) => (seconds === null ? "–" : format.age(seconds * SECOND));
}
