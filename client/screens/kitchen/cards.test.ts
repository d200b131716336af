import { expect, it } from "vitest";
import type { Line, Order } from "#shared/orders/order.ts";
import { doneCards } from "./cards.ts";

const line: Line = {
  lineId: "l1", menuItemId: "dal", name: "Dal", stationId: "curry", quantity: 1, price: 500, modifiers: [], notes: null, allergies: [], course: 1,
  status: "ready", generation: 0, fired: true, addedAt: null, shownAt: null, shownBy: null, statusAt: "2026-01-31T19:00:00.000Z", unavailable: false, voided: null,
};

const order: Order = {
  orderId: "o1", number: "B12", channel: "takeaway", tableId: null, tableLabel: null, movedFrom: null, guestName: null, notes: null, promisedAt: null,
  status: "ready", held: false, rush: false, source: { kind: "device", name: "Till" }, placedAt: "2026-01-31T18:50:00.000Z", firedAt: "2026-01-31T18:50:00.000Z",
  closedAt: null, cancelReason: null, fingerprint: "", lines: [line], seq: 2,
};

it("lists finished cards for Recall, also from an iterator that can be read once", () => {
  const orders = new Map([[order.orderId, order]]);
  expect(doneCards(orders.values(), []).map((card) => card.order.number)).toEqual(["B12"]);
});
