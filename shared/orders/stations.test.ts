import { describe, expect, test } from "vitest";
import type { Decision } from "./decision.ts";
import { isHeard } from "./order.ts";
import { speaksFor } from "./stations.ts";
import {
  houseWithOrder,
  L1,
  L2,
  MENU,
  named,
  ORDER,
  type Asking,
  type TestHouse,
} from "./testing/house.ts";

const on = { orderId: ORDER };
const GRILL: Asking = { as: "kitchen", name: "Grill tablet", stationIds: ["grill"] };
const REFUSED = {
  kind: "rejected",
  code: "other_station",
  detail: "This screen is not for the station Fry.",
};

/** Steak at the grill on L1, chips at the fryer on L2. */
const asked = (ask: (house: TestHouse) => Decision) => {
  const house = houseWithOrder();
  const before = JSON.stringify(house.order());
  return { decision: ask(house), changed: JSON.stringify(house.order()) !== before };
};

describe("a device that is bound to stations", () => {
  test("[ORD-32] says of its own lines what it showed and made", () => {
    const house = houseWithOrder();
    expect(
      house.ask("ticket.shown", { ...on, stationId: "grill", lineIds: [L1] }, GRILL).kind,
    ).toBe("applied");
    expect(
      house.ask("line.setStatus", { ...on, lineId: L1, status: "preparing" }, GRILL).kind,
    ).toBe("applied");
    expect(
      house.ask("ticket.bump", { ...on, stationId: "grill", lines: [named(L1)] }, GRILL).kind,
    ).toBe("applied");
    expect(
      house.ask("ticket.recall", { ...on, stationId: "grill", lines: [named(L1)] }, GRILL).kind,
    ).toBe("applied");
    expect(house.line(L1)).toMatchObject({
      status: "queued",
      generation: 1,
      shownBy: "Grill tablet",
    });
  });

  test.each<[string, (house: TestHouse) => Decision]>([
    [
      "was shown",
      (house) => house.ask("ticket.shown", { ...on, stationId: "fry", lineIds: [L2] }, GRILL),
    ],
    [
      "is finished",
      (house) => house.ask("ticket.bump", { ...on, stationId: "fry", lines: [named(L2)] }, GRILL),
    ],
    [
      "comes back",
      (house) => house.ask("ticket.recall", { ...on, stationId: "fry", lines: [named(L2)] }, GRILL),
    ],
    [
      "is begun",
      (house) => house.ask("line.setStatus", { ...on, lineId: L2, status: "preparing" }, GRILL),
    ],
    [
      "is ready",
      (house) => house.ask("line.setStatus", { ...on, lineId: L2, status: "ready" }, GRILL),
    ],
    [
      "is queued again",
      (house) =>
        house.ask("line.setStatus", { ...on, lineId: L2, generation: 1, status: "queued" }, GRILL),
    ],
    [
      "is begun, with its order",
      (house) =>
        house.ask("order.setStatus", { ...on, status: "preparing" }, { ...GRILL, strict: true }),
    ],
  ])(
    "[ORD-32] is refused where it says that another station's line %s, and nothing changes",
    (_what, ask) => {
      expect(asked(ask)).toEqual({ decision: REFUSED, changed: false });
    },
  );

  test("[ORD-32] does not get another station's line in under its own station", () => {
    expect(
      asked((house) =>
        house.ask("ticket.shown", { ...on, stationId: "grill", lineIds: [L2] }, GRILL),
      ),
    ).toEqual({ decision: { kind: "noop" }, changed: false });
    expect(
      asked((house) =>
        house.ask("ticket.bump", { ...on, stationId: "grill", lines: [named(L2)] }, GRILL),
      ),
    ).toMatchObject({ decision: { code: "unknown_line" }, changed: false });
  });

  test("[ORD-32] makes an order heard together with the screen of the other station, and not alone", () => {
    const house = houseWithOrder();
    for (const [stationId, lineId] of [
      ["grill", L1],
      ["fry", L2],
    ] as const)
      house.ask("ticket.shown", { ...on, stationId, lineIds: [lineId] }, GRILL);
    expect(isHeard(house.order())).toBe(false);
    house.ask(
      "ticket.shown",
      { ...on, stationId: "fry", lineIds: [L2] },
      { ...GRILL, stationIds: ["fry"] },
    );
    expect(isHeard(house.order())).toBe(true);
  });

  test("[ORD-32] may do what is not said in a station's name: void, serve, cancel", () => {
    const house = houseWithOrder();
    expect(house.ask("line.void", { ...on, lineId: L2, reason: "None left" }, GRILL).kind).toBe(
      "applied",
    );
    expect(house.ask("order.serve", { ...on, lineIds: [L1] }, GRILL).kind).toBe("applied");
    expect(house.ask("order.cancel", { ...on, reason: "They left" }, GRILL).kind).toBe("applied");
  });

  test("[ORD-32] speaks for what the menu does not have any more, and for all where it has none of its stations", () => {
    expect([
      speaksFor(["grill"], MENU.stations, "wok"),
      speaksFor(["wok"], MENU.stations, "fry"),
      speaksFor(["grill", "wok"], MENU.stations, "fry"),
      speaksFor([], MENU.stations, "fry"),
    ]).toEqual([true, true, false, true]);
  });
});
