import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toIso } from "#shared/kernel/time.ts";
import type { HeardEvent } from "#shared/orders/event.ts";
import { foldOrder, orderIdOfEvent } from "#shared/orders/fold.ts";
import type { Order } from "#shared/orders/order.ts";
import { evening } from "#shared/orders/testing/arbitraries.ts";
import { minute, NOW, openHouse, uuid } from "#shared/orders/testing/house.ts";
import { createFilm, KEYFRAME_EVERY, type Recorded } from "./film.ts";

const START = Date.parse(NOW);

/** The log of an evening, one event a second. */
function logOf(deeds: Parameters<Parameters<typeof evening.map>[0]>[0]): readonly HeardEvent[] {
  const house = openHouse();
  for (const { name, args, as, strict, minute: at } of deeds)
    house.ask(name, args as never, { as, strict, at: minute(at) });
  return house.events.map((draft, index) => ({
    seq: index + 1,
    id: uuid(1_000 + index),
    v: 1,
    origin: null,
    occurredAt: NOW,
    recordedAt: toIso(START + index * 1_000),
    ...draft,
  }));
}

function folded(events: readonly HeardEvent[]): ReadonlyMap<string, Order> {
  const orders = new Map<string, Order>();
  for (const event of events) {
    const orderId = orderIdOfEvent(event);
    const next = orderId === null ? undefined : foldOrder(orders.get(orderId), event);
    if (orderId !== null && next !== undefined) orders.set(orderId, next);
  }
  return orders;
}

const filmOf = (...recorded: Recorded[]) => createFilm(recorded);

describe("a film of the service", () => {
  test("shows at any moment what the log said by then, however one jumps about and however it was kept", () => {
    fc.assert(
      fc.property(
        evening,
        fc.array(fc.integer({ min: -2, max: 60 }), { minLength: 1, maxLength: 12 }),
        fc.nat(30),
        (deeds, jumps, cut) => {
          const log = logOf(deeds);
          const film = filmOf(
            { kind: "events", events: log.slice(0, cut) },
            { kind: "events", events: log.slice(cut) },
          );
          for (const second of jumps)
            expect([...film.ordersAt(START + second * 1_000)]).toEqual([
              ...folded(log.slice(0, Math.max(0, second + 1))),
            ]);
        },
      ),
      { numRuns: 150 },
    );
  });

  test("goes back over thousands of events as it went forward", () => {
    const house = openHouse();
    const line = (n: number) => ({ lineId: uuid(10_000 + n), menuItemId: "steak", quantity: 1 });
    const count = KEYFRAME_EVERY * 4 + 7;
    for (let n = 0; n < count; n += 1)
      house.ask("order.place", { orderId: uuid(n + 1), channel: "takeaway", lines: [line(n)] });
    const events = house.events.map((draft, index): HeardEvent => ({
      seq: index + 1,
      id: uuid(50_000 + index),
      v: 1,
      origin: null,
      occurredAt: NOW,
      recordedAt: toIso(START + index),
      ...draft,
    }));
    const film = filmOf({ kind: "events", events });
    expect(film.ordersAt(film.toMs).size).toBe(count);
    for (const back of [
      count - 1,
      KEYFRAME_EVERY * 2,
      KEYFRAME_EVERY * 2 - 1,
      3,
      KEYFRAME_EVERY * 3 + 1,
    ])
      expect(film.ordersAt(START + back - 1).size).toBe(back);
  });

  test("goes on from what stood there where a snapshot replaced the log", () => {
    const house = openHouse();
    house.ask("order.place", {
      orderId: uuid(1),
      channel: "takeaway",
      lines: [{ lineId: uuid(11), menuItemId: "steak", quantity: 1 }],
    });
    const first = house.events.map((draft, index): HeardEvent => ({
      seq: index + 1,
      id: uuid(99),
      v: 1,
      origin: null,
      occurredAt: NOW,
      recordedAt: NOW,
      ...draft,
    }));
    const other: Order = { ...house.order(uuid(1)), orderId: uuid(2) };
    const film = filmOf(
      { kind: "events", events: first },
      { kind: "start", atMs: START + 5_000, orders: [other] },
    );
    expect([...film.ordersAt(START).keys()]).toEqual([uuid(1)]);
    expect([...film.ordersAt(START + 5_000).keys()]).toEqual([uuid(2)]);
  });

  test("runs forward where the server's clock was set back", () => {
    const log = logOf([]).concat(oneOrder(1, START + 10_000), oneOrder(2, START - 60_000));
    const film = filmOf({ kind: "events", events: log });
    expect([film.fromMs, film.toMs]).toEqual([START + 10_000, START + 10_000]);
    expect(film.ordersAt(START + 10_000).size).toBe(2);
  });

  test("names the moments at which something changed", () => {
    const film = filmOf({
      kind: "events",
      events: [...oneOrder(1, START), ...oneOrder(2, START + 4_000)],
    });
    expect([
      film.nextChange(START - 1),
      film.nextChange(START),
      film.nextChange(START + 4_000),
    ]).toEqual([START, START + 4_000, null]);
    expect([
      film.previousChange(START + 9_000),
      film.previousChange(START + 4_000),
      film.previousChange(START),
    ]).toEqual([START + 4_000, START, null]);
    expect(filmOf()).toMatchObject({ fromMs: 0, toMs: 0 });
  });
});

function oneOrder(n: number, atMs: number): HeardEvent[] {
  const house = openHouse();
  house.ask("order.place", {
    orderId: uuid(n),
    channel: "takeaway",
    lines: [{ lineId: uuid(100 + n), menuItemId: "steak", quantity: 1 }],
  });
  return house.events.map((draft): HeardEvent => ({
    seq: n,
    id: uuid(200 + n),
    v: 1,
    origin: null,
    occurredAt: NOW,
    recordedAt: toIso(atMs),
    ...draft,
  }));
}
