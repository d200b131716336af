import { expect, test } from "vitest";
import { page } from "vitest/browser";
import { fakeDevice } from "../../testing/fake-device.ts";
import { button, stage } from "../../testing/stage.tsx";
import FloorScreen from "./floor-screen.tsx";

const show = stage();
const orderId = "00000000-0000-7000-8000-000000000901";

test("never says that every order is heard while one waits on this tablet, also where only the sending fails", async () => {
  const device = fakeDevice(
    { role: "floor", name: "Anna" },
    { now: () => Date.UTC(2026, 0, 31, 19, 30) },
  );
  device.happen({ kind: "device", role: "floor", name: "Anna" }, 5, "order.place", {
    orderId,
    number: "Z1",
    channel: "takeaway",
    lines: [{ lineId: orderId, menuItemId: "chips", quantity: 1 }],
  });
  device.wait([], [orderId]);
  show(FloorScreen, device);
  await expect.element(button("What needs you: Waits on this tablet: Z1")).toBeVisible();
  await button("What needs you: Waits on this tablet: Z1").click();
  const list = page.getByRole("dialog", { name: "What needs you" });
  await expect.element(list.getByText("Nobody else has it yet.", { exact: false })).toBeVisible();
  expect(list.getByText("Nothing needs you right now.").elements()).toEqual([]);
  // A change of an order that the kitchen has is not an order that nobody has.
  device.wait([orderId], []);
  await expect.element(list.getByText("Nothing needs you right now.")).toBeVisible();
  await list.getByRole("button", { name: "Close" }).click();
  await expect.element(button("What needs you: 1 not heard yet")).toBeVisible();
});
