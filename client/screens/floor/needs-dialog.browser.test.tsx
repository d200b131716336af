import { expect, test } from "vitest";
import { page } from "vitest/browser";
import { fakeDevice } from "../../testing/fake-device.ts";
import { button, stage } from "../../testing/stage.tsx";
import FloorScreen from "./floor-screen.tsx";

const show = stage();
const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, "0")}`;

test("says what a guest's order says of allergies before anybody accepts it", async () => {
  const device = fakeDevice({ role: "floor", name: "Anna" });
  device.happen({ kind: "guest", role: "guest", name: "Guest" }, 20, "order.place", {
    orderId: id(903),
    channel: "takeaway",
    guestName: "Ada",
    notes: "nut allergy",
    lines: [
      { lineId: id(9_003), menuItemId: "salad", quantity: 1, notes: "allergic to eggs" },
      { lineId: id(9_004), menuItemId: "chips", quantity: 1, notes: "no salt" },
    ],
  });
  show(FloorScreen, device);
  await button("What needs you: 1 guest waits").click();
  await expect.element(page.getByText(/^1 × .+, 1 × /)).toBeVisible();
  const row = document.querySelector(`.needs__row[data-order="${id(903)}"]`)!;
  expect([...row.querySelectorAll("[data-allergy]")].map((it) => it.textContent)).toEqual([
    expect.stringMatching(/^Allergy .+: “allergic to eggs”$/),
    "Allergy “nut allergy”",
  ]);
});
