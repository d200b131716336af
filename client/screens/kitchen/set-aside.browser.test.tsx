import { expect, test } from "vitest";
import { page } from "vitest/browser";
import { prefer } from "../../ui/preferences.ts";
import { fakeDevice } from "../../testing/fake-device.ts";
import { fakeEvening } from "../../testing/fake-evening.ts";
import { asked, button, holdFinger, pause, stage, textOf } from "../../testing/stage.tsx";
import { HANDS_OFF_MS } from "../../ui/hands.ts";
import KitchenScreen from "./kitchen-screen.tsx";

const show = stage();
const floor = { kind: "device", role: "floor", name: "Anna" } as const;
const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, "0")}`;
const kitchen = () => {
  const device = fakeDevice({ stationIds: ["grill", "fry"] });
  fakeEvening(device, 3);
  const place = (n: number, secondsAgo: number) =>
    device.happen(floor, secondsAgo, "order.place", {
      orderId: id(900 + n),
      number: `Z${n}`,
      channel: "takeaway",
      lines: [{ lineId: id(9_000 + n), menuItemId: "calamari", quantity: 7 }],
    });
  return { device, place };
};
const ticket = (number: string) =>
  page.getByRole("region", { name: `Ticket ${number}`, exact: true });
const shown = (orderId: string) => (it: unknown) => (it as { orderId: string }).orderId === orderId;

test("what waited out an outage is no ticket, is not counted and is not heard, until somebody says yes", async () => {
  const { device, place } = kitchen();
  prefer({ allDay: true });
  place(1, 700);
  place(2, 60);
  show(KitchenScreen, device);
  await expect.element(ticket("Z2")).toBeVisible();
  await expect.poll(() => asked(device, "ticket.shown").some(shown(id(902)))).toBe(true);
  await expect.element(ticket("Z1")).not.toBeInTheDocument();
  expect(asked(device, "ticket.shown").some(shown(id(901)))).toBe(false);
  await expect.element(page.getByText("8", { exact: true }).first()).toBeVisible();
  await button("1 order was shown on no screen. Still wanted?").click();
  await button("Yes, make it: order Z1").click();
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
  // As old as it is.
  await expect.poll(textOf(ticket("Z1"))).toMatch(/1[12]:\d\d/);
  await expect.poll(() => asked(device, "ticket.shown").some(shown(id(901)))).toBe(true);
  prefer({ allDay: false });
});

test("the question comes while no hand is on the screen", async () => {
  const { device, place } = kitchen();
  show(KitchenScreen, device);
  await expect.element(ticket("B12")).toBeVisible();
  const lift = await holdFinger(document.querySelector(".rail")!);
  place(1, 700);
  await pause(HANDS_OFF_MS);
  await expect.element(button(/Still wanted/)).not.toBeInTheDocument();
  await lift();
  await expect.element(button("1 order was shown on no screen. Still wanted?")).toBeVisible();
});
