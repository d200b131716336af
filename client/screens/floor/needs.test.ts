import { describe, expect, test } from "vitest";
import { fakeDevice } from "../../testing/fake-device.ts";
import { fakeEvening } from "../../testing/fake-evening.ts";
import { floorNeeds, type FloorNeeds } from "./needs.ts";

const NOW = Date.UTC(2026, 0, 31, 19, 30);
const MINUTES = 60;
const floor = { kind: "device", role: "floor", name: "Anna" } as const;
const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, "0")}`;
const evening = (count = 0) => {
  const device = fakeDevice({ role: "floor" }, { now: () => NOW });
  fakeEvening(device, count);
  const place = (n: number, secondsAgo: number) =>
    device.happen(floor, secondsAgo, "order.place", {
      orderId: id(900 + n),
      number: `B${900 + n}`,
      channel: "takeaway",
      lines: [{ lineId: id(9_000 + n), menuItemId: "chips", quantity: 1 }],
    });
  return { device, place, needs: () => floorNeeds(device.view().orders.values(), NOW, 15_000) };
};
const numbers = ({ crowds: _crowds, ...needs }: FloorNeeds) =>
  Object.fromEntries(
    Object.entries(needs).map(([name, orders]) => [name, orders.map((order) => order.number)]),
  );

describe("what the floor must see to", () => {
  test("asks about what is set aside, and does not ring for it a second time", () => {
    const { place, needs } = evening();
    place(1, 11 * MINUTES);
    place(2, 20);
    place(3, 5);
    expect(numbers(needs())).toEqual({
      unheard: ["B902"],
      aside: ["B901"],
      guests: [],
      pickUps: [],
    });
  });

  test("rings again for what is wanted and still not shown", () => {
    const { device, place, needs } = evening();
    place(1, 11 * MINUTES);
    device.happen(floor, 10, "order.confirm", { orderId: id(901) });
    // From the yes on it could be seen, so from then on it is waited for.
    expect(numbers(needs())).toMatchObject({ unheard: [], aside: [] });
    device.happen(floor, 700, "order.place", {
      orderId: id(902),
      number: "B902",
      channel: "takeaway",
      lines: [{ lineId: id(9_002), menuItemId: "chips", quantity: 1 }],
    });
    device.happen(floor, 15, "order.confirm", { orderId: id(902) });
    expect(numbers(needs())).toEqual({ unheard: ["B902"], aside: [], guests: [], pickUps: [] });
  });

  test("[ORD-54] sees a table with many orders from phones as one thing, and nobody else's orders among them", () => {
    const { device, place, needs } = evening();
    const guest = { kind: "guest", role: "guest", name: "Guest" } as const;
    const order = (n: number, tableId: string) =>
      device.happen(guest, 60, "order.place", {
        orderId: id(700 + n),
        channel: "dine_in",
        tableId,
        lines: [{ lineId: id(7_000 + n), menuItemId: "chips", quantity: 1 }],
      });
    const [first, second] = [device.view().tables[0]!, device.view().tables[1]!];
    for (let n = 0; n < 12; n++) order(n, first.id);
    order(50, second.id);
    place(1, 60);
    const { crowds, unheard, guests } = needs();
    expect(crowds.map(({ label, orders }) => [label, orders.length])).toEqual([[first.label, 12]]);
    expect(unheard.map((one) => one.number)).toContain("B901");
    expect([...unheard, ...guests].filter(({ tableId }) => tableId === first.id)).toEqual([]);
    expect([...unheard, ...guests].filter(({ tableId }) => tableId === second.id)).toHaveLength(1);
  });

  test("lists guests who wait, and what is called at the pass, the longest wait first", () => {
    const { device, needs } = evening(20);
    const orderOf = (number: string) =>
      [...device.view().orders.values()].find((order) => order.number === number)!;
    for (const [number, ago] of [
      ["B17", 2],
      ["C12", 4],
    ] as const) {
      const { orderId, lines } = orderOf(number);
      for (const line of lines)
        device.happen(floor, 6, "line.setStatus", {
          orderId,
          lineId: line.lineId,
          generation: 0,
          status: "ready",
        });
      device.happen(floor, ago, "order.call", { orderId });
    }
    expect(numbers(needs())).toMatchObject({ guests: ["G22"], pickUps: ["C12", "B17"] });
  });
});
