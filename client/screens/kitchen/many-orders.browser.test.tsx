import { beforeEach, expect, test } from "vitest";
import { page } from "vitest/browser";
import { fakeDevice, type FakeDevice } from "../../testing/fake-device.ts";
import { size, stage } from "../../testing/stage.tsx";
import ExpoScreen from "../expo/expo-screen.tsx";
import FloorScreen from "../floor/floor-screen.tsx";
import { MOST_DRAWN } from "../orders/most-tickets-drawn.ts";
import KitchenScreen from "./kitchen-screen.tsx";

/**
 * A board that somebody floods stays a board: the first in their turn are drawn, the others
 * counted, and what comes last is heard of all the same.
 */
const show = stage();
const MORE = 60;
const SOON = { timeout: 20_000 };
const floor = { kind: "device", role: "floor", name: "Anna" } as const;
const orderId = (n: number) => `00000000-0000-7000-8000-00000000${String(n).padStart(4, "0")}`;
const lineId = (n: number) => `00000000-0000-7000-9000-00000000${String(n).padStart(4, "0")}`;
let device: FakeDevice;

const arrives = (n: number) =>
  device.happen(floor, 0, "order.place", {
    orderId: orderId(n),
    number: `N${n}`,
    channel: "takeaway",
    lines: [{ lineId: lineId(n), menuItemId: "salad", quantity: 1 }],
  });
const shown = () =>
  device.acted
    .filter((it) => it.name === "ticket.shown")
    .flatMap((it) => (it.args as { lineIds: string[] }).lineIds);

beforeEach(() => {
  device = fakeDevice();
  for (let n = 1; n <= MOST_DRAWN + MORE; n += 1) arrives(n);
  for (let n = 1; n <= MOST_DRAWN + MORE; n += 1)
    device.happen({ kind: "device", role: "kitchen", name: "Grill" }, 0, "ticket.shown", {
      orderId: orderId(n),
      stationId: "cold",
      lineIds: [lineId(n)],
    });
});

test.each([
  [390, 844],
  [1_280, 800],
])(
  "the kitchen at %i × %i draws so many, in their turn, says how many more there are, and calls the last to come",
  { timeout: 60_000 },
  async (width, height) => {
    await size([width, height]);
    show(KitchenScreen, device);
    await expect.element(page.getByText(`And ${MORE} more behind these`)).toBeInTheDocument();
    await expect
      .poll(() => document.querySelectorAll(".ticket").length, SOON)
      .toBe(width < 600 ? MOST_DRAWN : document.querySelectorAll(".ticket").length);
    expect(document.querySelectorAll(".ticket").length).toBeLessThanOrEqual(MOST_DRAWN);
    arrives(900);
    await expect.poll(() => shown(), SOON).toContain(lineId(900));
    const said = page.getByText(`And ${MORE + 1} more behind these`);
    await expect.element(said).toBeInTheDocument();
    said.element().scrollIntoView();
    await expect.element(said).toBeVisible();
  },
);

test(
  "a ticket that no page has room for is looked at from the strip",
  { timeout: 60_000 },
  async () => {
    await size([1_280, 800]);
    show(KitchenScreen, device);
    arrives(900);
    await page.getByRole("button", { name: /N900/ }).click();
    await expect.element(page.getByRole("dialog")).toBeVisible();
  },
);

test(
  "the pass and the floor draw as many, and say how many more",
  { timeout: 60_000 },
  async () => {
    show(ExpoScreen, device);
    await expect.element(page.getByText(`And ${MORE} more behind these`)).toBeInTheDocument();
    expect(document.querySelectorAll(".expo > :not(.and-more)").length).toBe(MOST_DRAWN);
  },
);

test("the floor's list of orders without a table is bounded too", { timeout: 60_000 }, async () => {
  show(FloorScreen, device);
  await expect.element(page.getByText(`And ${MORE} more behind these`)).toBeInTheDocument();
  expect(document.querySelectorAll("button.tile").length).toBeLessThanOrEqual(
    MOST_DRAWN + device.view().tables.length,
  );
});
