import { describe, expect, test } from "vitest";
import { fromIso } from "#shared/kernel/time.ts";
import { dueAt } from "#shared/kitchen/release-time.ts";
import { COMMANDS } from "./command.ts";
import { MAX_LINES } from "./ordered-line.ts";
import {
  houseWithOrder,
  L1,
  L2,
  L3,
  line,
  minute,
  NOW,
  openHouse,
  ORDER,
  uuid,
} from "./testing/house.ts";

const place = { orderId: ORDER, channel: "dine_in" as const, tableId: "t5", lines: [line(L1)] };

describe("placing", () => {
  test("[ORD-1] an order has 1 to 100 lines, each with its own id", () => {
    const lines = (count: number) =>
      Array.from({ length: count }, (_, index) => line(uuid(100 + index)));
    const parse = (list: unknown) =>
      COMMANDS["order.place"].safeParse({ ...place, lines: list }).success;
    expect([0, 1, MAX_LINES, MAX_LINES + 1].map((count) => parse(lines(count)))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(parse([line(L1), line(L1)])).toBe(false);
  });

  test("[ORD-1] name, station and price come from the menu, and whoever tries to name them is refused", () => {
    const house = openHouse();
    house.ask("order.place", {
      ...place,
      lines: [line(L1, "burger", { modifiers: [{ modifierId: "sauce", optionId: "mayo" }] })],
    });
    expect(house.line(L1)).toMatchObject({
      name: "Burger",
      stationId: "grill",
      price: 1250,
      modifiers: [{ name: "Mayo", price: 50 }],
    });
    expect(
      COMMANDS["order.place"].safeParse({ ...place, lines: [{ ...line(L1), price: 1 }] }).success,
    ).toBe(false);
  });

  test("[ORD-1] a line id is never used twice in a restaurant", () => {
    const house = houseWithOrder();
    expect(
      house.ask("order.place", { ...place, orderId: uuid(2), lines: [line(L1)] }),
    ).toMatchObject({ kind: "rejected", code: "line_id_taken" });
    expect(house.orders.size).toBe(1);
  });

  test("[ORD-2] the same order again has no effect; another under its id is refused", () => {
    const house = openHouse();
    expect(house.ask("order.place", place).kind).toBe("applied");
    expect(house.ask("order.place", place).kind).toBe("noop");
    expect(house.ask("order.place", { ...place, lines: [line(L1, "chips")] })).toMatchObject({
      kind: "rejected",
      code: "id_reused",
    });
    expect(house.ask("order.place", { ...place, tableId: "t6" })).toMatchObject({
      kind: "rejected",
      code: "id_reused",
    });
  });

  test("[ORD-2] a repeat is recognised after the order went on", () => {
    const house = openHouse();
    house.ask("order.place", place);
    house.ask("order.moveTable", { orderId: ORDER, tableId: "t6" });
    house.ask("order.cancel", { orderId: ORDER, reason: "They left" });
    expect(house.ask("order.place", place).kind).toBe("noop");
    expect(house.order().status).toBe("cancelled");
  });

  test("[ORD-3] the number is the device's own where it made one, else the server's, and never changes", () => {
    const house = openHouse();
    house.ask("order.place", { ...place, number: "B12" });
    house.ask("order.place", { ...place, orderId: uuid(2), lines: [line(L2)] });
    expect([house.order().number, house.order(uuid(2)).number]).toEqual(["B12", "Z1"]);
    for (const [n, number] of [
      [3, "G7"],
      [4, "W1"],
      [5, "GA7"],
    ] as const)
      house.ask("order.place", { ...place, orderId: uuid(n), number, lines: [line(uuid(90 + n))] });
    expect([3, 4, 5].map((n) => house.order(uuid(n)).number)).toEqual(["Z2", "Z3", "GA7"]);
    house.ask("order.moveTable", { orderId: ORDER, tableId: "t6" });
    house.ask("order.addLines", { orderId: ORDER, lines: [line(L3)] });
    expect(house.order().number).toBe("B12");
  });

  test("[ORD-4] a guest's order waits to be accepted, unless the restaurant accepts by itself", () => {
    const house = openHouse();
    house.ask("order.place", place, { as: "guest" });
    expect(house.order()).toMatchObject({ status: "pending", firedAt: null });
    house.settings = { ...house.settings, autoAccept: true };
    house.ask("order.place", { ...place, orderId: uuid(2), lines: [line(L2)] }, { as: "guest" });
    expect(house.order(uuid(2))).toMatchObject({ status: "submitted", firedAt: NOW });
  });

  test.each(["owner", "kitchen", "expo", "floor"] as const)(
    "[ORD-4] an order of %s goes straight to the kitchen",
    (as) => {
      expect(houseWithOrder({}, { as }).order()).toMatchObject({
        status: "submitted",
        firedAt: NOW,
      });
    },
  );

  test("[ORD-5] a guest cannot order what is off or gone", () => {
    const house = openHouse();
    const ask = (item: string) =>
      house.ask("order.place", { ...place, lines: [line(L1, item)] }, { as: "guest" });
    expect(ask("fish")).toMatchObject({ kind: "rejected", code: "item_unavailable" });
    expect(ask("stew")).toMatchObject({ kind: "rejected", code: "item_unavailable" });
    expect(ask("unicorn")).toMatchObject({ kind: "rejected", code: "unknown_item" });
  });

  test("[ORD-5] a guest chooses modifiers between their minimum and maximum", () => {
    const ask = (...options: string[]) =>
      openHouse().ask(
        "order.place",
        {
          ...place,
          lines: [
            line(L1, "burger", {
              modifiers: options.map((optionId) => ({ modifierId: "sauce", optionId })),
            }),
          ],
        },
        { as: "guest" },
      );
    expect(ask()).toMatchObject({ kind: "rejected", code: "bad_modifiers" });
    expect(ask("mayo").kind).toBe("applied");
    expect(ask("mayo", "hot").kind).toBe("applied");
    expect(ask("mayo", "hot", "none")).toMatchObject({ kind: "rejected", code: "bad_modifiers" });
    expect(ask("gold")).toMatchObject({ kind: "rejected", code: "bad_modifiers" });
  });

  test("[ORD-5] a device may have ordered from an older menu: what was written down reaches the kitchen", () => {
    const house = houseWithOrder({
      lines: [
        line(L1, "burger", { modifiers: [{ modifierId: "sauce", optionId: "gold" }] }),
        line(L2, "stew"),
      ],
    });
    expect(house.line(L1)).toMatchObject({ modifiers: [{ name: "gold", price: 0 }], price: 1200 });
    expect(house.line(L2)).toMatchObject({ name: "Stew", unavailable: true });
  });

  test("[ORD-6] what an order knows of its time is when the person acted", () => {
    expect(houseWithOrder({}, { at: minute(-3) }).order()).toMatchObject({
      placedAt: minute(-3),
      firedAt: minute(-3),
    });
  });

  test("[ORD-7] the lowest course is fired at once, later ones wait", () => {
    const house = houseWithOrder({
      lines: [
        line(L1, "steak", { course: 3 }),
        line(L2, "chips", { course: 2 }),
        line(L3, "chips", { course: 2 }),
      ],
    });
    expect([L1, L2, L3].map((id) => house.line(id).fired)).toEqual([false, true, true]);
  });

  test("[ORD-7] added lines are fired with the courses that are", () => {
    const house = houseWithOrder({ lines: [line(L1, "steak", { course: 2 })] });
    house.ask("order.addLines", {
      orderId: ORDER,
      lines: [line(L2, "chips", { course: 1 }), line(L3, "chips", { course: 3 })],
    });
    expect([L2, L3].map((id) => house.line(id).fired)).toEqual([true, false]);
  });

  test("a table that is gone is refused", () => {
    expect(openHouse().ask("order.place", { ...place, tableId: "t99" })).toMatchObject({
      kind: "rejected",
      code: "unknown_table",
    });
  });

  test("an order has at most 200 lines, however they came", () => {
    const house = houseWithOrder();
    const more = (from: number) => ({
      orderId: ORDER,
      lines: Array.from({ length: 100 }, (_, index) => line(uuid(from + index))),
    });
    expect(house.ask("order.addLines", more(1000)).kind).toBe("applied");
    expect(house.ask("order.addLines", more(2000))).toMatchObject({
      kind: "rejected",
      code: "too_many_lines",
    });
  });

  test("[ORD-39] what is promised for later than its dishes take starts held, and is due when it has to begin", () => {
    // A steak takes nobody knows how long: a quarter of an hour. A burger takes eight minutes.
    const placed = (dish: string, promised: number, hold?: boolean) => {
      const house = openHouse();
      house.ask(
        "order.place",
        {
          ...place,
          lines: [line(L1, dish)],
          promisedAt: minute(promised),
          ...(hold === undefined ? {} : { hold }),
        },
        { at: minute(0) },
      );
      const { held, firedAt } = house.order();
      return [held, firedAt, dueAt(house.order(), house.menu)];
    };
    expect(placed("steak", 24 * 60)).toEqual([true, null, fromIso(minute(24 * 60 - 15))]);
    expect(
      [placed("steak", 16), placed("steak", 15), placed("burger", 9), placed("burger", 8)].map(
        ([held]) => held,
      ),
    ).toEqual([true, false, true, false]);
    expect(placed("burger", -10)).toEqual([false, minute(0), null]);
  });

  test("[ORD-39] who places it may say that it is to be made at once, or held all the same", () => {
    const held = (hold: boolean, promised: number) => {
      const house = openHouse();
      house.ask("order.place", { ...place, hold, promisedAt: minute(promised) }, { at: minute(0) });
      return house.order().held;
    };
    expect([held(false, 600), held(true, 1)]).toEqual([false, true]);
  });
});
