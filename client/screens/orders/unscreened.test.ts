import { expect, test } from "vitest";
import { fakeDevice } from "../../testing/fake-device.ts";
import { alarmsOf, stationsLeft } from "./unscreened.ts";

const floor = { kind: "device", role: "floor", name: "Anna" } as const;
const system = { kind: "system", role: "system", name: "Heard" } as const;
const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, "0")}`;

test("[ORD-36] orders that wait where no screen is are no unheard ones, and name the stations", () => {
  const device = fakeDevice({ role: "floor" });
  for (const [n, menuItemId] of [
    [1, "chips"],
    [2, "burger"],
  ] as const) {
    device.happen(floor, 60, "order.place", {
      orderId: id(n),
      number: `B${n}`,
      channel: "takeaway",
      lines: [{ lineId: id(90 + n), menuItemId, quantity: 1 }],
    });
  }
  const orders = [...device.view().orders.values()];
  const [{ stationId }] = [orders[0]!.lines[0]!];
  const { name } = device.view().menu.stations.find((station) => station.id === stationId)!;
  const alarms = () => {
    const { unheard, unscreened, stations } = alarmsOf(orders, device.view());
    return [unheard.map(({ number }) => number), unscreened.map(({ number }) => number), stations];
  };
  expect([alarms(), stationsLeft(device.view())]).toEqual([[["B1", "B2"], [], []], []]);
  device.happen(system, 0, "stations.unscreened", { stationIds: [stationId] });
  expect([alarms(), stationsLeft(device.view())]).toEqual([
    [["B2"], ["B1"], [`\u2068${name}\u2069`]],
    [`\u2068${name}\u2069`],
  ]);
});
