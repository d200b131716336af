import { expect, it } from "vitest";
import { english } from "../../words/english.ts";
import { fakeDevice } from "../../testing/fake-device.ts";
import { fakeEvening } from "../../testing/fake-evening.ts";
import { allMarks, lineMarks, wordOf } from "./marks.ts";

const floor = { kind: "device", role: "floor", name: "Anna" } as const;

const marksOf = (change: (device: ReturnType<typeof fakeDevice>, orderId: string) => void): string[] => {
  const device = fakeDevice();
  fakeEvening(device, 5);
  const { orderId } = [...device.view().orders.values()].find((order) => order.number === "B15")!;
  change(device, orderId);
  const order = device.view().orders.get(orderId)!;
  return allMarks(order, order.lines.filter((line) => line.fired)).map((mark) => wordOf(mark, order, english.kitchen));
};

it("marks what changed after a screen had shown it", () => {
  expect(marksOf(() => undefined)).toEqual([]);
  expect(marksOf((device, orderId) => device.happen(floor, 10, "order.rush", { orderId, rush: true }))).toEqual(["Rush"]);
  expect(marksOf((device, orderId) => device.happen(floor, 10, "order.moveTable", { orderId, tableId: "t7" }))).toEqual(["Moved to table 7"]);
  expect(marksOf((device, orderId) => device.happen(floor, 10, "order.fireCourse", { orderId, course: 2 }))).toEqual(["Course called"]);
});

it("marks a ticket that was held back and is there again", () => {
  const marks = marksOf((device, orderId) => {
    device.happen(floor, 20, "order.hold", { orderId });
    device.happen(floor, 10, "order.release", { orderId });
  });
  expect(marks).toEqual(["Changed"]);
});

it("gives a later recall of the same line a mark of its own", () => {
  const device = fakeDevice();
  fakeEvening(device, 1);
  const order = [...device.view().orders.values()][0]!;
  const line = { ...order.lines[0]!, status: "queued", generation: 2 } as const;
  expect(lineMarks(order, line).map((mark) => mark.key)).not.toEqual(lineMarks(order, { ...line, generation: 1 }).map((mark) => mark.key));
});
