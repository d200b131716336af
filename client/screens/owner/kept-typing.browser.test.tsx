import { expect, it } from "vitest";
import { page } from "vitest/browser";
import { fakeDevice } from "../../testing/fake-device.ts";
import { button, PHONE, stage } from "../../testing/stage.tsx";
import OwnerScreen from "./owner-screen.tsx";

const show = stage(PHONE);
const tab = (name: string) => page.getByRole("tab", { name: new RegExp(`^${name}`) });

it("what was typed of the restaurant and of a table is there after another tab, until it is saved or given up", async () => {
  const device = fakeDevice({ role: "owner", name: "Giulia" });
  show(OwnerScreen, device);
  const name = page.getByRole("textbox", { name: "Name", exact: true });
  const table = page.getByRole("textbox", { name: "Label" });
  await tab("Tables").click();
  await table.fill("Terrace 9");
  await tab("Restaurant").click();
  await name.fill("Osteria Nova");
  await tab("Tables").click();
  await expect.element(table).toHaveValue("Terrace 9");
  await tab("Restaurant").click();
  await expect.element(name).toHaveValue("Osteria Nova");
  expect(device.view().settings.name).toBe("Trattoria Aurelia");
  await button("Discard").click();
  await expect.element(name).toHaveValue("Trattoria Aurelia");
  await name.fill("Osteria Nova");
  await button("Save settings").click();
  await expect.poll(() => device.view().settings.name).toBe("Osteria Nova");
  await expect.element(button("Discard")).not.toBeInTheDocument();
  await tab("Tables").click();
  await tab("Restaurant").click();
  await expect.element(name).toHaveValue("Osteria Nova");
  await expect.element(button("Discard")).not.toBeInTheDocument();
});
