import { beforeEach, expect, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import { err } from "#shared/kernel/result.ts";
import { fakeDevice, type FakeDevice } from "../../testing/fake-device.ts";
import { fakeEvening } from "../../testing/fake-evening.ts";
import { pageSound } from "../../platform/sound.ts";
import { holdDelays, size, stage } from "../../testing/stage.tsx";
import { KITCHEN_TARGETS, targetFaults } from "../../testing/targets.ts";
import { LEFT_ALONE_MS } from "../shell/look-back.tsx";
import { TUNES } from "../shell/tunes.ts";
import KitchenScreen from "./kitchen-screen.tsx";

const NOW = Date.UTC(2026, 0, 31, 19, 30);
const floor = { kind: "device", role: "floor", name: "Anna" } as const;
const elsewhere = { kind: "device", role: "kitchen", name: "Other" } as const;

const show = stage();
let device: FakeDevice;

beforeEach(() => {
  device = fakeDevice({ stationIds: ["grill", "fry"] }, { now: () => NOW });
});

const SOON = { timeout: 10_000 };
const dialog = () => page.getByRole("dialog", { name: /^Looking back/ });
const slider = () => dialog().getByRole("slider", { name: "Moment of the service" });
const press = (name: string) => dialog().getByRole("button", { name, exact: true }).click();
const past = (number: string) => dialog().getByRole("article", { name: `Ticket ${number}` });
const moment = () => slider().element().getAttribute("aria-valuetext");
const live = (number: string) => page.getByRole("button", { name: `Bump ticket ${number}` });

/** B12 came at 19:20:40 and was bumped at 19:29:40, B13 came at 19:22:10 and is still to make. */
function anEvening(): void {
  fakeEvening(device, 2);
  const { orderId, lines } = [...device.view().orders.values()].find(
    (order) => order.number === "B12",
  )!;
  for (const stationId of ["grill", "fry"]) {
    device.happen(elsewhere, 20, "ticket.bump", {
      orderId,
      stationId,
      lines: lines
        .filter((line) => line.stationId === stationId)
        .map(({ lineId, generation }) => ({ lineId, generation })),
    });
  }
}

async function lookBack(): Promise<void> {
  show(KitchenScreen, device);
  await page.getByRole("button", { name: "Settings", exact: true }).click();
  await page.getByRole("button", { name: "Look back at the service" }).click();
  await expect.element(dialog(), SOON).toBeVisible();
}

test("shows the tickets as they stood, steps from change to change, and does nothing to them", async () => {
  anEvening();
  device.setLink({ state: "offline", cause: "unreachable" });
  await lookBack();
  const acted = device.acted.length;
  expect(page.getByRole("dialog").elements()).toHaveLength(1);
  await expect.element(page.getByText("Looking back: 19:30:00 – not live")).toBeVisible();
  await expect.element(past("B13")).toBeVisible();
  expect(past("B12").query()).toBeNull();

  await slider().fill("300000");
  expect(moment()).toBe("19:25:40");
  await expect.element(page.getByText("Looking back: 19:25:40 – not live")).toBeVisible();
  await expect.element(past("B12").getByText("5:00", { exact: true })).toBeVisible();
  await expect.element(past("B13").getByText("3:30", { exact: true })).toBeVisible();
  await expect
    .element(past("B12").getByText("2 × Ribeye 300 g, queued, Medium rare, Peppercorn"))
    .toBeInTheDocument();
  expect(past("B12").getByRole("button").elements()).toEqual([]);

  await press("Next change");
  await expect.poll(moment).toBe("19:29:40");
  await expect.poll(() => past("B12").query()).toBeNull();
  await press("Previous change");
  await expect.poll(moment).toBe("19:22:10");
  await expect.element(past("B12")).toBeVisible();
  await press("Previous change");
  await expect.poll(moment).toBe("19:20:40");
  expect(past("B13").query()).toBeNull();

  expect(device.acted.length).toBe(acted);
  await press("Back to live");
  await expect.poll(() => dialog().query()).toBeNull();
  await expect.element(live("B13")).toBeVisible();
  expect(live("B12").query()).toBeNull();
  expect(device.acted.length).toBe(acted);
});

test("is worked by keys: the arrows are the slider's at once, nothing reaches the live tickets, and Escape leads back", async () => {
  anEvening();
  await lookBack();
  const acted = device.acted.length;
  await expect.poll(() => document.activeElement).toBe(slider().element());
  await userEvent.keyboard("{Home}");
  await expect.poll(moment).toBe("19:20:40");
  await userEvent.keyboard("{ArrowRight}{ArrowRight}");
  await expect.poll(moment).toBe("19:21:00");
  await userEvent.keyboard("{End}");
  await expect.poll(moment).toBe("19:30:00");
  slider().element().blur();
  await userEvent.keyboard("1{Enter}xu");
  await userEvent.keyboard("{Escape}");
  await expect.poll(() => dialog().query()).toBeNull();
  await expect.element(live("B13")).toBeVisible();
  expect(device.acted.length).toBe(acted);
});

test("plays the evening faster than it was, until somebody pauses it", async () => {
  anEvening();
  await lookBack();
  await press("60×");
  await press("Play");
  await expect.poll(() => past("B13").query(), SOON).toBeNull();
  await expect.element(past("B13"), SOON).toBeVisible();
  await press("Pause");
  const paused = moment();
  await press("10×");
  expect(moment()).toBe(paused);
  await expect.element(dialog().getByRole("button", { name: "Play", exact: true })).toBeVisible();
});

test("tells of new tickets, and goes back to them by itself when nobody touches it", async () => {
  anEvening();
  await lookBack();
  const order = (n: number) =>
    device.happen(floor, 0, "order.place", {
      orderId: `00000000-0000-7000-8000-00000000c00${n}`,
      number: `N${n}`,
      channel: "takeaway",
      lines: [
        { lineId: `00000000-0000-7000-8000-00000000c01${n}`, menuItemId: "burger", quantity: 1 },
      ],
    });
  expect(dialog().getByRole("alert").query()).toBeNull();
  const acted = device.acted.length;
  order(1);
  await expect.element(dialog().getByRole("alert").getByText("1 new ticket since.")).toBeVisible();
  order(2);
  await expect.element(dialog().getByRole("alert").getByText("2 new tickets since.")).toBeVisible();
  expect(past("N1").query()).toBeNull();
  expect(device.acted.slice(acted)).toEqual([]);
  await press("Show live tickets");
  await expect.poll(() => dialog().query()).toBeNull();
  await expect.element(live("N2")).toBeVisible();

  await lookBack();
  const pass = holdDelays();
  order(3);
  await expect.poll(() => dialog().getByRole("alert").query()).not.toBeNull();
  await pass(LEFT_ALONE_MS - 1);
  expect(dialog().query()).not.toBeNull();
  await pass(1);
  await pass();
  await expect.poll(() => dialog().query()).toBeNull();
});

test("sounds for a new ticket as the live screen does, and says how fresh that is", async () => {
  const play = vi.spyOn(pageSound(), "play");
  anEvening();
  await lookBack();
  const sounded = () => play.mock.calls.filter(([tune]) => tune === TUNES.new).length;
  expect(sounded()).toBe(0);
  device.happen(floor, 0, "order.place", {
    orderId: "00000000-0000-7000-8000-00000000c009",
    number: "N9",
    channel: "takeaway",
    lines: [{ lineId: "00000000-0000-7000-8000-00000000c019", menuItemId: "burger", quantity: 1 }],
  });
  await expect.poll(sounded).toBe(1);

  const badge = dialog().getByRole("button", { name: /^Connection: Live/ });
  await expect.element(badge).toBeVisible();
  device.setLink({ state: "offline", cause: "unreachable", since: NOW });
  await dialog()
    .getByRole("button", { name: /Offline since/ })
    .click();
  const details = page.getByRole("dialog", { name: "Connection details" });
  await expect.element(details).toBeVisible();
  await userEvent.keyboard("{Escape}");
  await expect.poll(() => details.query()).toBeNull();
  expect(dialog().query()).not.toBeNull();
});

test("says the day where it is another", async () => {
  device = fakeDevice({ stationIds: ["grill", "fry"] }, { now: () => Date.UTC(2026, 0, 31, 0, 5) });
  anEvening();
  await lookBack();
  await press("Previous change");
  await press("Previous change");
  await expect.poll(moment).toBe("Fri 30 Jan, 23:57:10");
  await expect
    .element(page.getByText("Looking back: Fri 30 Jan, 23:57:10 – not live"))
    .toBeVisible();
  await expect
    .element(dialog().getByText("Fri 30 Jan, 23:55", { exact: true }))
    .toBeInTheDocument();
  await slider().fill("550000");
  await expect.poll(moment).toBe("00:04:50");
});

test("says so where nothing was recorded, and where it cannot be read", async () => {
  await lookBack();
  await expect.element(dialog().getByText("Nothing is recorded yet.")).toBeVisible();
  device = { ...device, history: async () => err({ kind: "lost", detail: "closed" }) };
  await lookBack();
  await expect
    .element(dialog().getByText("What this device recorded cannot be read now."))
    .toBeVisible();
  await press("Back to live");
  await expect.poll(() => dialog().query()).toBeNull();
});

test.each([
  [1_280, 800],
  [390, 800],
] as const)("has room for gloves at %i × %i", async (width, height) => {
  await size([width, height]);
  anEvening();
  await lookBack();
  await expect.poll(() => targetFaults(KITCHEN_TARGETS), SOON).toEqual([]);
  expect(dialog().element().scrollWidth).toBeLessThanOrEqual(width);
});
