import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { allDay } from "#shared/kitchen/all-day.ts";
import { ageSince } from "#shared/kitchen/aging.ts";
import { fromIso, HOUR, MINUTE } from "#shared/kernel/time.ts";
import type { Order } from "#shared/orders/order.ts";
import { evening } from "#shared/orders/testing/arbitraries.ts";
import {
  bump,
  houseWithOrder,
  L1,
  L2,
  L3,
  line,
  minute,
  openHouse,
  ORDER,
  recall,
  uuid,
} from "#shared/orders/testing/house.ts";
import { serverTime } from "../../device/server-time.ts";
import { drawnLines } from "#shared/kitchen/ticket.ts";
import {
  cardOf,
  drawnTickets,
  heatOfCard,
  railCards,
  servedOf,
  type KitchenCard,
} from "./cards.ts";

// Nothing that a browser would remember.
beforeEach(
  () => void vi.stubGlobal("localStorage", { getItem: () => null, setItem: () => undefined }),
);
afterEach(() => void vi.unstubAllGlobals());

const NONE_KEPT: ReadonlyMap<string, string> = new Map();
const NONE_SEEN: ReadonlySet<string> = new Set();
const on = { orderId: ORDER };
const rail = (
  orders: Iterable<Order>,
  stations: readonly string[],
  now: string,
  kept = NONE_KEPT,
) => railCards(orders, (order) => cardOf(order, stations), kept, NONE_SEEN, fromIso(now));
const ages = (cards: readonly KitchenCard[], now: string) =>
  cards.map((card) => [card.order.orderId, ageSince(card.firedAt, fromIso(now)) / MINUTE]);
const OTHER = uuid(2);

/** Mains at 0, a dessert of the same order called at 40, another table at 30. */
function dessertCalled() {
  const house = houseWithOrder(
    { lines: [line(L1), line(L2, "steak", { course: 2 })] },
    { at: minute(0) },
  );
  bump(house, L1, 0, { at: minute(10) });
  house.ask(
    "order.place",
    { orderId: OTHER, channel: "takeaway", lines: [line(L3)] },
    { at: minute(30) },
  );
  house.ask("order.fireCourse", { ...on, course: 2 }, { at: minute(40) });
  return house;
}

describe("a card's turn and age", () => {
  test("are those of its course once that is what is left to make", () => {
    const house = dessertCalled();
    const cards = rail(house.orders.values(), [], minute(42));
    expect(ages(cards, minute(42))).toEqual([
      [OTHER, 12],
      [ORDER, 2],
    ]);
    expect(cards.map((card) => heatOfCard(card, house.settings, fromIso(minute(42))))).toEqual([
      "late",
      "calm",
    ]);
  });

  test("stay what they were while a bump can be taken back, and after a recall", () => {
    const house = dessertCalled();
    const [, before] = rail(house.orders.values(), [], minute(42));
    bump(house, L2, 0, { at: minute(42) });
    const kept = new Map([[ORDER, before!.firedAt]]);
    expect(ages(rail(house.orders.values(), [], minute(42), kept), minute(42))).toEqual([
      [OTHER, 12],
      [ORDER, 2],
    ]);
    recall(house, L2);
    expect(ages(rail(house.orders.values(), [], minute(43)), minute(43))).toEqual([
      [OTHER, 13],
      [ORDER, 3],
    ]);
  });

  test("are right on a device whose own clock is wrong by hours", () => {
    fc.assert(
      fc.property(evening, fc.integer({ min: -48 * HOUR, max: 48 * HOUR }), (deeds, wrongBy) => {
        const house = openHouse();
        for (const { name, args, as, strict, minute: at } of deeds)
          house.ask(name, args as never, { as, strict, at: minute(at) });
        const now = fromIso(minute(250));
        const looks = (clockMs: number, offsetMs: number) => {
          const at = serverTime(
            () => clockMs,
            () => offsetMs,
          ).now();
          return railCards(
            house.orders.values(),
            (order) => cardOf(order, []),
            NONE_KEPT,
            NONE_SEEN,
            at,
          ).map((card) => [
            card.cardId,
            ageSince(card.firedAt, at),
            heatOfCard(card, house.settings, at),
          ]);
        };
        expect(looks(now + wrongBy, -wrongBy)).toEqual(looks(now, 0));
      }),
      { numRuns: 100 },
    );
  });
});

describe("a card's stations", () => {
  const kitchen = { as: "kitchen" } as const;
  const seen = (lineIds: string[]) => ({ ...on, stationId: "grill", lineIds });

  test("are those with something to draw: none for a dish that was voided unseen or has been carried out", () => {
    const house = houseWithOrder(
      { lines: [line(L1), line(L2, "chips"), line(L3, "steak", { course: 2 })] },
      { at: minute(0) },
    );
    house.ask("line.void", { ...on, lineId: L2, reason: "Changed their mind" }, { at: minute(1) });
    expect(drawnTickets(cardOf(house.order(), [])!).map((ticket) => ticket.stationId)).toEqual([
      "grill",
    ]);
    expect(cardOf(house.order(), ["grill"])!.alsoAt).toEqual([]);
    bump(house, L1, 0, { at: minute(2) });
    house.ask("order.serve", on, { at: minute(3) });
    house.ask("order.fireCourse", { ...on, course: 2 }, { at: minute(9) });
    const card = cardOf(house.order(), [])!;
    expect([
      drawnTickets(card)
        .flatMap(drawnLines)
        .map((it) => it.lineId),
      servedOf(card),
    ]).toEqual([[L3], [{ course: 1, whole: true, pieces: 1, oneOfMany: true, at: minute(3) }]]);
  });

  test("are named as also at work only while they have something to make, or made and not carried out", () => {
    const house = houseWithOrder({ lines: [line(L1), line(L2, "chips")] }, { at: minute(0) });
    const alsoAt = () => cardOf(house.order(), ["grill"])!.alsoAt;
    const before = alsoAt();
    bump(house, L2, 0, { at: minute(2) });
    const made = alsoAt();
    house.ask("order.serve", on, { at: minute(3) });
    expect([before, made, alsoAt()]).toEqual([["fry"], ["fry"], []]);
  });

  test("tell of a course that was voided after the one before it was carried out, and not of a ticket that was simply finished", () => {
    const house = houseWithOrder(
      { lines: [line(L1), line(L2, "steak", { course: 2 })] },
      { at: minute(0) },
    );
    bump(house, L1, 0, { at: minute(2) });
    house.ask("order.serve", on, { at: minute(3) });
    house.ask("order.fireCourse", { ...on, course: 2 }, { at: minute(9) });
    house.ask("ticket.shown", seen([L2]), { ...kitchen, at: minute(9) });
    house.ask("line.void", { ...on, lineId: L2, reason: "They left" }, { at: minute(10) });
    expect(rail(house.orders.values(), [], minute(11)).map((card) => card.state)).toEqual([
      "voided",
    ]);
    const plain = houseWithOrder({ lines: [line(L1), line(L2)] }, { at: minute(0) });
    plain.ask("ticket.shown", seen([L1, L2]), { ...kitchen, at: minute(0) });
    plain.ask("line.void", { ...on, lineId: L2, reason: "Wrong dish" }, { at: minute(1) });
    bump(plain, L1, 0, { at: minute(2) });
    plain.ask("order.serve", on, { at: minute(3) });
    expect(rail(plain.orders.values(), [], minute(4))).toEqual([]);
  });
});

describe("all day", () => {
  test("counts exactly what the cards show, whatever people do, whichever stations a screen covers", () => {
    fc.assert(
      fc.property(
        evening,
        fc.subarray(["grill", "fry"]),
        fc.boolean(),
        (deeds, stations, keeps) => {
          const house = openHouse();
          for (const { name, args, as, strict, minute: at } of deeds)
            house.ask(name, args as never, { as, strict, at: minute(at) });
          const kept = keeps
            ? new Map([ORDER, OTHER].map((orderId) => [orderId, minute(0)]))
            : NONE_KEPT;
          const cards = rail(house.orders.values(), stations, minute(205), kept);
          const counts = allDay(cards.flatMap((card) => card.tickets));
          // What a cook would count by eye: every line that a card draws, but for those that are
          // struck through.
          const byEye = new Map<string, number>();
          const count = (what: string, quantity: number) =>
            byEye.set(what, (byEye.get(what) ?? 0) + quantity);
          for (const it of cards.flatMap((card) => card.tickets.flatMap(drawnLines))) {
            if (it.status !== "queued" && it.status !== "preparing") continue;
            count(it.menuItemId, it.quantity);
            for (const { name } of it.modifiers) count(`${it.menuItemId} ${name}`, it.quantity);
          }
          const said = new Map(
            counts.flatMap(({ menuItemId, quantity, variants }) => [
              [menuItemId, quantity] as const,
              ...variants.map(
                (variant) => [`${menuItemId} ${variant.name}`, variant.quantity] as const,
              ),
            ]),
          );
          expect(said).toEqual(byEye);
          expect(counts.map((dish) => dish.quantity)).toEqual(
            counts.map((dish) => dish.quantity).sort((a, b) => b - a),
          );
        },
      ),
      { numRuns: 500 },
    );
  });
});
