import { describe, expect, test } from "vitest";
import { DAY, toIso } from "#shared/kernel/time.ts";
import { houseWithOrder, L1, ORDER } from "#shared/orders/testing/house.ts";
import { unscreenedOf } from "#shared/orders/unscreened.ts";
import { GONE_AFTER_MS, unscreenedStations, type Screen } from "./unscreened-stations.ts";

const NOW = Date.UTC(2026, 0, 31, 19);
const stations = ["grill", "fry", "bar"].map((id) => ({ id, name: id.toUpperCase() }));
const screen = (stationIds: string[], shows: string[] | null, awayMs = 0): Screen => ({
  stationIds,
  shows,
  lastSeenAt: toIso(NOW - awayMs),
});
const left = (...screens: Screen[]) =>
  unscreenedStations(screens, stations, NOW).map(({ id }) => id);

describe("stations without a screen", () => {
  test("[ORD-34] are those that no screen shows of what it is bound to", () => {
    expect(left(screen([], ["grill", "fry"]))).toEqual(["bar"]);
    expect(left(screen([], ["grill"]), screen(["fry", "bar"], ["bar"]))).toEqual(["fry"]);
    expect(left(screen([], ["grill"]), screen([], []))).toEqual([]);
    // What it may not show, it does not show.
    expect(left(screen(["grill"], ["grill", "bar"]))).toEqual(["fry", "bar"]);
  });

  test("[ORD-34] a screen that never said counts as showing what it is bound to, as does one that names nothing it may show", () => {
    expect(left(screen([], null))).toEqual([]);
    expect(left(screen(["grill"], null), screen(["fry"], ["bar"]))).toEqual(["bar"]);
    expect(left(screen([], ["gone"]))).toEqual([]);
    // Its stations are all gone from the menu: it shows everything (ORD-32).
    expect(left(screen(["gone"], null))).toEqual([]);
  });

  test("[ORD-34] there are none where there is no kitchen screen, and one that lay in a drawer for a week is none", () => {
    expect(left()).toEqual([]);
    expect(left(screen([], null, GONE_AFTER_MS))).toEqual([]);
    expect(left(screen(["grill"], null), screen(["fry", "bar"], null, GONE_AFTER_MS))).toEqual([
      "fry",
      "bar",
    ]);
    expect(left(screen(["grill"], null), screen(["fry", "bar"], null, 6 * DAY))).toEqual([]);
  });
});

describe("[ORD-36] an order that waits only where no screen is", () => {
  /** Steak at the grill, chips at the fryer. */
  const at = (unscreened: string[], house = houseWithOrder()) =>
    unscreenedOf(house.order(), { unscreened });

  test("names those stations, and none while somebody may still see some of it", () => {
    expect(at(["grill", "fry"])).toEqual(["grill", "fry"]);
    expect(at(["fry"])).toEqual([]);
    expect(unscreenedOf(houseWithOrder().order(), {})).toEqual([]);
  });

  test("looks only at what still waits to be seen", () => {
    const house = houseWithOrder();
    house.ask(
      "ticket.shown",
      { orderId: ORDER, stationId: "grill", lineIds: [L1] },
      { as: "kitchen" },
    );
    expect(at(["fry"], house)).toEqual(["fry"]);
    expect(at(["grill"], house)).toEqual([]);
    house.ask("order.hold", { orderId: ORDER });
    expect(at(["fry"], house)).toEqual([]);
  });
});
