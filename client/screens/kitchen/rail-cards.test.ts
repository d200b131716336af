import { describe, expect, test } from "vitest";
import { allDay } from "#shared/kitchen/all-day.ts";
import { fakeDevice } from "../../testing/fake-device.ts";
import { fakeEvening } from "../../testing/fake-evening.ts";
import { bumpsOf, cardOf, railCards, VOIDED_KEPT_MS } from "./cards.ts";

const NOW = Date.UTC(2026, 0, 31, 19, 30);
const none = new Set<string>();
const floor = { kind: "device", role: "floor", name: "Anna" } as const;
const evening = (count: number) => {
  const device = fakeDevice({}, { now: () => NOW });
  fakeEvening(device, count);
  return device;
};
const rail = (
  device: ReturnType<typeof evening>,
  stations: string[] = [],
  seen: ReadonlySet<string> = none,
  now = NOW,
) =>
  railCards(
    device.view().orders.values(),
    (order) => cardOf(order, stations),
    new Map(),
    seen,
    now,
  );

describe("the rail", () => {
  test("has one card for each order, whichever stations this screen covers, rushed ones first", () => {
    const device = evening(6);
    expect(rail(device).map((card) => card.order.number)).toEqual([
      "C8",
      "B12",
      "B13",
      "C7",
      "B14",
      "B15",
    ]);
    expect(rail(device, ["pizza"]).map((card) => card.order.number)).toEqual(["C8", "C7"]);
    expect(rail(device, ["grill"]).map((card) => [card.order.number, card.alsoAt])).toEqual([
      ["B13", ["fry"]],
      ["B14", ["fry"]],
      ["B15", ["cold"]],
    ]);
  });

  test("bumps station by station, and only what was still to make", () => {
    const [card] = rail(evening(6)).filter((it) => it.order.number === "B12");
    expect(bumpsOf(card!).map((move) => [move.stationId, move.lines.length])).toEqual([
      ["fry", 1],
      ["cold", 1],
    ]);
  });

  test("keeps a cancelled ticket that a screen had shown until somebody has seen it, or ten minutes", () => {
    const device = evening(2);
    const { orderId } = [...device.view().orders.values()][0]!;
    device.happen(floor, 0, "order.cancel", { orderId, reason: "Guest left" });
    expect(rail(device).map((card) => [card.order.number, card.state])).toEqual([
      ["B12", "voided"],
      ["B13", "open"],
    ]);
    expect(rail(device, [], new Set([orderId])).map((card) => card.order.number)).toEqual(["B13"]);
    expect(rail(device, [], none, NOW + VOIDED_KEPT_MS).map((card) => card.order.number)).toEqual([
      "B13",
    ]);
  });

  test("counts all day what of a dish is special", () => {
    const counted = allDay(rail(evening(20)).flatMap((card) => card.tickets));
    expect(counted.find((dish) => dish.menuItemId === "diavola")?.variants).toEqual([
      { name: "No onion", quantity: 1 },
    ]);
  });
});
