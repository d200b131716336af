import { describe, expect, test } from "vitest";
import { SET_ASIDE_AFTER_MS } from "#shared/kitchen/set-aside.ts";
import { fakeDevice, type FakeDevice } from "../../testing/fake-device.ts";
import { cardOf } from "./cards.ts";
import { cardsThen, lookThen } from "./cards-then.ts";

const NOW = Date.UTC(2026, 0, 31, 19, 30);
const orderId = "00000000-0000-7000-8000-000000000001";
const [steak, chips] = [
  "00000000-0000-7000-8000-000000000011",
  "00000000-0000-7000-8000-000000000012",
] as const;
const floor = { kind: "device", role: "floor", name: "Anna" } as const;
const cook = { kind: "device", role: "kitchen", name: "Grill" } as const;

function placed(): FakeDevice {
  const device = fakeDevice({}, { now: () => NOW });
  device.happen(floor, 0, "order.place", {
    orderId,
    channel: "takeaway",
    lines: [
      { lineId: steak, menuItemId: "ribeye", quantity: 1 },
      { lineId: chips, menuItemId: "chips", quantity: 1 },
    ],
  });
  return device;
}
const atGrill = (device: FakeDevice, ms = NOW) =>
  lookThen(device.view().orders.get(orderId)!, (order) => cardOf(order, ["grill"]), ms);

describe("a card of another moment", () => {
  test("looks the same when it was shown, or when another station goes on with it", () => {
    const device = placed();
    const before = atGrill(device);
    device.happen(cook, 0, "ticket.shown", { orderId, stationId: "grill", lineIds: [steak] });
    device.happen(cook, 0, "line.setStatus", {
      orderId,
      lineId: chips,
      generation: 0,
      status: "preparing",
    });
    expect(atGrill(device)).toBe(before);
  });

  test("looks different when a line of its own is begun, when it is rushed, and when it has left", () => {
    const device = placed();
    const looks = [atGrill(device)];
    device.happen(cook, 0, "line.setStatus", {
      orderId,
      lineId: steak,
      generation: 0,
      status: "preparing",
    });
    looks.push(atGrill(device));
    device.happen(floor, 0, "order.rush", { orderId, rush: true });
    looks.push(atGrill(device));
    device.happen(cook, 0, "ticket.bump", {
      orderId,
      stationId: "grill",
      lines: [{ lineId: steak, generation: 0 }],
    });
    looks.push(atGrill(device));
    expect(new Set(looks).size).toBe(4);
    expect(looks[3]).toBe("");
  });

  test("is not on the rail where the order was set aside by then", () => {
    const orders = [...placed().view().orders.values()];
    const then = (ms: number) => cardsThen(orders, (order) => cardOf(order, []), ms).length;
    expect([then(NOW), then(NOW + SET_ASIDE_AFTER_MS)]).toEqual([1, 0]);
  });
});
