import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { orderTotal } from "#shared/orders/order.ts";
import { evening } from "#shared/orders/testing/arbitraries.ts";
import { L1, minute, openHouse, ORDER } from "#shared/orders/testing/house.ts";
import { figuresSchema } from "./figures-shape.ts";
import { figuresOf, percentile } from "./figures.ts";
import type { LineHappening } from "./line-times.ts";
import { DAY, NOW_MS } from "./testing/day.ts";

describe("a day's figures", () => {
  test("whatever people do, the parts add up to the whole", () => {
    fc.assert(
      fc.property(evening, (deeds) => {
        const house = openHouse();
        for (const { name, args, as, strict, minute: at } of deeds)
          house.ask(name, args as never, { as, strict, at: minute(at) });
        const orders = [...house.orders.values()];
        const figures = figuresOf(orders, [], DAY, house.settings, NOW_MS);
        expect(figuresSchema.parse(figures)).toEqual(figures);
        const counted = orders.filter(
          (order) => order.status !== "pending" && order.status !== "cancelled",
        );
        expect([figures.orders, figures.orders + figures.pending + figures.cancelled]).toEqual([
          counted.length,
          orders.length,
        ]);
        expect(figures.revenue).toBe(counted.reduce((sum, order) => sum + orderTotal(order), 0));
        const sum = (list: readonly number[]) => list.reduce((total, one) => total + one, 0);
        expect(sum(figures.byHour.map((hour) => hour.orders))).toBe(figures.orders);
        expect(sum(figures.byHour.map((hour) => hour.revenue))).toBe(figures.revenue);
        expect(sum(figures.byHour.map((hour) => hour.tickets.count))).toBe(figures.tickets.count);
        expect(sum(figures.byStation.map((station) => station.tickets.count))).toBe(
          figures.tickets.count,
        );
        expect(sum(figures.byStation.map((station) => station.late))).toBe(figures.lateTickets);
        expect([
          sum(figures.byStation.map((station) => station.open.count)),
          sum(figures.byStation.map((station) => station.open.late)),
        ]).toEqual([figures.open.count, figures.open.late]);
        expect(figures.open.late).toBeLessThanOrEqual(figures.open.count);
        for (const station of figures.byStation) {
          expect(sum(station.byHour.map((hour) => hour.tickets.count))).toBe(station.tickets.count);
          expect(sum(station.byHour.map((hour) => hour.late))).toBe(station.late);
          expect([
            sum(station.byHour.map((hour) => hour.open.count)),
            sum(station.byHour.map((hour) => hour.open.late)),
          ]).toEqual([station.open.count, station.open.late]);
          expect(station.byHour.every((hour) => hour.tickets.count + hour.open.count > 0)).toBe(
            true,
          );
          expect(figures.byHour.map(({ hour }) => hour)).toEqual(
            expect.arrayContaining(station.byHour.map(({ hour }) => hour)),
          );
        }
        expect(figures.waste.value).toBeLessThanOrEqual(figures.voids.value);
        expect(figures.lateTickets).toBeLessThanOrEqual(figures.tickets.count);
        for (const { medianSeconds, p90Seconds } of [
          figures.tickets,
          ...figures.slowest.map((dish) => dish.tickets),
        ]) {
          expect((medianSeconds ?? 0) <= (p90Seconds ?? 0)).toBe(true);
          expect((medianSeconds ?? 0) >= 0).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });

  test("an order after midnight is of the evening before, until the restaurant's day begins", () => {
    const house = openHouse();
    const at = (time: string) => `2026-02-01T${time}:00.000Z`;
    const line = { lineId: L1, menuItemId: "steak", quantity: 1 };
    house.ask(
      "order.place",
      { orderId: ORDER, channel: "takeaway", lines: [line] },
      { at: at("00:30") },
    );
    const orders = [...house.orders.values()];
    const made: LineHappening[] = [{ kind: "status", lineId: L1, to: "ready", at: at("00:36") }];
    house.ask(
      "line.setStatus",
      { orderId: ORDER, lineId: L1, generation: 0, status: "ready" },
      { at: at("00:36") },
    );
    const evening = { ...orders[0]!, orderId: "evening", placedAt: minute(0) };
    const figures = figuresOf(
      [...house.orders.values(), evening],
      made,
      DAY,
      house.settings,
      NOW_MS,
    );
    expect(figures.byHour.map(({ hour, orders: count }) => [hour, count])).toEqual([
      [19, 1],
      [20, 0],
      [21, 0],
      [22, 0],
      [23, 0],
      [0, 1],
    ]);
    expect(figures.byStation).toMatchObject([
      {
        stationId: "grill",
        byHour: [{ hour: 0, late: 0, tickets: { count: 1, medianSeconds: 360, p90Seconds: 360 } }],
      },
    ]);
    const early = { ...house.settings, dayStartHour: 0 };
    expect([
      figuresOf([...house.orders.values()], made, DAY, early, NOW_MS).orders,
      figuresOf([...house.orders.values()], made, "2026-02-01", early, NOW_MS).orders,
    ]).toEqual([0, 1]);
  });

  test("a percentile is one of the values, and so many do not exceed it", () => {
    expect([
      percentile([], 50),
      percentile([7], 90),
      percentile([1, 2, 3, 4], 50),
      percentile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 90),
    ]).toEqual([null, 7, 2, 9]);
    fc.assert(
      fc.property(
        fc.array(fc.nat(), { minLength: 1 }),
        fc.integer({ min: 1, max: 100 }),
        (values, percent) => {
          const sorted = values.toSorted((a, b) => a - b);
          const at = percentile(sorted, percent)!;
          return (
            sorted.includes(at) &&
            sorted.filter((one) => one <= at).length * 100 >= percent * sorted.length
          );
        },
      ),
    );
  });
});
