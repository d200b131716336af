import { describe, expect, it } from "vitest";
import { MINUTE, toIso } from "#shared/kernel/time.ts";
import { foldOrder } from "#shared/orders/fold.ts";
import type { Order } from "#shared/orders/order.ts";
import { TRIAGE_AFTER_MS, waitedOut } from "./triage.ts";

const NOW = Date.UTC(2026, 0, 31, 19, 30);
const NONE: ReadonlySet<string> = new Set();

const order = (orderId: string, takenMinutesAgo: number, change: Partial<Order> = {}): Order => ({
  orderId, number: orderId, channel: "takeaway", tableId: null, tableLabel: null, movedFrom: null, guestName: null, notes: null, promisedAt: null, status: "submitted",
  held: false, rush: false, source: { kind: "device", name: "Anna" }, placedAt: toIso(NOW - takenMinutesAgo * MINUTE), firedAt: toIso(NOW - takenMinutesAgo * MINUTE), closedAt: null,
  cancelReason: null, fingerprint: "", lines: [], seq: 1, ...change,
});
const arrivedNow = { recordedAt: toIso(NOW) };

describe("orders that waited out an outage", () => {
  it("are those the log learned of long after they were taken", () => {
    const orders = [order("late", 30, arrivedNow), order("quick", 30, { recordedAt: toIso(NOW - 29 * MINUTE) }), order("just", TRIAGE_AFTER_MS / MINUTE - 1, arrivedNow)];
    expect(waitedOut(orders, NONE, NOW).map((it) => it.orderId)).toEqual(["late"]);
  });

  it("are those still unsent on this device, and none whose age alone is known", () => {
    const orders = [order("unsent", 11), order("old", 600), order("fresh", 1)];
    expect(waitedOut(orders, new Set(["unsent", "fresh"]), NOW).map((it) => it.orderId)).toEqual(["unsent"]);
  });

  it("come in the order they were promised, and no more once somebody cooks, holds or ended them", () => {
    const promised = (minutes: number) => ({ ...arrivedNow, promisedAt: toIso(NOW + minutes * MINUTE) });
    const orders = [order("later", 40, promised(20)), order("soon", 20, promised(5)), order("none", 15, arrivedNow), order("held", 40, { ...arrivedNow, held: true })];
    const others = (["pending", "preparing", "ready", "served", "completed", "cancelled"] as const).map((status) => order(status, 40, { ...arrivedNow, status }));
    expect(waitedOut([...orders, ...others], NONE, NOW).map((it) => it.orderId)).toEqual(["none", "soon", "later"]);
  });

  it("are known by the time their creation was recorded, which no later event changes", () => {
    const { seq: _seq, ...data } = order("a", 30);
    const created = foldOrder(undefined, { type: "order_created", entityId: "a", data, occurredAt: data.placedAt, recordedAt: toIso(NOW), seq: 4 });
    const rushed = foldOrder(created, { type: "order_changed", entityId: "a", data: { orderId: "a", rush: true }, occurredAt: toIso(NOW), recordedAt: toIso(NOW + 5 * MINUTE), seq: 5 });
    expect(rushed).toMatchObject({ recordedAt: toIso(NOW), rush: true });
    expect(foldOrder(undefined, { type: "order_created", entityId: "a", data, occurredAt: data.placedAt, seq: 4 })).not.toHaveProperty("recordedAt");
  });
});
