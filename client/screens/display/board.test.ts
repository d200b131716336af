import { describe, expect, test } from "vitest";
import { fakeDevice } from "../../testing/fake-device.ts";
import { fakeEvening } from "../../testing/fake-evening.ts";
import { boardOrder } from "#shared/sync/told-to-displays.ts";
import { boardOf } from "./board.ts";
import { PAGE_MS, pageAt, perPage } from "./pages.ts";

const kitchen = { kind: "device", role: "kitchen", name: "Grill tablet" } as const;
const evening = () => {
  const device = fakeDevice({ role: "display" }, { now: () => Date.UTC(2026, 0, 31, 19, 30) });
  fakeEvening(device, 20);
  const board = () => boardOf([...device.view().orders.values()]);
  const orderOf = (number: string) =>
    [...device.view().orders.values()].find((order) => order.number === number)!;
  const make = (number: string, secondsAgo: number) => {
    const { orderId, lines } = orderOf(number);
    for (const line of lines)
      device.happen(kitchen, secondsAgo, "line.setStatus", {
        orderId,
        lineId: line.lineId,
        generation: 0,
        status: "ready",
      });
  };
  return { device, board, make, orderOf };
};

describe("the public board", () => {
  test("has what is taken away or delivered, and a table's order only where the guest placed it", () => {
    const { device, board, orderOf } = evening();
    expect(board().preparing.map(({ number }) => number)).toEqual(["B14", "B16", "B19", "B23"]);
    device.happen({ kind: "owner", role: "owner", name: "Giulia" }, 0, "order.accept", {
      orderId: orderOf("G22").orderId,
    });
    expect(board().preparing.map(({ number }) => number)).toEqual([
      "B14",
      "B16",
      "B19",
      "B23",
      "G22",
    ]);
  });

  test("shows a name only where the guest gave it", () => {
    const { device, board, orderOf } = evening();
    device.happen({ kind: "owner", role: "owner", name: "Giulia" }, 0, "order.accept", {
      orderId: orderOf("G22").orderId,
    });
    expect(board().preparing.map(({ name }) => name)).toEqual([null, null, null, null, "Maya"]);
  });

  test("has the latest ready number first, and lets go of what was handed off", () => {
    const { device, board, make, orderOf } = evening();
    make("B19", 6);
    make("B14", 4);
    expect(board().ready.map(({ number }) => number)).toEqual(["B14", "B19"]);
    device.happen(kitchen, 0, "order.serve", { orderId: orderOf("B14").orderId });
    expect(board().ready.map(({ number }) => number)).toEqual(["B19"]);
  });
});

describe("what the server tells the board", () => {
  test("[SYN-35] is all that it shows", () => {
    const { device, board, make, orderOf } = evening();
    device.happen({ kind: "owner", role: "owner", name: "Giulia" }, 0, "order.accept", {
      orderId: orderOf("G22").orderId,
    });
    make("B19", 6);
    make("B14", 4);
    expect(board().ready).not.toEqual([]);
    expect(boardOf([...device.view().orders.values()].map(boardOrder))).toEqual(board());
  });
});

describe("the board's pages", () => {
  test("hold what fits, and one number where nothing does", () => {
    expect(perPage({ width: 640, height: 420 }, { width: 224, height: 136 })).toBe(6);
    expect(perPage({ width: 100, height: 50 }, { width: 224, height: 136 })).toBe(1);
  });

  test("turn by themselves, from the first when something has come", () => {
    const at = (ms: number) => pageAt(13, 6, 1_000, 1_000 + ms).page;
    expect([0, PAGE_MS - 1, PAGE_MS, 2 * PAGE_MS, 3 * PAGE_MS].map(at)).toEqual([0, 0, 1, 2, 0]);
    expect(pageAt(6, 6, 0, 50 * PAGE_MS)).toEqual({ page: 0, pages: 1 });
    expect(pageAt(0, 6, 0, 0)).toEqual({ page: 0, pages: 1 });
  });
});
