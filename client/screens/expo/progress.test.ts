import { describe, expect, it } from "vitest";
import { fakeDevice } from "../../testing/fake-device.ts";
import { fakeEvening } from "../../testing/fake-evening.ts";
import { hasReady, isAllReady, passOrders, progressOf } from "./progress.ts";

const other = { kind: "device", role: "kitchen", name: "Other" } as const;
const evening = (count: number) => {
  const device = fakeDevice({ role: "expo" });
  fakeEvening(device, count);
  const named = (number: string) => [...device.view().orders.values()].find((order) => order.number === number)!;
  return { device, named };
};

describe("the pass", () => {
  it("counts fired dishes by station, held courses and voided lines left out", () => {
    const { named } = evening(6);
    expect(progressOf(named("B12"))).toEqual([{ stationId: "grill", ready: 1, total: 1 }, { stationId: "fry", ready: 0, total: 1 }, { stationId: "cold", ready: 0, total: 1 }]);
    expect(progressOf(named("B13"))).toEqual([{ stationId: "grill", ready: 0, total: 1 }, { stationId: "fry", ready: 0, total: 1 }]);
    expect(progressOf(named("B15")).find((station) => station.stationId === "cold")).toEqual({ stationId: "cold", ready: 0, total: 1 });
  });

  it("calls an order ready when all its fired lines are, and lets go of it when they are served", () => {
    const { device, named } = evening(1);
    const { orderId, lines } = named("B12");
    for (const line of lines) device.happen(other, 0, "line.setStatus", { orderId, lineId: line.lineId, generation: 0, status: "ready" });
    expect([isAllReady(named("B12")), hasReady(named("B12"))]).toEqual([true, true]);
    device.happen(other, 0, "order.serve", { orderId });
    expect(passOrders(device.view().orders.values(), new Set())).toEqual([]);
    expect(passOrders(device.view().orders.values(), new Set([orderId])).map((order) => order.number)).toEqual(["B12"]);
  });

  it("puts rushed orders first, then the oldest", () => {
    const { device } = evening(6);
    expect(passOrders(device.view().orders.values(), new Set()).map((order) => order.number)).toEqual(["C8", "B12", "B13", "C7", "B14", "B15"]);
  });
});
