import type { ReactNode } from "react";
import { SECOND } from "#shared/kernel/time.ts";
import type { Figures, Spread } from "#shared/figures/figures-shape.ts";
import { Card } from "../../ui/card.tsx";
import { ColumnChart } from "../../ui/column-chart.tsx";
import { useFormat, useWords } from "../../words/words.tsx";
import { useStationName } from "../orders/use-station-name.ts";

/** Orders and ticket times by hour: drawn, and as a table for who would rather read. */
export function HourChart({ figures }: { figures: Figures }) {
  const { office } = useWords();
  const { figures: words } = office;
  const format = useFormat();
  const age = useAge();
  const hours = figures.byHour;
  const busiest = hours.reduce((a, b) => (b.orders > a.orders ? b : a));
  const slowest = slowestOf(hours);
  return (
    <Card title={words.byHour}>
      <div className="charts">
        <figure>
          <figcaption className="charts__name">{words.ordersByHour}</figcaption>
          <ColumnChart
            label={words.busiest(format.number(busiest.orders), hourName(busiest.hour))}
            top={format.number(busiest.orders)}
            columns={hours.map((hour) => ({ label: hourName(hour.hour), value: hour.orders }))}
          />
        </figure>
        {slowest.tickets.p90Seconds !== null && (
          <figure>
            <figcaption className="charts__name">{words.timesByHour}</figcaption>
            <ColumnChart
              label={words.slowestHour(age(slowest.tickets.p90Seconds), hourName(slowest.hour))}
              top={age(slowest.tickets.p90Seconds)}
              columns={hours.map((hour) => ({
                label: hourName(hour.hour),
                value: hour.tickets.medianSeconds ?? 0,
                upper: hour.tickets.p90Seconds ?? 0,
              }))}
            />
          </figure>
        )}
      </div>
      <details className="numbers">
        <summary>{words.asTable}</summary>
        <Table
          caption={words.byHour}
          heads={[words.hour, words.orders, words.revenue, words.medianShort, words.p90Short]}
        >
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

/** Which station was slow, and when: a bar for each, then each by its hours, on one scale. */
export function StationTimes({ figures }: { figures: Figures }) {
  const { office } = useWords();
  const { figures: words } = office;
  const age = useAge();
  const nameOf = useStationName();
  if (figures.byStation.length === 0) return null;
  const slowest = slowestOf(figures.byStation).tickets.p90Seconds ?? 0;
  const hours = figures.byHour.map(({ hour }) => hour);
  /** A station of which nothing is made yet has no time to draw. */
  const drawn = figures.byStation.filter(({ byHour }) =>
    byHour.some(({ tickets }) => tickets.count > 0),
  );
  const most = Math.max(
    0,
    ...figures.byStation.flatMap((station) =>
      station.byHour.map((hour) => hour.tickets.p90Seconds ?? 0),
    ),
  );
  return (
    <Card title={words.byStation}>
      <Table
        caption={words.byStation}
        heads={[words.station, words.tickets, words.medianShort, words.p90Short, words.late]}
      >
        {figures.byStation.map(({ stationId, tickets, late, open }) => (
          <tr key={stationId}>
            <th scope="row">
              {nameOf(stationId)}
              <TimeBar tickets={tickets} most={slowest} />
            </th>
            <TicketCells tickets={tickets} late={late} open={open} />
          </tr>
        ))}
      </Table>
      {hours.length > 1 && figures.byStation.some(({ byHour }) => byHour.length > 0) && (
        <>
          <h3 className="charts__part">{words.byStationAndHour}</h3>
          <div className="charts">
            {drawn.map(({ stationId, byHour }) => {
              const worst = slowestOf(byHour);
              return (
                <figure key={stationId}>
                  <figcaption className="charts__name">{nameOf(stationId)}</figcaption>
                  <ColumnChart
                    label={words.slowestHourOf(
                      nameOf(stationId),
                      age(worst.tickets.p90Seconds),
                      hourName(worst.hour),
                    )}
                    top={age(most)}
                    scale={most}
                    columns={hours.map((hour) => {
                      const tickets = byHour.find((one) => one.hour === hour)?.tickets;
                      return {
                        label: hourName(hour),
                        value: tickets?.medianSeconds ?? 0,
                        upper: tickets?.p90Seconds ?? 0,
                      };
                    })}
                  />
                </figure>
              );
            })}
          </div>
          <details className="numbers">
            <summary>{words.asTable}</summary>
            <Table
              caption={words.byStationAndHour}
              heads={[
                words.station,
                words.hour,
                words.tickets,
                words.medianShort,
                words.p90Short,
                words.late,
              ]}
            >
              {figures.byStation.flatMap(({ stationId, byHour }) =>
                byHour.map(({ hour, ...of }) => (
                  <tr key={`${stationId}/${hour}`}>
                    <th scope="row">{nameOf(stationId)}</th>
                    <td>{hourName(hour)}:00</td>
                    <TicketCells {...of} />
                  </tr>
                )),
              )}
            </Table>
          </details>
        </>
      )}
    </Card>
  );
}

type TicketCellsProps = Pick<Figures["byStation"][number], "tickets" | "late" | "open">;

/**
 * How many, how long they took, and how many of a hundred are late: an open ticket is as late as a
 * made one.
 */
function TicketCells({ tickets, late, open }: TicketCellsProps) {
  const { office } = useWords();
  const { figures: words } = office;
  const format = useFormat();
  const age = useAge();
  const [all, lateOfAll] = [tickets.count + open.count, late + open.late];
  return (
    <>
      <td>
        {open.count === 0
          ? format.number(tickets.count)
          : words.andOpen(format.number(tickets.count), format.number(open.count))}
      </td>
      <td>{age(tickets.medianSeconds)}</td>
      <td>{age(tickets.p90Seconds)}</td>
      <td className={lateOfAll > 0 ? "numbers__late" : undefined}>
        {words.percent(format.number(Math.round((lateOfAll / Math.max(1, all)) * 100)))}
      </td>
    </>
  );
}

/** The median, and nine of ten behind it, of the longest bar's. */
const TimeBar = ({ tickets, most }: { tickets: Spread; most: number }) => (
  <svg className="time-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
    <rect
      className="columns__upper"
      width={((tickets.p90Seconds ?? 0) / Math.max(1, most)) * 100}
      height={4}
    />
    <rect
      className="columns__value"
      width={((tickets.medianSeconds ?? 0) / Math.max(1, most)) * 100}
      height={4}
    />
  </svg>
);

const slowestOf = <T extends { readonly tickets: Spread }>(list: readonly T[]): T =>
  list.reduce((a, b) => ((b.tickets.p90Seconds ?? 0) > (a.tickets.p90Seconds ?? 0) ? b : a));

/** The slowest dishes with a bar each: the bar repeats the number beside it. */
export function DishTimes({ figures }: { figures: Figures }) {
  const { office } = useWords();
  const { figures: words } = office;
  const format = useFormat();
  const age = useAge();
  if (figures.slowest.length === 0) return null;
  const most = Math.max(...figures.slowest.map((dish) => dish.tickets.p90Seconds ?? 0));
  return (
    <Card title={words.slowest}>
      <Table
        caption={words.slowest}
        heads={[words.dish, words.made, words.medianShort, words.p90Short]}
      >
        {figures.slowest.map(({ menuItemId, name, tickets }) => (
          <tr key={menuItemId}>
            <th scope="row">
              {name}
              <TimeBar tickets={tickets} most={most} />
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
      <p>
        {words.voidSum(
          format.number(figures.voids.count),
          format.money(figures.voids.value),
          format.number(figures.waste.count),
          format.money(figures.waste.value),
        )}
      </p>
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

const Table = ({
  caption,
  heads,
  children,
}: {
  caption: string;
  heads: readonly string[];
  children: ReactNode;
}) => (
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
