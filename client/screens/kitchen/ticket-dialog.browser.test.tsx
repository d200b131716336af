import { expect, test } from "vitest";
import { page } from "vitest/browser";
import { fakeDevice } from "../../testing/fake-device.ts";
import { button, stage } from "../../testing/stage.tsx";
import KitchenScreen from "./kitchen-screen.tsx";

const show = stage();
const ORDER = "00000000-0000-7000-8000-00000000f001";
const [served, made] = [
  "00000000-0000-7000-9000-00000000f001",
  "00000000-0000-7000-9000-00000000f002",
];

test("dishes that were carried out stand last in a ticket's dialog, and are not bold as what is to be made", async () => {
  const device = fakeDevice({ stationIds: ["cold", "fry"] });
  device.happen({ kind: "device", role: "floor", name: "Anna" }, 300, "order.place", {
    orderId: ORDER,
    number: "S1",
    channel: "takeaway",
    lines: [
      { lineId: served, menuItemId: "salad", quantity: 1 },
      { lineId: made, menuItemId: "chips", quantity: 2 },
    ],
  });
  device.happen({ kind: "device", role: "kitchen", name: "Cold" }, 200, "ticket.bump", {
    orderId: ORDER,
    stationId: "cold",
    lines: [{ lineId: served, generation: 0 }],
  });
  device.happen({ kind: "device", role: "expo", name: "Pass" }, 100, "order.serve", {
    orderId: ORDER,
    lineIds: [served],
  });
  show(KitchenScreen, device);
  await button("More for ticket S1").click();
  const dialog = page.getByRole("dialog", { name: "Ticket S1" });
  await expect.element(dialog).toBeVisible();
  const rows = [...dialog.element().querySelectorAll(".more-lines__row")].map((row) => ({
    bold: row.querySelector("strong")?.textContent ?? null,
    dish: row.querySelector(".more-lines__name")?.textContent,
  }));
  expect(rows).toEqual([
    { bold: "2 × Chips", dish: "2 × Chips · queued" },
    { bold: null, dish: "1 × Green salad · served" },
  ]);
});
