import { expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { fakeDevice } from "../../testing/fake-device.ts";
import { fakeEvening } from "../../testing/fake-evening.ts";
import { asked, button, pause, stage, tap } from "../../testing/stage.tsx";
import KitchenScreen from "./kitchen-screen.tsx";

const show = stage();
const SOON = { timeout: 10_000 };

test("a dish that was taken off is brought back from the list of what is off, by touch and by key, and its row stays", async () => {
  const device = fakeDevice();
  fakeEvening(device, 1);
  show(KitchenScreen, device);
  await expect.element(button("Bump ticket B12")).toBeVisible();
  await pause(600);
  await tap(button("Settings").element());
  await expect.element(button("What is off: 1")).toBeVisible();
  await pause(600);
  await tap(button("What is off: 1").element());
  await expect.element(button("Bring back Funghi e tartufo")).toBeVisible();
  await pause(600);
  await tap(button("Bring back Funghi e tartufo").element());
  await expect
    .poll(() => asked(device, "menu.setAvailability"), SOON)
    .toEqual([{ menuItemId: "funghi", available: true }]);
  await expect.element(page.getByText("It can be ordered again.")).toBeVisible();
  await userEvent.keyboard("{Escape}{Escape}");
  await expect.poll(() => page.getByRole("dialog").elements().length, SOON).toBe(0);
  await userEvent.keyboard("e");
  await expect.element(page.getByText("Everything can be ordered.")).toBeVisible();
});
