import { beforeEach, expect, test } from "vitest";
import { page } from "vitest/browser";
import { fakeDevice, type FakeDevice } from "../../testing/fake-device.ts";
import { fakeEvening } from "../../testing/fake-evening.ts";
import { pause, stage } from "../../testing/stage.tsx";
import KitchenScreen from "./kitchen-screen.tsx";

const show = stage();
let device: FakeDevice;

beforeEach(() => {
  device = fakeDevice();
});

const SOON = { timeout: 10_000 };
const dialog = (name: string) => page.getByRole("dialog", { name });
const chosen = () =>
  document.querySelector(".ticket--chosen")?.getAttribute("aria-label")?.replace("Ticket ", "");

async function open(count: number): Promise<void> {
  fakeEvening(device, count);
  show(KitchenScreen, device);
  await expect.poll(() => document.querySelectorAll(".ticket").length, SOON).toBeGreaterThan(0);
}

test("knows its keys by their place where the layout has other letters there, and leaves combinations to the browser", async () => {
  await open(5);
  const type = (key: string, code: string, held: KeyboardEventInit = {}) =>
    document.body.dispatchEvent(
      new KeyboardEvent("keydown", { key, code, bubbles: true, cancelable: true, ...held }),
    );
  for (const held of [
    { ctrlKey: true },
    { altKey: true },
    { metaKey: true },
    { modifierAltGraph: true },
  ])
    type("r", "KeyR", held);
  await pause(300);
  expect(document.querySelector("dialog[open]")).toBeNull();
  type("é", "Digit2");
  await expect.poll(chosen, SOON).toBe("B13");
  type("к", "KeyR");
  await expect.element(dialog("Recall")).toBeVisible();
});
