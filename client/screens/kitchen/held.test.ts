import { expect, test } from "vitest";
import { fakeDevice } from "../../testing/fake-device.ts";
import { fakeEvening } from "../../testing/fake-evening.ts";
import { heldWork, mayHold } from "./held.ts";

const floor = { kind: "device", role: "floor", name: "Anna" } as const;

test("lists held courses and held orders, by station, until they are fired", () => {
  const device = fakeDevice();
  fakeEvening(device, 5);
  const held = (stations: string[] = []) =>
    heldWork(device.view().orders.values(), stations).map(({ order, course, lines }) => [
      order.number,
      course,
      lines.length,
    ]);
  expect(held()).toEqual([["B15", 2, 1]]);
  const orders = [...device.view().orders.values()];
  const [b13, b15] = ["B13", "B15"].map((number) =>
    orders.find((order) => order.number === number)!,
  );
  expect(mayHold(b13!)).toBe(true);
  device.happen(floor, 5, "order.hold", { orderId: b13!.orderId });
  expect(held()).toEqual([
    ["B13", null, 3],
    ["B15", 2, 1],
  ]);
  expect(held(["grill"])).toEqual([["B13", null, 1]]);
  device.happen(floor, 4, "order.release", { orderId: b13!.orderId });
  device.happen(floor, 3, "order.fireCourse", { orderId: b15!.orderId, course: 2 });
  expect(held()).toEqual([]);
});
