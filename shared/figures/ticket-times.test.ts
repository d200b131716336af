import { describe, expect, test } from "vitest";
import { wantedAt } from "#shared/kitchen/aging.ts";
import { ticketsOf } from "#shared/kitchen/ticket.ts";
import type { Order } from "#shared/orders/order.ts";
import {
  houseWithOrder,
  L1,
  L2,
  L3,
  line,
  minute,
  openHouse,
  ORDER,
  uuid,
} from "#shared/orders/testing/house.ts";
import { figuresSchema } from "./figures-shape.ts";
import { figuresOf } from "./figures.ts";
import { timedLines, type LineHappening } from "./line-times.ts";
import { DAY, NOW_MS } from "./testing/day.ts";

describe("a day's figures", () => {
  test("a ticket takes until its last line was made, however long it then stood", () => {
    const house = houseWithOrder({
      lines: [line(L1), line(L2, "steak", { quantity: 2 }), line(L3, "chips")],
    });
    const happenings: LineHappening[] = [];
    const set = (lineId: string, status: "ready" | "served", at: number) => {
      house.ask(
        "line.setStatus",
        { orderId: ORDER, lineId, generation: 0, status },
        { at: minute(at) },
      );
      happenings.push({ kind: "status", lineId, to: status, at: minute(at) });
    };
    set(L1, "ready", 4);
    set(L2, "ready", 9);
    for (const lineId of [L1, L2]) set(lineId, "served", 30);
    const figures = figuresOf([...house.orders.values()], happenings, DAY, house.settings, NOW_MS);
    // The chips are not made: their station has an open ticket, and no time yet.
    const fry = {
      stationId: "fry",
      tickets: { count: 0, medianSeconds: null, p90Seconds: null },
      late: 0,
      open: { count: 1, late: 1 },
      byHour: [
        {
          hour: 19,
          tickets: { count: 0, medianSeconds: null, p90Seconds: null },
          late: 0,
          open: { count: 1, late: 1 },
        },
      ],
    };
    expect(figures).toMatchObject({
      orders: 1,
      revenue: 7600,
      tickets: { count: 1, medianSeconds: 540, p90Seconds: 540 },
      lateTickets: 1,
      open: { count: 1, late: 1 },
      byStation: [{ stationId: "grill", late: 1, open: { count: 0, late: 0 } }, fry],
    });
    expect(figures.byHour).toMatchObject([{ hour: 19, orders: 1, revenue: 7600 }]);
    expect(figures.slowest).toMatchObject([
      { name: "Steak", tickets: { count: 2, medianSeconds: 240, p90Seconds: 540 } },
    ]);
    // [ORD-6] A tablet without a clock brought it: it counts when it came in, and took no week.
    const [clockless] = [...house.orders.values()].map((order) => ({
      ...order,
      placedAt: "2026-01-25T00:00:00.000Z",
      firedAt: "2026-01-25T00:00:00.000Z",
      recordedAt: "2026-02-01T00:00:00.000Z",
    }));
    expect(figuresOf([clockless!], happenings, "2026-01-25", house.settings, NOW_MS)).toMatchObject(
      { orders: 0 },
    );
    expect(figuresOf([clockless!], [], DAY, house.settings, NOW_MS)).toMatchObject({
      orders: 1,
      revenue: 7600,
      byHour: [{ hour: 0, orders: 1 }],
    });
    const late = happenings.map((one) => ({ ...one, at: "2026-02-01T00:03:00.000Z" }));
    expect(figuresOf([clockless!], late, DAY, house.settings, NOW_MS)).toMatchObject({
      tickets: { count: 1, medianSeconds: 180 },
    });
    // Without the log nobody knows when it was made: no time is better than a wrong one.
    expect(
      figuresOf([...house.orders.values()], [], DAY, house.settings, NOW_MS).tickets.count,
    ).toBe(0);
    expect(
      figuresOf([...house.orders.values()], happenings, "2026-02-01", house.settings, NOW_MS),
    ).toMatchObject({ orders: 0, byHour: [], slowest: [], tickets: { medianSeconds: null } });
    expect(ticketsOf(house.order())).toHaveLength(2);
  });

  test("says how many are open and late, on an evening on which nothing gets finished", () => {
    const house = openHouse();
    for (let n = 0; n < 77; n++)
      house.ask(
        "order.place",
        {
          orderId: uuid(1_000 + n),
          channel: "takeaway",
          lines: [{ lineId: uuid(2_000 + n), menuItemId: "steak", quantity: 1 }],
        },
        { at: minute(n < 74 ? 0 : 59) },
      );
    const at = (time: number) =>
      figuresOf([...house.orders.values()], [], DAY, house.settings, time);
    expect(at(NOW_MS)).toMatchObject({
      tickets: { count: 0 },
      lateTickets: 0,
      open: { count: 77, late: 74 },
      byStation: [{ stationId: "grill", open: { count: 77, late: 74 } }],
    });
    // Eight minutes are late, and not a second less.
    expect([
      at(Date.parse(minute(8)) - 1_000).open.late,
      at(Date.parse(minute(8))).open.late,
    ]).toEqual([0, 74]);
    house.ask("order.hold", { orderId: uuid(1_000) });
    house.ask("order.cancel", { orderId: uuid(1_001), reason: "They left" });
    house.ask(
      "line.setStatus",
      { orderId: uuid(1_002), lineId: uuid(2_002), status: "ready" },
      { at: minute(60) },
    );
    expect(at(NOW_MS)).toMatchObject({
      lateTickets: 1,
      open: { count: 74, late: 71 },
      byStation: [
        { byHour: [{ hour: 19, tickets: { count: 1 }, late: 1, open: { count: 74, late: 71 } }] },
      ],
    });
  });

  test("an open ticket is of the hour in which it was wanted, also where nothing was ordered or made in that hour", () => {
    const house = houseWithOrder(
      { lines: [line(L1), line(L2, "steak", { course: 2 })] },
      { at: minute(59) },
    );
    house.ask(
      "line.setStatus",
      { orderId: ORDER, lineId: L1, generation: 0, status: "ready" },
      { at: minute(61) },
    );
    house.ask("order.fireCourse", { orderId: ORDER, course: 2 }, { at: minute(125) });
    const figures = figuresOf(
      [...house.orders.values()],
      [{ kind: "status", lineId: L1, to: "ready", at: minute(61) }],
      DAY,
      house.settings,
      Date.parse(minute(140)),
    );
    expect(figures.byHour.map(({ hour, orders }) => [hour, orders])).toEqual([
      [19, 1],
      [20, 0],
      [21, 0],
    ]);
    expect(figures.byStation[0]?.byHour).toEqual([
      {
        hour: 19,
        tickets: { count: 1, medianSeconds: 120, p90Seconds: 120 },
        late: 0,
        open: { count: 0, late: 0 },
      },
      {
        hour: 21,
        tickets: { count: 0, medianSeconds: null, p90Seconds: null },
        late: 0,
        open: { count: 1, late: 1 },
      },
    ]);
  });

  test("of an older server, which does not count open tickets by hour, none are known", () => {
    const house = houseWithOrder({ lines: [line(L1)] });
    const figures = figuresOf([...house.orders.values()], [], DAY, house.settings, NOW_MS);
    const old = {
      ...figures,
      byStation: figures.byStation.map((station) => ({
        ...station,
        byHour: station.byHour.map(({ hour, tickets, late }) => ({ hour, tickets, late })),
      })),
    };
    expect(figuresSchema.parse(old).byStation[0]?.byHour[0]?.open).toEqual({ count: 0, late: 0 });
  });

  test("counts a course from its call, as the kitchen's screen does, whether its order or only the log knows when that was", () => {
    const house = houseWithOrder({ lines: [line(L1), line(L2, "steak", { course: 2 })] });
    house.ask("order.fireCourse", { orderId: ORDER, course: 2 }, { at: minute(40) });
    const order = house.order();
    const { calledAt: _, ...old } = order.lines[1]!;
    const wanted = (one: Order, log: LineHappening[]) =>
      timedLines([one], log).map((line) => line.wantedAt);
    const times = [minute(0), minute(40)].map((time) => Date.parse(time));
    expect(wanted(order, [])).toEqual(times);
    expect(order.lines.map((line) => Date.parse(wantedAt(order, line)))).toEqual(times);
    expect(
      wanted({ ...order, lines: [order.lines[0]!, old] }, [
        { kind: "course", orderId: ORDER, course: 2, at: minute(40) },
      ]),
    ).toEqual(times);
  });

  test("tells what was taken back from what had been made by then", () => {
    const gone = {
      lineId: L1,
      status: "cancelled",
      price: 500,
      quantity: 2,
      fired: true,
      voided: { reason: "Quality", wasMade: true },
    };
    const order = {
      orderId: ORDER,
      status: "submitted",
      placedAt: minute(0),
      firedAt: minute(0),
      lines: [
        gone,
        { ...gone, lineId: L2, quantity: 1, voided: { reason: "Mistake", wasMade: false } },
      ],
    } as unknown as Order;
    const figures = figuresOf([order], [], DAY, openHouse().settings, NOW_MS);
    expect(figures).toMatchObject({
      revenue: 0,
      voids: { count: 3, value: 1500 },
      waste: { count: 2, value: 1000 },
      reasons: [
        { reason: "Mistake", count: 1 },
        { reason: "Quality", count: 1 },
      ],
    });
    expect(
      figuresOf(
        [{ ...order, firedAt: null, status: "cancelled" }],
        [],
        DAY,
        openHouse().settings,
        NOW_MS,
      ),
    ).toMatchObject({ cancelled: 1, voids: { count: 0 } });
  });
});
