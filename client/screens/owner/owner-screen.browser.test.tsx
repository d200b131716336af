import { beforeEach, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { AGAIN_MS } from "../../platform/bounce.ts";
import { fakeDevice, type FakeDevice } from "../../testing/fake-device.ts";
import { fakeMenu } from "../../testing/fake-menu.ts";
import { button, pause, PHONE, stage } from "../../testing/stage.tsx";
import { STAY_MS } from "./use-staying.ts";
import OwnerScreen from "./owner-screen.tsx";

const show = stage(PHONE);
let device: FakeDevice;

beforeEach(() => {
  device = fakeDevice({ role: "owner", name: "Giulia" });
});

const tab = (name: string) => page.getByRole("tab", { name: new RegExp(`^${name}`) });
const guest = { kind: "guest", role: "guest", name: "Guest" } as const;
const [first, second] = [
  "00000000-0000-7000-8000-00000000000a",
  "00000000-0000-7000-8000-00000000000b",
];
/** A guest's order that needs no choices. */
function guestOrder(orderId: string, secondsAgo: number) {
  const dish = fakeMenu.items.find((item) => (item.modifiers ?? []).length === 0)!;
  device.happen(guest, secondsAgo, "order.place", {
    orderId,
    channel: "takeaway",
    guestName: "Ada",
    lines: [{ lineId: orderId, menuItemId: dish.id, quantity: 1 }],
  });
}
const numberOf = (orderId: string) => device.view().orders.get(orderId)!.number;

test("a guest's order that speaks of an allergy says so in the kitchen's block, before anybody accepts it", async () => {
  device.happen(guest, 20, "order.place", {
    orderId: first,
    channel: "takeaway",
    guestName: "Ada",
    notes: "nut allergy",
    lines: [
      { lineId: first, menuItemId: "salad", quantity: 1, notes: "allergic to eggs" },
      { lineId: second, menuItemId: "chips", quantity: 1, notes: "no salt" },
    ],
  });
  show(OwnerScreen, device);
  await tab("Guest orders").click();
  const card = page.getByRole("region", { name: `Order ${numberOf(first)}` });
  await expect.element(card).toBeVisible();
  expect(
    [...card.element().querySelectorAll("[data-allergy]")].map((it) => it.textContent),
  ).toEqual(["Allergy “allergic to eggs”", "Allergy “nut allergy”"]);
  expect(
    [...card.element().querySelectorAll(".quiet-text")].map((it) => it.textContent?.trim()),
  ).toEqual(["“no salt”"]);
});

test("a double tap on Accept accepts one order: nothing closes up under the second", async () => {
  guestOrder(first, 20);
  guestOrder(second, 10);
  show(OwnerScreen, device);
  await tab("Guest orders").click();
  const accept = button(`Accept order ${numberOf(first)}`);
  const other = () =>
    document.querySelector(`[data-order="${second}"]`)!.getBoundingClientRect().top;
  await expect.element(accept).toBeVisible();
  const before = other();
  const { x, y } = (accept.element() as HTMLElement).getBoundingClientRect();
  await accept.click();
  await expect.element(page.getByText("Accepted. It is on its way to the kitchen.")).toBeVisible();
  // The second half of the tap, where the first was.
  await userEvent.click(document.elementFromPoint(x + 20, y + 20)!);
  expect(device.acted.map(({ args }) => args)).toEqual([{ orderId: first }]);
  expect(other()).toBe(before);
  await expect
    .element(page.getByText("Accepted. It is on its way to the kitchen."), { timeout: STAY_MS * 3 })
    .not.toBeInTheDocument();
  await expect.element(button(`Accept order ${numberOf(second)}`)).toBeVisible();
});

test("a station that was typed and closed with Done, or by the way out, is there; one that cannot be keeps the dialog", async () => {
  show(OwnerScreen, device);
  await tab("Menu").click();
  const dialog = page.getByRole("dialog");
  const stations = () => button(/^Edit stations/);
  const type = async (name: string, way: string) => {
    await stations().click();
    await dialog.getByRole("textbox", { name: "Add a station" }).fill(name);
    await dialog.getByRole("button", { name: way }).click();
  };
  await type("Plancha", "Done");
  await expect.element(dialog).not.toBeInTheDocument();
  await type("Josper", "Close");
  await expect.element(dialog).not.toBeInTheDocument();
  await type("pláncha", "Done");
  await expect.element(dialog.getByText("Another one has this name already.")).toBeVisible();
  const names = dialog
    .getByRole("listitem")
    .getByRole("textbox")
    .elements()
    .map((field) => (field as HTMLInputElement).value);
  expect(names.slice(-2)).toEqual(["Plancha", "Josper"]);
});

test("a dialog that was typed in asks before what was typed is gone", async () => {
  show(OwnerScreen, device);
  await tab("Menu").click();
  await button("Add a dish").click();
  const sheet = page.getByRole("dialog", { name: "New dish" });
  await userEvent.keyboard("{Escape}");
  await expect.element(sheet).not.toBeInTheDocument();
  await button("Add a dish").click();
  await sheet.getByRole("textbox", { name: "Name", exact: true }).fill("Paella");
  await userEvent.keyboard("{Escape}");
  const asks = page.getByRole("dialog", { name: "Give up what you typed?" });
  await asks.getByRole("button", { name: "Go on writing" }).click();
  await expect
    .element(sheet.getByRole("textbox", { name: "Name", exact: true }))
    .toHaveValue("Paella");
  await sheet.getByRole("button", { name: "Close" }).click();
  await pause(AGAIN_MS);
  await asks.getByRole("button", { name: "Give it up" }).click();
  await expect.element(sheet).not.toBeInTheDocument();
});

test("a dish that is removed can be put back where it stood", async () => {
  show(OwnerScreen, device);
  await tab("Menu").click();
  const dish = fakeMenu.items[0]!;
  await button(`Edit ${dish.name}`).click();
  await button("Remove dish").click();
  await expect.element(button(`Edit ${dish.name}`)).not.toBeInTheDocument();
  await expect.element(page.getByText("1 change not saved yet")).toBeVisible();
  await button(`Undo: put ${dish.name} back`).click();
  await expect.element(button(`Edit ${dish.name}`)).toBeVisible();
  await expect.element(page.getByText("not saved yet", { exact: false })).not.toBeInTheDocument();
});
