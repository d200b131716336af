import { expect, test } from "vitest";
import { page } from "vitest/browser";
import { goTo } from "../../platform/address.ts";
import { fakeDevice, type FakeDevice } from "../../testing/fake-device.ts";
import { fakeEvening } from "../../testing/fake-evening.ts";
import { asked, button, holdFinger, pause, stage } from "../../testing/stage.tsx";
import { UNDO_MS } from "../orders/undo-window.ts";
import { HANDS_OFF_MS } from "../../ui/hands.ts";
import FloorScreen from "./floor-screen.tsx";

const show = stage();
const colleague = { kind: "device", role: "floor", name: "Ben" } as const;
const kitchen = { kind: "device", role: "kitchen", name: "Grill tablet" } as const;
const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, "0")}`;
const floor = (count: number): FakeDevice => {
  const device = fakeDevice({ role: "floor", name: "Anna" });
  fakeEvening(device, count);
  return device;
};
const orderOf = (device: FakeDevice, number: string) =>
  [...device.view().orders.values()].find((order) => order.number === number)!;
const make = (device: FakeDevice, number: string) => {
  const { orderId, lines } = orderOf(device, number);
  for (const line of lines)
    device.happen(kitchen, 0, "line.setStatus", {
      orderId,
      lineId: line.lineId,
      generation: 0,
      status: "ready",
    });
  return orderId;
};
const place = (device: FakeDevice, n: number, secondsAgo: number) =>
  device.happen(colleague, secondsAgo, "order.place", {
    orderId: id(900 + n),
    number: `Z${n}`,
    channel: "takeaway",
    lines: [{ lineId: id(9_000 + n), menuItemId: "chips", quantity: 1 }],
  });
const settled = () => pause(600);

test("asks about each order that waited out an outage; a no waits five seconds, and no row closes up", async () => {
  const device = floor(0);
  for (const n of [1, 2, 3]) place(device, n, 700 - n);
  show(FloorScreen, device);
  await button("What needs you: 3 to ask about").click();
  const rows = () =>
    [...document.querySelectorAll<HTMLElement>(".needs__row")].map((row) => [
      row.dataset["order"],
      Math.round(row.getBoundingClientRect().top),
    ]);
  // The list has slid in.
  await settled();
  const before = rows();
  await button("Yes, make it: order Z1").click();
  await expect.element(page.getByText("Still wanted: it is a ticket now.")).toBeVisible();
  expect(asked(device, "order.confirm")).toEqual([{ orderId: id(901) }]);
  await button("No, cancel it: order Z2").dblClick();
  await expect.element(button("Undo: cancelling order Z2")).toBeVisible();
  expect([asked(device, "order.cancel"), rows()]).toEqual([[], before]);
  await settled();
  await button("Undo: cancelling order Z2").click();
  await button("No, cancel it: order Z3").click();
  await expect
    .poll(() => asked(device, "order.cancel"), { timeout: UNDO_MS + 3_000 })
    .toMatchObject([{ orderId: id(903) }]);
  await expect.element(page.getByText("Cancelled.")).toBeVisible();
  expect([asked(device, "order.cancel").length, rows()]).toEqual([1, before]);
});

test("voids with a reason after five seconds, says so until then, and lets it be undone", async () => {
  const device = floor(6);
  goTo("/floor#table/t4", "replace");
  show(FloorScreen, device);
  await button("Void Ribeye 300 g").click();
  await button("Void it").click();
  await expect.element(page.getByText(/^in [45] s: voiding Ribeye 300 g$/)).toBeVisible();
  await settled();
  await button("Undo: voiding Ribeye 300 g").click();
  await button("Void Chips").click();
  await button("Void it").click();
  // Looking elsewhere gives it neither up nor through.
  await button("Tables").click();
  await button(/^Table 4, /).click();
  await expect.element(button("Undo: voiding Chips")).toBeVisible();
  expect(asked(device, "line.void")).toEqual([]);
  await expect
    .poll(() => asked(device, "line.void"), { timeout: UNDO_MS + 3_000 })
    .toMatchObject([{ lineId: id(1_002), reason: "Guest changed their mind" }]);
  await expect.element(page.getByText("voided", { exact: true })).toBeVisible();
});

test("carries out what waits when the page is put away", async () => {
  const device = floor(6);
  goTo("/floor#table/t4", "replace");
  show(FloorScreen, device);
  await button("Cancel order B12").click();
  await button("Cancel the order").click();
  await expect.element(button("Undo: cancelling order B12")).toBeVisible();
  Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
  Reflect.deleteProperty(document, "visibilityState");
  expect(asked(device, "order.cancel")).toMatchObject([{ reason: "Guest changed their mind" }]);
});

test("takes a double tap on Serve for one, and serves again only when it is meant", async () => {
  const device = floor(6);
  make(device, "B12");
  goTo("/floor#table/t4", "replace");
  show(FloorScreen, device);
  await button("Serve order B12").dblClick();
  await settled();
  expect([asked(device, "order.serve").length, asked(device, "line.setStatus")]).toEqual([1, []]);
  await button("Undo: order B12 served").dblClick();
  await settled();
  expect([asked(device, "order.serve").length, asked(device, "line.setStatus").length]).toEqual([
    1, 3,
  ]);
  expect(orderOf(device, "B12").status).toBe("ready");
});

test("keeps a moved order where it was for as long as it can be taken back", async () => {
  const device = floor(6);
  goTo("/floor#table/t4", "replace");
  show(FloorScreen, device);
  await button("Move table: B12").click();
  await settled();
  await button("Table 9").click();
  await expect.poll(() => orderOf(device, "B12").tableLabel).toBe("9");
  await settled();
  await button("Undo: order B12 moved to table 9").click();
  await expect.poll(() => orderOf(device, "B12").tableLabel).toBe("4");
});

test("accepts, rejects and fires a course with a way back", async () => {
  const device = floor(20);
  goTo("/floor#table/t9", "replace");
  show(FloorScreen, device);
  await button("Fire course 2").click();
  await settled();
  await button("Undo: firing course 2 of B15").click();
  await expect.element(button("Fire course 2")).toBeVisible();
  goTo("/floor#table/t7");
  await expect.element(button("Accept order G22")).toBeVisible();
  await button("Accept order G22").click();
  await settled();
  await button("Undo: accepting order G22").click();
  await settled();
  await button("Reject order G22").click();
  await button("Reject it").click();
  await settled();
  await button("Undo: rejecting order G22").click();
  await pause(UNDO_MS);
  expect(
    ["order.fireCourse", "order.accept", "order.reject"].map((name) => asked(device, name)),
  ).toEqual([[], [], []]);
});

test("keeps every card's place and height while a finger is on one", async () => {
  const device = floor(20);
  goTo("/floor#table/t2", "replace");
  show(FloorScreen, device);
  await expect.element(page.getByRole("region", { name: "Order C12" })).toBeVisible();
  const tops = () =>
    [...document.querySelectorAll<HTMLElement>(".order, .order__do")].map((element) => [
      Math.round(element.getBoundingClientRect().top),
      Math.round(element.getBoundingClientRect().height),
    ]);
  const before = tops();
  const lift = await holdFinger(document.querySelector(".orders")!);
  await expect.poll(() => document.querySelector<HTMLElement>(".order")!.style.height).not.toBe("");
  device.happen(colleague, 0, "order.addLines", {
    orderId: orderOf(device, "B13").orderId,
    lines: [1, 2, 3].map((n) => ({
      lineId: id(8_000 + n),
      menuItemId: "gelato",
      quantity: 1,
      notes: "with a very long note about the spoon",
    })),
  });
  await expect.element(page.getByText("Gelato, three scoops").first()).toBeInTheDocument();
  expect(tops()).toEqual(before);
  await lift();
  await pause(HANDS_OFF_MS + 200);
  expect(tops()).not.toEqual(before);
});
