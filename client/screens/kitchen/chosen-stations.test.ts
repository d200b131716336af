import { describe, expect, test } from "vitest";
import { fakeDevice } from "../../testing/fake-device.ts";
import { fakeEvening } from "../../testing/fake-evening.ts";
import { fakeMenu } from "../../testing/fake-menu.ts";
import { choosableStations, chosenStations, coveredStations } from "./chosen-stations.ts";

const orders = () => {
  const device = fakeDevice();
  fakeEvening(device, 5);
  return device.view().orders.values();
};

describe("stations a screen may be set to", () => {
  const ids = (bound: readonly string[]) =>
    choosableStations(bound, fakeMenu.stations).map(({ id }) => id);
  const all = fakeMenu.stations.map(({ id }) => id);

  test("[ORD-32] are those that it was paired for, and all where it was paired for none or for what is gone", () => {
    expect([ids(["grill"]), ids([]), ids(["wok"])]).toEqual([["grill"], all, all]);
  });

  test("[ORD-32] leave out what an earlier version let people choose beyond them", () => {
    expect([
      chosenStations(["grill", "fry"], ["grill"], fakeMenu.stations),
      chosenStations(["fry"], ["grill"], fakeMenu.stations),
      chosenStations(["fry"], [], fakeMenu.stations),
      chosenStations(null, ["grill"], fakeMenu.stations),
    ]).toEqual([["grill"], [], ["fry"], []]);
  });
});

describe("stations a screen covers", () => {
  test("are the chosen ones, and all where none is chosen", () => {
    expect(coveredStations(["grill"], fakeMenu.stations, orders())).toEqual(["grill"]);
    expect(coveredStations([], fakeMenu.stations, orders())).toEqual([]);
  });

  test("include a station that the menu has lost while lines still name it", () => {
    const without = fakeMenu.stations.filter((station) => station.id !== "fry");
    expect(coveredStations(["grill"], without, orders())).toEqual(["grill", "fry"]);
  });

  test("are all again when every chosen one is gone", () => {
    expect(coveredStations(["wok"], fakeMenu.stations, orders())).toEqual([]);
  });
});
