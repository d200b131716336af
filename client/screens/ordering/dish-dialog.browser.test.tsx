import { expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { AGAIN_MS } from "../../platform/bounce.ts";
import { goTo } from "../../platform/address.ts";
import { fakeDevice } from "../../testing/fake-device.ts";
import { button, pause, stage } from "../../testing/stage.tsx";
import FloorScreen from "../floor/floor-screen.tsx";

const show = stage();

test("a dish's dialog asks before anything that was set in it is gone, an allergy above all", async () => {
  goTo("/floor#take/t1", "replace");
  show(FloorScreen, fakeDevice({ role: "floor", name: "Anna" }));
  await button("From the grill").click();
  const sheet = page.getByRole("dialog", { name: "House burger" });
  const asks = page.getByRole("dialog", { name: "Give up what you typed?" });
  const burger = button(/^House burger, /);
  await burger.click();
  await userEvent.keyboard("{Escape}");
  await expect.element(sheet).not.toBeInTheDocument();
  const changes = [
    () => sheet.getByRole("checkbox", { name: "Nuts", exact: true }).click(),
    () => sheet.getByRole("checkbox", { name: /^No onion/ }).click(),
    () => sheet.getByRole("radio", { name: "2" }).click(),
    () => sheet.getByRole("button", { name: /^One more/ }).click(),
    () => sheet.getByRole("textbox", { name: /^Other allergy/ }).fill("kiwi"),
  ];
  for (const change of changes) {
    await pause(AGAIN_MS);
    await burger.click();
    await change();
    await userEvent.keyboard("{Escape}");
    await expect.element(asks).toBeVisible();
    await pause(AGAIN_MS);
    await asks.getByRole("button", { name: "Give it up" }).click();
    await expect.element(sheet).not.toBeInTheDocument();
  }
});
