import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { fakeDevice, type FakeDevice } from "../../testing/fake-device.ts";
import { fakeEvening } from "../../testing/fake-evening.ts";
import { fingersAt, middleOf, pause, stage, tap } from "../../testing/stage.tsx";
import { prefer } from "../../ui/preferences.ts";
import KitchenScreen from "./kitchen-screen.tsx";

const show = stage();
let device: FakeDevice;

beforeEach(() => {
  device = fakeDevice();
});
afterEach(() => {
  document.documentElement.removeAttribute("dir");
});

const SOON = { timeout: 10_000 };
const floor = { kind: "device", role: "floor", name: "Marcolina at the terrace" } as const;
const tickets = () => [...document.querySelectorAll<HTMLElement>(".ticket")];
const boxes = () => tickets().map((it) => it.getBoundingClientRect());

async function open(count = 20): Promise<void> {
  fakeEvening(device, count);
  show(KitchenScreen, device);
  await expect.poll(() => tickets().length, SOON).toBeGreaterThan(0);
}

describe("from right to left", () => {
  test("stands mirrored, whole, and goes the way one reads", async () => {
    await open(5);
    const before = boxes();
    const width = document.documentElement.clientWidth;
    document.documentElement.dir = "rtl";
    await expect
      .poll(() => boxes().map((box) => Math.round(box.left)), SOON)
      .toEqual(before.map((box) => Math.round(width - box.right)));
    expect(document.documentElement.scrollWidth).toBe(width);
    for (const ticket of tickets()) {
      const [number, age] = [".head__number", ".head__age"].map((part) =>
        ticket.querySelector(part)!.getBoundingClientRect(),
      );
      expect(number!.left).toBeGreaterThan(age!.left);
    }
    await userEvent.keyboard("1{ArrowLeft}");
    await expect
      .poll(() => document.querySelector(".ticket--chosen")?.getAttribute("aria-label"), SOON)
      .toBe("Ticket B13");
  });

  test("scrolls its rail the other way, with the ticket under a finger in its place", async () => {
    prefer({ ticketLayout: "rail" });
    document.documentElement.dir = "rtl";
    await open();
    const rail = document.querySelector(".rail")!;
    await pause(500);
    await tap(page.getByRole("button", { name: "Next page" }).element());
    await expect.poll(() => rail.scrollLeft, SOON).toBeLessThan(-500);
    await expect.element(page.getByText("Page 2 of", { exact: false })).toBeVisible();
    const midway = () =>
      tickets().find(
        (ticket) =>
          ticket.getBoundingClientRect().left > 300 && ticket.getBoundingClientRect().right < 1_000,
      );
    const at = () => JSON.stringify(midway()?.getBoundingClientRect());
    // Until it has come to rest.
    await expect
      .poll(async () => {
        const before = at();
        await pause(300);
        return midway() !== undefined && at() === before;
      }, SOON)
      .toBe(true);
    const touched = midway()!;
    const box = JSON.stringify(touched.getBoundingClientRect());
    await fingersAt(middleOf(touched.querySelector(".ticket__bump")!));
    const first = [...device.view().orders.values()].find((order) => order.number === "C8")!;
    device.happen(floor, 0, "order.cancel", { orderId: first.orderId, reason: "Gone" });
    device.happen(floor, 0, "order.rush", {
      orderId: [...device.view().orders.values()].at(-1)!.orderId,
      rush: true,
    });
    await pause(900);
    expect(JSON.stringify(touched.getBoundingClientRect())).toBe(box);
  });
});
