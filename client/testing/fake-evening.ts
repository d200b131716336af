import type { Channel } from "#shared/orders/order.ts";
import type { OrderedLine } from "#shared/orders/ordered-line.ts";
import { toIso } from "#shared/kernel/time.ts";
import type { FakeDevice } from "./fake-device.ts";

const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, "0")}`;

type Dish = [menuItemId: string, quantity?: number, more?: Partial<OrderedLine>];
type Placed = { number: string; ago: number; by?: "guest" | "floor"; channel?: Channel; tableId?: string; guestName?: string; notes?: string; promisedIn?: number; hold?: boolean; dishes: Dish[] };

const mod = (modifierId: string, optionId: string) => ({ modifierId, optionId });

/** A Saturday at half past seven, `count` orders deep. */
export function fakeEvening(device: FakeDevice, count: number): void {
  for (let index = 0; index < count; index++) place(device, index, nth(index));
  if (count < 6) return;
  const kitchen = { kind: "device", role: "kitchen", name: "Grill tablet" } as const;
  const floor = { kind: "device", role: "floor", name: "Anna" } as const;
  device.happen(floor, 100, "order.addLines", { orderId: id(3), lines: [line(3, 8, ["onion-rings", 1])] });
  device.happen(floor, 60, "line.void", { orderId: id(1), lineId: id(2002), reason: "Guest changed their mind" });
  device.happen(kitchen, 90, "line.setStatus", { orderId: id(0), lineId: id(1001), generation: 0, status: "ready" });
  device.happen(kitchen, 90, "line.setStatus", { orderId: id(2), lineId: id(3001), generation: 0, status: "preparing" });
  device.happen(floor, 40, "order.moveTable", { orderId: id(2), tableId: "t7" });
  device.happen(floor, 30, "order.rush", { orderId: id(5), rush: true });
}

/** Beyond the evening's own orders they come again, under other numbers. */
function nth(index: number): Placed {
  const again = Math.floor(index / EVENING.length);
  const placed = EVENING[index % EVENING.length]!;
  return again === 0 ? placed : { ...placed, number: `${placed.number.slice(0, 1)}${Number(placed.number.slice(1)) + 30 * again}` };
}

function place(device: FakeDevice, index: number, placed: Placed) {
  const orderId = id(index);
  const { number, ago, dishes, promisedIn, by = "floor", channel = "dine_in", ...rest } = placed;
  const source = by === "guest" ? ({ kind: "guest", role: "guest", name: "Guest" } as const) : ({ kind: "device", role: "floor", name: "Anna" } as const);
  const lines = dishes.map((dish, n) => line(index, n + 1, dish));
  device.happen(source, ago, "order.place", { orderId, number, channel, ...rest, ...(promisedIn === undefined ? {} : { promisedAt: toIso(device.now() + promisedIn * 60_000), hold: false }), lines });
  if (ago > 12) {
    const order = device.view().orders.get(orderId);
    for (const stationId of new Set(order?.lines.map((it) => it.stationId))) {
      device.happen({ kind: "device", role: "kitchen", name: stationId === "pizza" ? "Pizza" : "Grill" }, ago - 3, "ticket.shown", { orderId, stationId, lineIds: lines.map((it) => it.lineId) });
    }
  }
}

function line(order: number, n: number, [menuItemId, quantity = 1, more = {}]: Dish): OrderedLine {
  return { lineId: id((order + 1) * 1000 + n), menuItemId, quantity, ...more };
}

const EVENING: readonly Placed[] = [
  { number: "B12", ago: 560, tableId: "t4", dishes: [["ribeye", 2, { modifiers: [mod("done", "mr"), mod("sauce", "pepper")] }], ["chips", 2], ["salad", 1]] },
  { number: "B13", ago: 470, tableId: "t2", dishes: [["burger", 1, { modifiers: [mod("without", "no-onion"), mod("add", "bacon")] }], ["chips", 1], ["calamari", 1]] },
  { number: "C7", ago: 380, tableId: "t5", dishes: [["margherita", 2, { modifiers: [mod("base", "thin"), mod("without", "no-basil")], notes: "one cut for a child" }], ["diavola", 1], ["burrata", 1]] },
  { number: "B14", ago: 340, channel: "takeaway", guestName: "Rosa", promisedIn: 12, dishes: [["burger", 3, { modifiers: [mod("without", "no-pickle")] }], ["chips", 3]] },
  { number: "B15", ago: 260, tableId: "t9", notes: "Birthday: candle on the tiramisù", dishes: [["seabass", 1, { allergies: ["Nuts", "Sesame"] }], ["ribeye", 1, { modifiers: [mod("done", "well")] }], ["salad", 2], ["tiramisu", 2, { course: 2 }]] },
  { number: "C8", ago: 215, tableId: "t1", dishes: [["diavola", 1, { modifiers: [mod("without", "no-onion")] }], ["garlic-bread", 1]] },
  { number: "G21", ago: 180, by: "floor", tableId: "t11", guestName: "Tom", dishes: [["margherita", 1, { modifiers: [mod("base", "gf"), mod("extra", "olives")], allergies: ["Gluten"] }], ["gelato", 1]] },
  { number: "B16", ago: 150, channel: "delivery", guestName: "Okafor", promisedIn: 25, dishes: [["diavola", 2], ["margherita", 2, { modifiers: [mod("base", "classic")] }], ["onion-rings", 2], ["tiramisu", 3]] },
  { number: "C9", ago: 120, tableId: "t6", dishes: [["carpaccio", 2], ["calamari", 2], ["ribeye", 2, { modifiers: [mod("done", "rare"), mod("sauce", "chimi")] }], ["seabass", 1], ["chips", 2], ["salad", 2]] },
  { number: "B17", ago: 95, tableId: "bar", dishes: [["onion-rings", 1]] },
  { number: "B18", ago: 80, tableId: "t3", dishes: [["burger", 2], ["chips", 2]] },
  { number: "C10", ago: 66, tableId: "t8", dishes: [["margherita", 1, { modifiers: [mod("base", "classic"), mod("extra", "mozz"), mod("extra", "chilli")] }], ["salad", 1]] },
  { number: "B19", ago: 52, channel: "takeaway", guestName: "Lena", dishes: [["calamari", 1], ["chips", 1]] },
  { number: "B20", ago: 44, tableId: "t10", dishes: [["burrata", 1], ["ribeye", 1, { modifiers: [mod("done", "med")] }]] },
  { number: "C11", ago: 36, tableId: "t12", dishes: [["diavola", 1], ["funghi", 1]] },
  { number: "B21", ago: 30, tableId: "ter1", dishes: [["burger", 1, { modifiers: [mod("without", "no-onion"), mod("without", "no-pickle"), mod("add", "egg")], notes: "bun on the side" }], ["onion-rings", 1], ["gelato", 2]] },
  { number: "B22", ago: 22, tableId: "t4", dishes: [["tiramisu", 2], ["gelato", 1]] },
  { number: "C12", ago: 15, tableId: "t2", dishes: [["garlic-bread", 2]] },
  { number: "B23", ago: 8, channel: "takeaway", guestName: "Idris", promisedIn: 18, dishes: [["seabass", 1], ["salad", 1], ["chips", 1]] },
  { number: "G22", ago: 5, by: "guest", tableId: "t7", guestName: "Maya", dishes: [["margherita", 1, { modifiers: [mod("base", "classic")] }], ["gelato", 2]] },
];
