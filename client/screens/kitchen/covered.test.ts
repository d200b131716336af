import { describe, expect, it } from "vitest";
import { fakeDevice } from "../../testing/fake-device.ts";
import { fakeEvening } from "../../testing/fake-evening.ts";
import { fakeMenu } from "../../testing/fake-menu.ts";
import { coveredStations } from "./covered.ts";

const orders = () => {
  const device = fakeDevice();
  fakeEvening(device, 5);
  return device.view().orders.values();
};

describe("stations a screen covers", () => {
  it("are the chosen ones, and all where none is chosen", () => {
    expect(coveredStations(["grill"], fakeMenu.stations, orders())).toEqual(["grill"]);
    expect(coveredStations([], fakeMenu.stations, orders())).toEqual([]);
  });

  it("include a station that the menu has lost while lines still name it", () => {
    const without = fakeMenu.stations.filter((station) => station.id !== "fry");
    expect(coveredStations(["grill"], without, orders())).toEqual(["grill", "fry"]);
  });

  it("are all again when every chosen one is gone", () => {
    expect(coveredStations(["wok"], fakeMenu.stations, orders())).toEqual([]);
  });
});
