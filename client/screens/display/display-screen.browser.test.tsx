import { expect, test, vi } from "vitest";
import { page } from "vitest/browser";
import { pageSound } from "../../platform/sound.ts";
import { fakeDevice } from "../../testing/fake-device.ts";
import { stage, textOf } from "../../testing/stage.tsx";
import { TUNES } from "../shell/tunes.ts";
import DisplayScreen from "./display-screen.tsx";
import { PAGE_MS } from "./pages.ts";

const show = stage();
const guest = { kind: "guest", role: "guest", name: "Guest" } as const;
const owner = { kind: "owner", role: "owner", name: "Giulia" } as const;
const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, "0")}`;
const board = () => {
  const device = fakeDevice({ role: "display", name: "Board" });
  const take = (n: number, name?: string) =>
    device.happen(owner, 300 - n, "order.place", {
      orderId: id(n),
      number: `B${n}`,
      channel: "takeaway",
      ...(name === undefined ? {} : { guestName: name }),
      lines: [{ lineId: id(1_000 + n), menuItemId: "chips", quantity: 1 }],
    });
  const ready = (n: number) =>
    device.happen(owner, 0, "line.setStatus", {
      orderId: id(n),
      lineId: id(1_000 + n),
      generation: 0,
      status: "ready",
    });
  return { device, take, ready };
};
const column = (name: string) => page.getByRole("region", { name, exact: true });

test("says what it is for while there is nothing on it", async () => {
  show(DisplayScreen, board().device);
  await expect
    .poll(textOf(column("Ready")))
    .toContain("Your number appears here when your order is ready.");
  await expect
    .poll(textOf(column("In preparation")))
    .toContain("Order at the counter or from your table, then watch for your number.");
});

test("chimes once for each number that gets ready, and names nobody but guests who gave a name", async () => {
  const { device, take, ready } = board();
  take(1, "Rosa");
  take(2);
  ready(2);
  device.happen(guest, 100, "order.place", {
    orderId: id(3),
    number: "G3",
    channel: "dine_in",
    tableId: "t1",
    guestName: "Maya",
    lines: [{ lineId: id(1_003), menuItemId: "chips", quantity: 1 }],
  });
  device.happen(owner, 90, "order.accept", { orderId: id(3) });
  const play = vi.spyOn(pageSound(), "play");
  const chimes = () => play.mock.calls.filter(([tune]) => tune === TUNES.chime).length;
  show(DisplayScreen, device);
  await expect.poll(textOf(column("In preparation"))).toContain("B1G3Maya");
  await expect.element(page.getByText("Rosa")).not.toBeInTheDocument();
  // What was ready when the board was opened is no news.
  expect(chimes()).toBe(0);
  ready(1);
  await expect.poll(textOf(column("Ready"))).toContain("B1B2");
  expect(chimes()).toBe(1);
  ready(3);
  await expect.poll(textOf(column("Ready"))).toContain("G3MayaB1B2");
  expect(chimes()).toBe(2);
  device.happen(owner, 0, "order.serve", { orderId: id(1) });
  await expect.poll(textOf(column("Ready"))).toContain("G3MayaB2");
  expect(chimes()).toBe(2);
});

test("turns its pages by itself, and scrolls never", async () => {
  const { device, take, ready } = board();
  for (let n = 1; n <= 30; n++) take(n);
  show(DisplayScreen, device);
  await expect.poll(textOf(column("In preparation"))).toMatch(/1 of \dB1B2B3/);
  await expect
    .poll(() => column("In preparation").element().textContent, { timeout: PAGE_MS + 4_000 })
    .toMatch(/2 of \dB1\d/);
  expect(document.documentElement.scrollHeight).toBeLessThanOrEqual(innerHeight);
  for (let n = 1; n <= 20; n++) ready(n);
  // Whose number has just come sees it at once.
  await expect.poll(textOf(column("Ready"))).toMatch(/1 of 2/);
});
