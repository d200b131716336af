import { expect, it } from "vitest";
import { fakeDevice } from "../../testing/fake-device.ts";
import { english } from "../../words/english.ts";
import { makeFormat } from "../../words/format.ts";
import { caller } from "./calls.ts";
import { cardOf } from "./cards.ts";
import type { Type } from "./measure.ts";

const type: Type = { rem: 16, text: 20, small: 20, number: 28, widthOf: (text, size) => text.length * size * 0.5 };
const spoken = { words: english, format: makeFormat({ locale: "en-GB", currency: "GBP", timezone: "Europe/London" }) };
const floor = { kind: "device", role: "floor", name: "Anna" } as const;
const orderId = "00000000-0000-7000-8000-0000000000aa";
const lineId = (n: number) => `00000000-0000-7000-9000-0000000000${n}0`;

function card(lines: number, notes?: string) {
  const device = fakeDevice();
  device.happen(floor, 60, "order.place", { orderId, channel: "dine_in", tableId: "t1", ...(notes === undefined ? {} : { notes }), lines: Array.from({ length: lines }, (_, n) => ({ lineId: lineId(n), menuItemId: "burger", quantity: n + 1, notes: `number ${n}` })) });
  return { device, card: () => cardOf(device.view().orders.get(orderId)!, [])! };
}
const calls = (it: ReturnType<typeof card>, width: number) => [...caller(width, type, spoken)([it.card()], () => true)];

it("calls a short ticket at once, with everything it says", () => {
  const [only, ...more] = calls(card(1, "nut allergy"), 1_200);
  expect(more).toEqual([]);
  expect(only?.parts.map(({ kind, text }) => `${kind}: ${text}`)).toEqual(["allergy: Allergy “nut allergy”", "dish: 1 × House burger", "note: “number 0”"]);
  expect(only?.width).toBeLessThan(1_200);
});

it("calls a long one in as many parts as it takes, each line once and whole", () => {
  const parts = calls(card(8), 700);
  expect(parts.length).toBeGreaterThan(1);
  expect(parts.flatMap((call) => call.lines.map((line) => line.lineId))).toEqual(Array.from({ length: 8 }, (_, n) => lineId(n)));
  for (const call of parts) expect(call.width).toBeLessThanOrEqual(700);
});

it("calls only what no screen has shown, and keeps a call's name when what came before it was", () => {
  const it = card(8);
  const before = calls(it, 700);
  it.device.happen({ kind: "device", role: "kitchen", name: "Grill" }, 10, "ticket.shown", { orderId, stationId: "grill", lineIds: before[0]!.lines.map((line) => line.lineId) });
  expect(calls(it, 700).map((call) => call.callId)).toEqual(before.slice(1).map((call) => call.callId));
  it.device.happen({ kind: "device", role: "kitchen", name: "Grill" }, 10, "ticket.shown", { orderId, stationId: "grill", lineIds: Array.from({ length: 8 }, (_, n) => lineId(n)) });
  expect(calls(it, 700)).toEqual([]);
});

it("calls a card that did not change the same, and splits it again for other lines", () => {
  const [it, other] = [card(8).card(), card(2).card()];
  const call = caller(700, type, spoken);
  const before = [...call([it, other], () => true)];
  expect([...call([it], () => true)][0]).toBe(before[0]);
  expect([...call([it], (line) => line.lineId === lineId(7))].map(({ callId }) => callId)).toEqual([lineId(7)]);
});

it("makes no more calls than somebody reads", () => {
  const [it, other] = [card(2).card(), card(2).card()];
  const looked: string[] = [];
  const [first] = caller(1_200, type, spoken)([it, other], (line) => looked.push(line.lineId) > 0);
  expect(first?.card).toBe(it);
  expect(looked).toEqual([lineId(0), lineId(1)]);
});
