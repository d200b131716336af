import { expect, test } from "vitest";
import { page } from "vitest/browser";
import { fakeDevice } from "../../testing/fake-device.ts";
import { fakeEvening } from "../../testing/fake-evening.ts";
import { asked, button, pause, stage, tap } from "../../testing/stage.tsx";
import KitchenScreen from "./kitchen-screen.tsx";

const show = stage();
const SOON = { timeout: 10_000 };
const floor = { kind: "device", role: "floor", name: "Anna" } as const;
const id = (n: number) => `00000000-0000-7000-8000-00000000f00${n}`;
const numbers = () =>
  [...document.querySelectorAll(".ticket .head__number")].map((it) => it.textContent);

test("[ORD-40] tickets of a day before stand beside the board, where they can be finished, made after all or cancelled", async () => {
  const device = fakeDevice();
  for (const n of [1, 2]) {
    const lineId = id(n).replace("8000", "9000");
    device.happen(floor, 90_000, "order.place", {
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
  show(KitchenScreen, device);
  await expect.poll(numbers, SOON).toEqual(["B12", "B13"]);
  await pause(600);
  await tap(button("2 left over").element());
  const list = page.getByRole("dialog", { name: "Left over from a day before" });
  await expect.element(list).toBeVisible();
  await pause(600);
  await tap(button("It was served: order Y1").element());
  await expect
    .poll(() => asked(device, "order.serve"), SOON)
    .toEqual([{ orderId: id(1), lineIds: [id(1).replace("8000", "9000")] }]);
  await expect.element(list.getByText("Finished.")).toBeVisible();
  await tap(button("Yes, make it: order Y2").element());
  await expect
    .poll(() => device.view().orders.get(id(2))?.confirmedAt !== undefined, SOON)
    .toBe(true);
  await tap(list.getByRole("button", { name: "Close" }).element());
  await expect.poll(numbers, SOON).toEqual(["Y2", "B12", "B13"]);
  expect(document.querySelector(".left-over-prompt")).toBeNull();
});
