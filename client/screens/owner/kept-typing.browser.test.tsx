import { expect, test } from "vitest";
import { page } from "vitest/browser";
import { fakeDevice } from "../../testing/fake-device.ts";
import { fakeMenu } from "../../testing/fake-menu.ts";
import { button, PHONE, stage } from "../../testing/stage.tsx";
import OwnerScreen from "./owner-screen.tsx";

const show = stage(PHONE);
const tab = (name: string) => page.getByRole("tab", { name: new RegExp(`^${name}`) });

test("what was typed of the restaurant and of a table is there after another tab, until it is saved or given up", async () => {
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

/** A server that takes what it is asked, and answers when it is told to. */
function slowDevice() {
  const device = fakeDevice({ role: "owner", name: "Giulia" });
  let answer = () => {};
  const asked = new Promise<void>((resolve) => (answer = resolve));
  const prompt = { ...device.api };
  device.api.saveSettings = (patch) => asked.then(() => prompt.saveSettings(patch));
  device.api.saveTables = (tables) => asked.then(() => prompt.saveTables(tables));
  device.api.saveMenu = (menu) => asked.then(() => prompt.saveMenu(menu));
  show(OwnerScreen, device);
  return { device, answer: () => answer() };
}

test("what is typed of the restaurant while the server is asked is neither lost nor taken for saved", async () => {
  const { device, answer } = slowDevice();
  const name = page.getByRole("textbox", { name: "Name", exact: true });
  await tab("Restaurant").click();
  await name.fill("Osteria Nova");
  await button("Save settings").click();
  await expect.element(button("Save settings")).toBeDisabled();
  await name.fill("Osteria Nova Due");
  answer();
  await expect.element(button("Save settings")).toBeEnabled();
  await expect.element(name).toHaveValue("Osteria Nova Due");
  expect(device.view().settings.name).toBe("Osteria Nova");
  await button("Discard").click();
  await expect.element(name).toHaveValue("Osteria Nova");
});

test("nor is it of a table", async () => {
  const { answer } = slowDevice();
  const table = page.getByRole("textbox", { name: "Label" });
  await tab("Tables").click();
  await table.fill("Terrace 9");
  await button("Add table").click();
  await table.fill("Terrace 10");
  answer();
  await expect.element(button("QR code of table Terrace 9")).toBeVisible();
  await expect.element(table).toHaveValue("Terrace 10");
});

test("nor is it of the menu, where it takes back what the server is asked", async () => {
  const { device, answer } = slowDevice();
  const { id, name } = fakeMenu.items[0]!;
  await tab("Menu").click();
  await button(`Edit ${name}`).click();
  await button("Remove dish").click();
  await button("Save menu").click();
  await expect.element(button("Discard")).toBeDisabled();
  await button(`Undo: put ${name} back`).click();
  await expect.element(button(`Edit ${name}`)).toBeVisible();
  answer();
  await expect.element(page.getByText("1 change not saved yet")).toBeVisible();
  await expect.element(button("Save menu")).toBeEnabled();
  await expect.element(button(`Edit ${name}`)).toBeVisible();
  expect(device.view().menu.items.some((item) => item.id === id)).toBe(false);
});
