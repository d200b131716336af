import { describe, expect, test } from "vitest";
import { createFilm, type Recorded } from "#shared/kitchen/film.ts";
import { openHouse, uuid } from "#shared/orders/testing/house.ts";
import type { Order } from "#shared/orders/order.ts";
import { nextPicture, previousPicture } from "./film-steps.ts";

const order = (n: number, rush = false): Order => {
  const house = openHouse();
  house.ask("order.place", {
    orderId: uuid(n),
    channel: "takeaway",
    lines: [{ lineId: uuid(100 + n), menuItemId: "steak", quantity: 1 }],
  });
  return { ...house.order(uuid(n)), rush };
};
const at = (atMs: number, ...orders: Order[]): Recorded => ({ kind: "start", atMs, orders });

/** Draws the rush of what is not order 9. */
const lookOf = ({ orderId, rush }: Order): string =>
  orderId === uuid(9) ? "" : rush ? "rushed" : "calm";

describe("steps through a film", () => {
  const film = createFilm([
    at(10, order(1)),
    at(20, order(1), order(9)),
    at(30, order(1, true), order(9)),
    at(40, order(1, true), order(9, true)),
    at(50, order(9)),
  ]);

  test("go to what is seen, past what changes nothing on this screen", () => {
    expect([0, 10, 29, 30, 50].map((ms) => nextPicture(film, ms, lookOf))).toEqual([
      10,
      30,
      30,
      50,
      null,
    ]);
  });

  test("go back the same way, first to the beginning of what is being looked at", () => {
    expect([99, 50, 45, 30, 10].map((ms) => previousPicture(film, ms, lookOf))).toEqual([
      50,
      30,
      30,
      10,
      null,
    ]);
  });

  test("take no step where only time changes a look", () => {
    expect(nextPicture(film, 10, (_, ms) => String(ms))).toBe(20);
    expect(
      nextPicture(createFilm([at(10, order(1)), at(20, order(1))]), 10, (_, ms) => String(ms)),
    ).toBeNull();
  });
});
