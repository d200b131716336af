import { expect, test } from "vitest";
import { english } from "../../words/english.ts";
import { fakeDevice } from "../../testing/fake-device.ts";
import { fakeEvening } from "../../testing/fake-evening.ts";
import { cardOf } from "../kitchen/cards.ts";
import { allMarks, lineMarks, wordOf } from "./marks.ts";

const floor = { kind: "device", role: "floor", name: "Anna" } as const;

const marksOf = (
  change: (device: ReturnType<typeof fakeDevice>, orderId: string) => void,
): string[] => {
  const device = fakeDevice();
  fakeEvening(device, 5);
  const { orderId } = [...device.view().orders.values()].find((order) => order.number === "B15")!;
  change(device, orderId);
  const card = cardOf(device.view().orders.get(orderId)!, [])!;
  return allMarks(
    card.order,
    card.tickets.flatMap((ticket) => ticket.lines),
    card.seenAt,
  ).map((mark) => wordOf(mark, card.order, english.kitchen));
};

test("marks what changed after a screen had shown it", () => {
  expect(marksOf(() => undefined)).toEqual([]);
  expect(
    marksOf((device, orderId) => device.happen(floor, 10, "order.rush", { orderId, rush: true })),
  ).toEqual(["Rush"]);
  expect(
    marksOf((device, orderId) =>
      device.happen(floor, 10, "order.moveTable", { orderId, tableId: "t7" }),
    ),
  ).toEqual(["Moved to table 7"]);
  expect(
    marksOf((device, orderId) =>
      device.happen(floor, 10, "order.fireCourse", { orderId, course: 2 }),
    ),
  ).toEqual(["Course called"]);
});

test("marks a ticket that was held back and is there again", () => {
  const marks = marksOf((device, orderId) => {
    device.happen(floor, 20, "order.hold", { orderId });
    device.happen(floor, 10, "order.release", { orderId });
  });
  expect(marks).toEqual(["Changed"]);
});

test("marks nothing that was so before any screen had shown the ticket", () => {
  const device = fakeDevice();
  const orderId = "00000000-0000-7000-8000-0000000000aa";
  const lines = (n: number, course = 1) => [
    { lineId: `00000000-0000-7000-8000-0000000000b${n}`, menuItemId: "chips", quantity: 1, course },
  ];
  device.happen(floor, 60, "order.place", {
    orderId,
    channel: "dine_in",
    tableId: "t1",
    lines: [...lines(1), ...lines(2, 2)],
  });
  device.happen(floor, 50, "order.moveTable", { orderId, tableId: "t2" });
  device.happen(floor, 45, "order.addLines", { orderId, lines: lines(3) });
  device.happen(floor, 40, "order.fireCourse", { orderId, course: 2 });
  const said = () => {
    const card = cardOf(device.view().orders.get(orderId)!, [])!;
    return allMarks(card.order, card.order.lines, card.seenAt).map((mark) =>
      wordOf(mark, card.order, english.kitchen),
    );
  };
  const show = (secondsAgo: number) =>
    device.happen({ kind: "device", role: "kitchen", name: "Grill" }, secondsAgo, "ticket.shown", {
      orderId,
      stationId: "fry",
      lineIds: device
        .view()
        .orders.get(orderId)!
        .lines.map((line) => line.lineId),
    });
  expect(said()).toEqual([]);
  show(30);
  expect(said()).toEqual([]);
  device.happen(floor, 20, "order.addLines", { orderId, lines: lines(4) });
  device.happen(floor, 10, "order.moveTable", { orderId, tableId: "t3" });
  expect(said()).toEqual(["Moved to table 3", "Added"]);
});

test("gives a later recall of the same line a mark of its own", () => {
  const device = fakeDevice();
  fakeEvening(device, 1);
  const order = [...device.view().orders.values()][0]!;
  const line = { ...order.lines[0]!, status: "queued", generation: 2 } as const;
  expect(lineMarks(line, null).map((mark) => mark.key)).not.toEqual(
    lineMarks({ ...line, generation: 1 }, null).map((mark) => mark.key),
  );
});
