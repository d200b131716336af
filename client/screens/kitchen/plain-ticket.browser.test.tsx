import { beforeEach, describe, expect, test, vi } from "vitest";
import { fakeDevice, type FakeDevice } from "../../testing/fake-device.ts";
import { fakeEvening } from "../../testing/fake-evening.ts";
import { asked, button, pause, stage, tap } from "../../testing/stage.tsx";
import KitchenScreen from "./kitchen-screen.tsx";

const show = stage();
let device: FakeDevice;
const SOON = { timeout: 10_000 };

beforeEach(() => {
  device = fakeDevice();
  // React tells the console what was caught.
  vi.spyOn(console, "error").mockImplementation(() => undefined);
});

const orderOf = (number: string) =>
  [...device.view().orders.values()].find((order) => order.number === number)!;
const ticketOf = (orderId: string) =>
  document.querySelector<HTMLElement>(`[data-card="${orderId}"]`);
const shownOf = (orderId: string) =>
  asked(device, "ticket.shown").flatMap((args) => {
    const { orderId: of, lineIds } = args as { orderId: string; lineIds: string[] };
    return of === orderId ? lineIds : [];
  });

describe("a ticket that cannot be drawn", () => {
  test("stands in plain text among the others, is heard once that is in sight, and can be bumped and taken back", async () => {
    fakeEvening(device, 3);
    const { orderId, lines } = orderOf("B13");
    // What no version of ours writes, and one day some version may.
    Object.assign(lines[0]!, { notes: { text: "no salt" }, shownAt: null });
    show(KitchenScreen, device);
    await expect
      .poll(() => ticketOf(orderId)?.classList.contains("ticket--plain"), SOON)
      .toBe(true);
    expect([...document.querySelectorAll(".ticket")]).toHaveLength(3);
    expect(ticketOf(orderId)!.textContent).toContain(
      '1 × House burger · No onion, Bacon · {"text":"no salt"}',
    );
    await expect.poll(() => shownOf(orderId), SOON).toContain(lines[0]!.lineId);
    await pause(600);
    await tap(button("Bump ticket B13").element());
    await expect
      .poll(
        () => asked(device, "ticket.bump").map((args) => (args as { orderId: string }).orderId),
        SOON,
      )
      .toContain(orderId);
    await expect.element(button("Undo bump of B13")).toBeVisible();
  });

  test("is called in plain text where it is not in sight, and takes neither the strip nor the places of the others along", async () => {
    fakeEvening(device, 7);
    const { orderId, lines } = orderOf("G21");
    for (const order of device.view().orders.values())
      for (const line of order.lines)
        Object.assign(line, { shownAt: order.orderId === orderId ? null : order.placedAt });
    Object.assign(lines[0]!, { notes: { text: "no salt" } });
    Object.assign(orderOf("G21"), { number: { odd: true } });
    show(KitchenScreen, device);
    await expect
      .poll(() => document.querySelector(".strip")?.textContent, SOON)
      .toContain("no salt");
    await expect.poll(() => shownOf(orderId), SOON).toContain(lines[0]!.lineId);
    expect(ticketOf(orderId)).toBeNull();
    // Once it has been called, the strip says where it stands.
    await expect
      .poll(() => document.querySelector(".elsewhere [class=elsewhere__touch]")?.textContent, SOON)
      .toContain("odd");
    expect(document.querySelectorAll(".ticket").length).toBeGreaterThan(3);
  });
});
