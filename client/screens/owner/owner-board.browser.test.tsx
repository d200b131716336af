import { expect, test } from "vitest";
import { page } from "vitest/browser";
import { fakeDevice } from "../../testing/fake-device.ts";
import { fakeEvening } from "../../testing/fake-evening.ts";
import { PHONE, stage } from "../../testing/stage.tsx";
import OwnerScreen from "./owner-screen.tsx";

const show = stage(PHONE);
const id = (n: number) => `00000000-0000-7000-8000-00000000f00${n}`;
const SOON = { timeout: 10_000 };
const shownOrders = () =>
  [...document.querySelectorAll(".live__row .live__number")].map((it) => it.textContent);
const figures = () => [...document.querySelectorAll(".figures dd")].map((it) => it.textContent);

test("the owner's tile is green only when every order is heard, before the alarm too", async () => {
  const device = fakeDevice(
    { role: "owner", name: "Giulia" },
    { now: () => Date.UTC(2026, 0, 31, 19, 30) },
  );
  const heard = () =>
    [...document.querySelectorAll(".figure")]
      .map((it) => `${it.className}: ${it.textContent}`)
      .at(-1);
  const lineId = id(1).replace("8000", "9000");
  device.happen({ kind: "device", role: "floor", name: "Anna" }, 5, "order.place", {
    orderId: id(1),
    number: "Y1",
    channel: "takeaway",
    lines: [{ lineId, menuItemId: "salad", quantity: 1 }],
  });
  show(OwnerScreen, device);
  await expect.poll(heard, SOON).toBe("figure figure--plain: Not heard yet1");
  device.happen({ kind: "device", role: "kitchen", name: "Grill" }, 0, "ticket.shown", {
    orderId: id(1),
    stationId: "cold",
    lineIds: [lineId],
  });
  await expect.poll(heard, SOON).toBe("figure figure--go: Not heard0");
});

test("[ORD-40] orders of a day before neither lead the owner's board nor count, and are said to be left over", async () => {
  const device = fakeDevice({ role: "owner", name: "Giulia" });
  for (const n of [1, 2]) {
    const lineId = id(n).replace("8000", "9000");
    device.happen({ kind: "device", role: "floor", name: "Anna" }, 90_000, "order.place", {
      orderId: id(n),
      number: `Y${n}`,
      channel: "takeaway",
      lines: [{ lineId, menuItemId: "salad", quantity: 1 }],
    });
    device.happen({ kind: "device", role: "kitchen", name: "Grill" }, 89_990, "ticket.shown", {
      orderId: id(n),
      stationId: "cold",
      lineIds: [lineId],
    });
  }
  fakeEvening(device, 2);
  show(OwnerScreen, device);
  await expect.poll(shownOrders, SOON).toEqual(["B12", "B13"]);
  expect(figures()[0]).toBe("2");
  await expect
    .element(page.getByRole("paragraph").filter({ hasText: "2 left over" }))
    .toBeVisible();
  await page.getByRole("button", { name: "2 left over" }).click();
  await expect
    .element(page.getByRole("dialog", { name: "Left over from a day before" }))
    .toBeVisible();
});
