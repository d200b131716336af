import type { OrderedLine } from "#shared/orders/ordered-line.ts";
import { toIso } from "#shared/kernel/time.ts";
import type { FakeDevice } from "./fake-device.ts";
import { type Dish, EVENING, type Placed } from "./fake-evening-orders.ts";

const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, "0")}`;

/** A Saturday at half past seven, `count` orders deep. */
export function fakeEvening(device: FakeDevice, count: number): void {
  for (let index = 0; index < count; index++) place(device, index, nth(index));
  if (count < 6) return;
  const kitchen = { kind: "device", role: "kitchen", name: "Grill tablet" } as const;
  const floor = { kind: "device", role: "floor", name: "Anna" } as const;
  device.happen(floor, 100, "order.addLines", {
    orderId: id(3),
    lines: [line(3, 8, ["onion-rings", 1])],
  });
  device.happen(floor, 60, "line.void", {
    orderId: id(1),
    lineId: id(2002),
    reason: "Guest changed their mind",
  });
  device.happen(kitchen, 90, "line.setStatus", {
    orderId: id(0),
    lineId: id(1001),
    generation: 0,
    status: "ready",
  });
  device.happen(kitchen, 90, "line.setStatus", {
    orderId: id(2),
    lineId: id(3001),
    generation: 0,
    status: "preparing",
  });
  device.happen(floor, 40, "order.moveTable", { orderId: id(2), tableId: "t7" });
  device.happen(floor, 30, "order.rush", { orderId: id(5), rush: true });
}

/** Beyond the evening's own orders they come again, under other numbers. */
function nth(index: number): Placed {
  const again = Math.floor(index / EVENING.length);
  const placed = EVENING[index % EVENING.length]!;
  return again === 0
    ? placed
    : {
        ...placed,
        number: `${placed.number.slice(0, 1)}${Number(placed.number.slice(1)) + 30 * again}`,
      };
}

function place(device: FakeDevice, index: number, placed: Placed) {
  const orderId = id(index);
  const { number, ago, dishes, promisedIn, by = "floor", channel = "dine_in", ...rest } = placed;
  const source =
    by === "guest"
      ? ({ kind: "guest", role: "guest", name: "Guest" } as const)
      : ({ kind: "device", role: "floor", name: "Anna" } as const);
  const lines = dishes.map((dish, n) => line(index, n + 1, dish));
  device.happen(source, ago, "order.place", {
    orderId,
    number,
    channel,
    ...rest,
    ...(promisedIn === undefined
      ? {}
      : { promisedAt: toIso(device.now() + promisedIn * 60_000), hold: false }),
    lines,
  });
  if (ago > 12) {
    const order = device.view().orders.get(orderId);
    for (const stationId of new Set(order?.lines.map((it) => it.stationId))) {
      device.happen(
        { kind: "device", role: "kitchen", name: stationId === "pizza" ? "Pizza" : "Grill" },
        ago - 3,
        "ticket.shown",
        { orderId, stationId, lineIds: lines.map((it) => it.lineId) },
      );
    }
  }
}

function line(order: number, n: number, [menuItemId, quantity = 1, more = {}]: Dish): OrderedLine {
  return { lineId: id((order + 1) * 1000 + n), menuItemId, quantity, ...more };
}
