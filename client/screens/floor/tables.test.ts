import { describe, expect, test } from "vitest";
import { fakeDevice } from "../../testing/fake-device.ts";
import { fakeEvening } from "../../testing/fake-evening.ts";
import { fakeTables } from "../../testing/fake-menu.ts";
import { heldCourseNumbers, tableStates, withoutTable } from "./tables.ts";

const NOW = Date.UTC(2026, 0, 31, 19, 30);
const view = () => {
  const device = fakeDevice({ role: "floor" }, { now: () => NOW });
  fakeEvening(device, 20);
  return device.view();
};
const evening = () => [...view().orders.values()];
const named = (number: string) => evening().find((order) => order.number === number)!;

describe("the floor's tables", () => {
  test("show their open orders, how long the oldest waits, and what is ready", () => {
    const states = tableStates(fakeTables, evening(), new Set(), view().settings, NOW);
    const four = states.find((state) => state.table.id === "t4");
    expect(four).toMatchObject({ waitingMs: 560_000, heat: "late", ready: true });
    expect(four?.orders.map((order) => order.number)).toEqual(["B12", "B22"]);
  });

  test("are warm and late by the thresholds of the stations that still cook for them", () => {
    const patient = { warmSeconds: 1000, lateSeconds: 2000 };
    const { settings, menu } = view();
    const heat = (ids: readonly string[]) => {
      const stationThresholds = Object.fromEntries(ids.map((id) => [id, patient]));
      return tableStates(
        fakeTables,
        evening(),
        new Set(),
        { ...settings, stationThresholds },
        NOW,
      ).find((state) => state.table.id === "t4")?.heat;
    };
    expect([heat([]), heat(menu.stations.map(({ id }) => id))]).toEqual(["late", "calm"]);
  });

  test("never hide an order whose table is gone", () => {
    const numbers = withoutTable(
      fakeTables.filter((table) => table.id !== "t4"),
      evening(),
    ).map((order) => order.number);
    expect(numbers).toEqual(["B12", "B14", "B16", "B19", "B22", "B23"]);
  });

  test("know the courses that wait to be fired", () => {
    expect(heldCourseNumbers(named("B15"))).toEqual([2]);
  });
});
