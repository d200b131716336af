import { describe, expect, test } from "vitest";
import { hasReady, isAllReady } from "#shared/orders/order.ts";
import { fakeDevice } from "../../testing/fake-device.ts";
import { fakeEvening } from "../../testing/fake-evening.ts";
import { servedCourses } from "#shared/kitchen/served.ts";
import {
  CANCELLED_KEPT_MS,
  coursesOf,
  heldCoursesOf,
  leavesWhole,
  leftBefore,
  passOrders,
  progressOf,
  type Kept,
} from "./progress.ts";

const NOW = Date.UTC(2026, 0, 31, 19, 30);
const other = { kind: "device", role: "kitchen", name: "Other" } as const;
const NOTHING: Kept = { handed: new Set(), cleared: new Set(), nowMs: NOW };
const evening = (count: number) => {
  const device = fakeDevice({ role: "expo" }, { now: () => NOW });
  fakeEvening(device, count);
  const named = (number: string) =>
    [...device.view().orders.values()].find((order) => order.number === number)!;
  const make = (number: string) => {
    const { orderId, lines } = named(number);
    for (const line of lines)
      device.happen(other, 0, "line.setStatus", {
        orderId,
        lineId: line.lineId,
        generation: 0,
        status: "ready",
      });
    return orderId;
  };
  const numbers = (kept: Partial<Kept> = {}) =>
    passOrders(device.view().orders.values(), { ...NOTHING, ...kept }).map((order) => order.number);
  return { device, named, make, numbers };
};

describe("the pass", () => {
  test("counts fired dishes by station, piece by piece, held courses and voided lines left out", () => {
    const { named } = evening(6);
    expect(progressOf(named("B12"))).toEqual([
      { stationId: "grill", ready: 2, total: 2 },
      { stationId: "fry", ready: 0, total: 2 },
      { stationId: "cold", ready: 0, total: 1 },
    ]);
    expect(progressOf(named("B13"))).toEqual([
      { stationId: "grill", ready: 0, total: 1 },
      { stationId: "fry", ready: 0, total: 1 },
    ]);
    expect(progressOf(named("B15")).find((station) => station.stationId === "cold")).toEqual({
      stationId: "cold",
      ready: 0,
      total: 2,
    });
  });

  test("calls an order ready when all its fired lines are, and lets go of it when they are served", () => {
    const { device, named, make, numbers } = evening(1);
    const orderId = make("B12");
    expect([isAllReady(named("B12")), hasReady(named("B12"))]).toEqual([true, true]);
    device.happen(other, 0, "order.serve", { orderId });
    expect([numbers(), numbers({ handed: new Set([orderId]) })]).toEqual([[], ["B12"]]);
  });

  test("puts rushed orders first, then the oldest", () => {
    expect(evening(6).numbers()).toEqual(["C8", "B12", "B13", "C7", "B14", "B15"]);
  });

  test("shows a voided line as voided, courses apart, and what is held", () => {
    const { named } = evening(6);
    expect(
      coursesOf(named("B13")).flatMap(({ lines }) => lines.map((line) => [line.name, line.status])),
    ).toContainEqual(["Chips", "cancelled"]);
    expect(coursesOf(named("B15")).map(({ course }) => course)).toEqual([1]);
    expect(
      heldCoursesOf(named("B15")).map(({ course, lines }) => [
        course,
        lines.map((line) => line.name),
      ]),
    ).toEqual([[2, ["Tiramisù"]]]);
  });

  test("leaves off what it has handed out when the next course is fired, and keeps the last plates while their hand-off can be taken back", () => {
    const { device, named } = evening(6);
    const { orderId, lines } = named("B15");
    const first = lines.filter((line) => line.course === 1);
    for (const line of first)
      device.happen(other, 60, "line.setStatus", {
        orderId,
        lineId: line.lineId,
        generation: 0,
        status: "ready",
      });
    device.happen(other, 30, "order.serve", { orderId });
    expect(coursesOf(named("B15"), true).flatMap((it) => it.lines)).toHaveLength(first.length);
    expect(servedCourses(named("B15"), leftBefore(named("B15"), true))).toEqual([]);
    device.happen(other, 10, "order.fireCourse", { orderId, course: 2 });
    expect(
      coursesOf(named("B15")).map((it) => [it.course, it.lines.map((line) => line.name)]),
    ).toEqual([[2, ["Tiramisù"]]]);
    expect(progressOf(named("B15"))).toEqual([{ stationId: "cold", ready: 0, total: 2 }]);
    expect(servedCourses(named("B15"), leftBefore(named("B15"), false))).toMatchObject([
      { course: 1, whole: true, pieces: 4, oneOfMany: true },
    ]);
  });

  test("keeps an order that was cancelled after a screen had shown it, until somebody has seen that, or ten minutes", () => {
    const { device, named, numbers } = evening(2);
    const { orderId } = named("B12");
    device.happen(other, 0, "order.cancel", { orderId, reason: "Guest left" });
    expect(numbers()).toEqual(["B12", "B13"]);
    expect(numbers({ cleared: new Set([orderId]) })).toEqual(["B13"]);
    expect(numbers({ nowMs: NOW + CANCELLED_KEPT_MS })).toEqual(["B13"]);
  });

  test("knows whether a hand-off leaves anything to come", () => {
    const { make, named } = evening(5);
    make("B14");
    expect([leavesWhole(named("B14")), leavesWhole(named("B13"))]).toEqual([true, false]);
    make("B15");
    expect(leavesWhole(named("B15"))).toBe(true);
  });
});
