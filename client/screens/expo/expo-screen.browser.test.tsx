import { expect, test, vi } from "vitest";
import { page } from "vitest/browser";
import { prefer } from "../../ui/preferences.ts";
import { fakeDevice, type FakeDevice } from "../../testing/fake-device.ts";
import { fakeEvening } from "../../testing/fake-evening.ts";
import { asked, button, holdFinger, pause, stage, textOf } from "../../testing/stage.tsx";
import { UNDO_MS } from "../orders/undo-window.ts";
import { HANDS_OFF_MS } from "../../ui/hands.ts";
import ExpoScreen from "./expo-screen.tsx";

const show = stage();
const floor = { kind: "device", role: "floor", name: "Anna" } as const;
const kitchen = { kind: "device", role: "kitchen", name: "Grill tablet" } as const;
const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, "0")}`;
const pass = (count: number): FakeDevice => {
  const device = fakeDevice({ role: "expo", name: "Pass" });
  fakeEvening(device, count);
  return device;
};
const orderOf = (device: FakeDevice, number: string) =>
  [...device.view().orders.values()].find((order) => order.number === number)!;
const make = (device: FakeDevice, number: string, secondsAgo = 0) => {
  const { orderId, lines } = orderOf(device, number);
  for (const line of lines)
    device.happen(kitchen, secondsAgo, "line.setStatus", {
      orderId,
      lineId: line.lineId,
      generation: 0,
      status: "ready",
    });
  return orderId;
};
const card = (number: string) => page.getByRole("region", { name: `Order ${number}`, exact: true });
const settled = () => pause(600);

test("shows at the pass what the tickets show", async () => {
  const device = pass(6);
  show(ExpoScreen, device);
  for (const text of ["Medium rare", "from Anna", "Waiting for: Fry 0 of 2, Cold 0 of 1"])
    await expect.poll(textOf(card("B12"))).toContain(text);
  await expect.poll(textOf(card("B12"))).toMatch(/Grill: heard by Grill \d\d:\d\d:\d\d/);
  await expect.poll(textOf(card("B13"))).toMatch(/1 Chips, voidedVoided/);
  for (const text of ["Moved to table 7", "“one cut for a child”"])
    await expect.poll(textOf(card("C7"))).toContain(text);
  for (const text of [
    "Allergy: Nuts, Sesame",
    "Birthday: candle on the tiramisù",
    "Course 2, held: 2 × Tiramisù",
  ])
    await expect.poll(textOf(card("B15"))).toContain(text);
  await expect.poll(textOf(card("C8"))).toContain("Rush");
  device.happen(floor, 0, "order.fireCourse", {
    orderId: orderOf(device, "B15").orderId,
    course: 2,
  });
  for (const text of ["Course 1", "Course 2", "Course called"])
    await expect.poll(textOf(card("B15"))).toContain(text);
  device.happen(floor, 0, "order.addLines", {
    orderId: orderOf(device, "B12").orderId,
    lines: [{ lineId: id(8_001), menuItemId: "gelato", quantity: 1 }],
  });
  await expect.poll(textOf(card("B12"))).toContain("Added");
});

test("can be looked back at: an order that was handed off stands there again, with nothing to touch", async () => {
  const device = fakeDevice(
    { role: "expo", name: "Pass" },
    { now: () => Date.UTC(2026, 0, 31, 19, 30) },
  );
  fakeEvening(device, 2);
  device.happen(kitchen, 20, "order.serve", { orderId: make(device, "B12", 40) });
  show(ExpoScreen, device);
  await button("Settings").click();
  await button("Look back at the service").click();
  const dialog = page.getByRole("dialog", { name: /^Looking back/ });
  const past = (number: string) =>
    dialog.getByRole("region", { name: `Order ${number}`, exact: true });
  await expect.element(past("B13")).toBeVisible();
  expect(past("B12").query()).toBeNull();
  const acted = device.acted.length;
  await dialog.getByRole("button", { name: "Previous change" }).click();
  await dialog.getByRole("button", { name: "Previous change" }).click();
  await expect.poll(textOf(past("B12"))).toContain("All ready");
  expect(textOf(dialog)()).toContain("Looking back: 19:29:20");
  expect(past("B12").getByRole("button").elements()).toEqual([]);
  await dialog.getByRole("button", { name: "Back to live" }).click();
  await expect.element(button("Hand off ready lines of B13")).toBeVisible();
  await expect.element(card("B12")).not.toBeInTheDocument();
  expect(device.acted.length).toBe(acted);
});

test("hands off at one touch; a double tap is one, and what was handed off can be taken back", async () => {
  const device = pass(6);
  make(device, "B12");
  show(ExpoScreen, device);
  await button("Hand off order B12").dblClick();
  await settled();
  expect([asked(device, "order.serve").length, asked(device, "line.setStatus")]).toEqual([1, []]);
  await button("Undo: order B12 handed off").click();
  await expect.element(button("Hand off order B12")).toBeVisible();
  expect(orderOf(device, "B12").status).toBe("ready");
});

test("finishes a takeaway once nobody can take it back, and leaves a table's order to the floor", async () => {
  const device = pass(6);
  for (const number of ["B12", "B14"]) make(device, number);
  show(ExpoScreen, device);
  await button("Hand off order B12").click();
  await button("Hand off order B14").click();
  expect([orderOf(device, "B14").status, asked(device, "order.complete")]).toEqual(["served", []]);
  await expect
    .poll(() => orderOf(device, "B14").status, { timeout: UNDO_MS + 3_000 })
    .toBe("completed");
  await expect.element(card("B12")).not.toBeInTheDocument();
  expect(orderOf(device, "B12").status).toBe("served");
});

test("with two steps calls first, and only what is all ready", async () => {
  const device = pass(6);
  prefer({ twoStep: true });
  show(ExpoScreen, device);
  await expect.element(button("Call order B12: not all of it is ready")).toBeDisabled();
  make(device, "B12");
  await button("Call order B12").dblClick();
  await settled();
  expect([asked(device, "order.call"), asked(device, "order.serve")]).toEqual([
    [{ orderId: id(0) }],
    [],
  ]);
  await expect.poll(textOf(card("B12"))).toMatch(/Called for 0:\d\d/);
  await button("Not yet: take back the call of B12").click();
  await settled();
  await button("Call order B12").click();
  await settled();
  await button("Hand off order B12").click();
  await expect.poll(() => orderOf(device, "B12").status).toBe("served");
});

test("keeps what was cancelled in its place until somebody has seen it", async () => {
  const device = pass(6);
  show(ExpoScreen, device);
  await expect.element(card("B12")).toBeVisible();
  device.happen(floor, 0, "order.cancel", {
    orderId: orderOf(device, "B12").orderId,
    reason: "Guest left",
  });
  await expect.poll(textOf(card("B12"))).toContain("Cancelled");
  await button("Clear cancelled order B12").click();
  await expect.element(card("B12")).not.toBeInTheDocument();
});

test("keeps every card's place and height while a finger is on one", async () => {
  const device = pass(20);
  show(ExpoScreen, device);
  await expect.element(card("B12")).toBeVisible();
  const boxes = () =>
    [...document.querySelectorAll<HTMLElement>(".pass, .pass__foot")]
      .slice(0, 12)
      .map((element) => [
        Math.round(element.getBoundingClientRect().top),
        Math.round(element.getBoundingClientRect().height),
      ]);
  const before = boxes();
  const lift = await holdFinger(card("B12").element());
  await expect.poll(() => document.querySelector<HTMLElement>(".pass")!.style.height).not.toBe("");
  device.happen(floor, 0, "order.addLines", {
    orderId: orderOf(device, "C8").orderId,
    lines: [1, 2, 3, 4].map((n) => ({ lineId: id(8_000 + n), menuItemId: "gelato", quantity: 1 })),
  });
  device.happen(floor, 0, "order.rush", { orderId: orderOf(device, "B15").orderId, rush: true });
  await pause(HANDS_OFF_MS);
  expect(boxes()).toEqual(before);
  await lift();
  await expect.poll(boxes).not.toEqual(before);
});

test("has no place for what is set aside, until somebody says that it is wanted", async () => {
  const device = pass(3);
  device.happen(floor, 700, "order.place", {
    orderId: id(900),
    number: "Z1",
    channel: "takeaway",
    lines: [{ lineId: id(9_000), menuItemId: "chips", quantity: 1 }],
  });
  show(ExpoScreen, device);
  await button("1 order was shown on no screen. Still wanted?").click();
  await expect.element(card("Z1")).not.toBeInTheDocument();
  await button("Yes, make it: order Z1").click();
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
  await expect.element(card("Z1")).toBeVisible();
  await expect.poll(textOf(card("Z1"))).toMatch(/1[12]:\d\d/);
  await expect.element(button(/Still wanted/)).not.toBeInTheDocument();
});

test("draws an order that it cannot draw in plain text, among the others, and hands it off all the same", async () => {
  const device = pass(3);
  const orderId = make(device, "B13");
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  Object.assign(orderOf(device, "B13").lines[0]!, { notes: { text: "no salt" } });
  show(ExpoScreen, device);
  const plain = () => document.querySelector<HTMLElement>(`.plain-order[data-order="${orderId}"]`);
  await expect.poll(() => plain()?.textContent).toContain("no salt");
  expect(document.querySelectorAll(".pass")).toHaveLength(3);
  await settled();
  plain()!.querySelector<HTMLElement>(".pass__foot button")!.click();
  await expect.poll(() => asked(device, "order.serve")).toHaveLength(1);
});
