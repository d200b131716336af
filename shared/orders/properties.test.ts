import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { allDay } from "#shared/kitchen/all-day.ts";
import { openTickets } from "#shared/kitchen/board.ts";
import { ticketsOf } from "#shared/kitchen/ticket.ts";
import { orderIdOfEvent, statusFromLines } from "./fold.ts";
import { isFiredLine, isInKitchen, type Line, type Order } from "./order.ts";
import { deed, evening, type Deed } from "./testing/arbitraries.ts";
import { minute, openHouse, type TestHouse } from "./testing/house.ts";

const RANK = { queued: 0, preparing: 1, ready: 2, served: 3, cancelled: 4 } as const;

const perform = (house: TestHouse, { name, args, as, strict, minute: at }: Deed) =>
  house.ask(name, args as never, { as, strict, at: minute(at) });

const live = (
  deeds: readonly Deed[],
  each: (house: TestHouse, deed: Deed) => void = () => undefined,
): TestHouse => {
  const house = openHouse();
  for (const it of deeds) {
    perform(house, it);
    each(house, it);
  }
  return house;
};

const always = (property: (deeds: readonly Deed[]) => unknown) =>
  fc.assert(
    fc.property(evening, (deeds) => void property(deeds)),
    { numRuns: 400 },
  );

describe("whatever people do", () => {
  test("[ORD-10] [ORD-11] a line never goes back within a generation, and generations never go back (S7)", () => {
    always((deeds) => {
      const before = new Map<string, Line>();
      live(deeds, (house) => {
        for (const line of [...house.orders.values()].flatMap((order) => order.lines)) {
          const was = before.get(line.lineId);
          if (was !== undefined) {
            expect(line.generation).toBeGreaterThanOrEqual(was.generation);
            if (line.generation === was.generation)
              expect(RANK[line.status]).toBeGreaterThanOrEqual(RANK[was.status]);
            if (was.status === "cancelled") expect(line).toBe(was);
          }
          before.set(line.lineId, line);
        }
      });
    });
  });

  test("[ORD-9] an order's status is what its lines say", () => {
    always((deeds) =>
      live(deeds, (house) => {
        for (const order of house.orders.values())
          expect(order.status).toBe(statusFromLines(order));
      }),
    );
  });

  test("doing the same again right away has no effect, or is refused as before", () => {
    fc.assert(
      fc.property(evening, deed, (deeds, again) => {
        const house = live(deeds);
        const first = perform(house, again);
        const second = perform(house, again);
        if (first.kind === "rejected") expect(second).toEqual(first);
        else expect(second.kind).toBe("noop");
      }),
      { numRuns: 800 },
    );
  });

  test("the same log makes the same orders, however it is cut", () => {
    always((deeds) => {
      const house = live(deeds);
      const again = live(deeds);
      expect([...again.orders]).toEqual([...house.orders]);
      expect(again.events).toEqual(house.events);
    });
  });

  test("[ORD-16] what is held is not begun", () => {
    always((deeds) =>
      live(deeds, (house) => {
        for (const order of house.orders.values()) {
          if (order.held)
            expect(
              order.lines.every((line) => line.status === "queued" || line.status === "cancelled"),
            ).toBe(true);
        }
      }),
    );
  });

  test("[ORD-25] a closed order is never touched again", () => {
    always((deeds) => {
      const closed = new Map<string, Order>();
      live(deeds, (house) => {
        for (const order of house.orders.values()) {
          const was = closed.get(order.orderId);
          if (was !== undefined) expect({ ...order, seq: 0 }).toEqual({ ...was, seq: 0 });
          if (order.status === "completed" || order.status === "cancelled")
            closed.set(order.orderId, order);
        }
      });
    });
  });

  test("[ORD-3] numbers and line prices never change", () => {
    always((deeds) => {
      const said = new Map<string, string>();
      live(deeds, (house) => {
        for (const order of house.orders.values()) {
          for (const [key, value] of [
            [order.orderId, order.number],
            ...order.lines.map((line) => [line.lineId, `${line.name} ${line.price}`] as const),
          ] as const) {
            expect(said.get(key) ?? value).toBe(value);
            said.set(key, value);
          }
        }
      });
    });
  });

  test("[ORD-2] a line is in one order, once", () => {
    always((deeds) => {
      const ids = [...live(deeds).orders.values()].flatMap((order) =>
        order.lines.map((line) => line.lineId),
      );
      expect(new Set(ids).size).toBe(ids.length);
    });
  });

  test("all-day counts are the tickets' own, and the tickets hold every line that is to be made", () => {
    always((deeds) => {
      const orders = [...live(deeds).orders.values()];
      const counted = new Map(
        allDay(openTickets(orders, [])).map((count) => [count.menuItemId, count.quantity]),
      );
      const expected = new Map<string, number>();
      for (const line of orders.filter(isInKitchen).flatMap((order) => order.lines)) {
        if (isFiredLine(line) && (line.status === "queued" || line.status === "preparing")) {
          expected.set(line.menuItemId, (expected.get(line.menuItemId) ?? 0) + line.quantity);
        }
      }
      expect(counted).toEqual(expected);
      for (const order of orders)
        expect(ticketsOf(order).flatMap((ticket) => ticket.lines).length).toBeLessThanOrEqual(
          order.lines.length,
        );
    });
  });

  test("fold takes any event of any log, in any order", () => {
    fc.assert(
      fc.property(evening, fc.infiniteStream(fc.nat()), (deeds, stream) => {
        const { events } = live(deeds);
        const picks = [...stream.take(events.length)].map((n) => events[n % events.length]!);
        const fold = () => {
          const house = openHouse();
          for (const [index, event] of picks.entries()) house.take(event, minute(index));
          return house.orders;
        };
        expect([...fold()]).toEqual([...fold()]);
        for (const event of picks)
          expect(orderIdOfEvent(event)).toEqual(
            "orderId" in event.data ? event.data.orderId : null,
          );
      }),
      { numRuns: 200 },
    );
  });
});
