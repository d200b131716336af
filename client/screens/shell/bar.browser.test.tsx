import { expect, test } from "vitest";
import { fakeDevice } from "../../testing/fake-device.ts";
import { fakeEvening } from "../../testing/fake-evening.ts";
import { button, PHONE, size, stage, TABLET } from "../../testing/stage.tsx";
import FloorScreen from "../floor/floor-screen.tsx";
import KitchenScreen from "../kitchen/kitchen-screen.tsx";

const show = stage();
const SIZES = [TABLET, [1_024, 768], [768, 1_024], PHONE, [320, 640]] as const;

test.each(
  SIZES.flatMap(([width, height]) => [
    { width, height, screen: "kitchen" as const },
    { width, height, screen: "floor" as const },
  ]),
)(
  "$screen, $width × $height: what is touched in the bar stays in its row when the link goes, and the frame lies over none of it",
  async ({ width, height, screen }) => {
    await size([width, height]);
    const device = fakeDevice({ role: screen });
    fakeEvening(device, 20);
    show(screen === "kitchen" ? KitchenScreen : FloorScreen, device);
    await expect.element(button("Settings")).toBeVisible();
    const tops = () =>
      [".shell__title", ".sound", "[aria-label='Settings']"].map((it) =>
        Math.round(document.querySelector(`.shell__bar ${it}`)!.getBoundingClientRect().top),
      );
    const [, ...before] = tops();
    device.setLink({
      state: "offline",
      since: Date.now() - 190_000,
      lastContactAt: Date.now() - 192_000,
      waiting: 12,
      sending: "backing-off",
      cause: "unreachable",
    });
    await expect.poll(() => document.querySelector("[data-freshness='red']")).not.toBeNull();
    const [title, ...after] = tops();
    expect(after).toEqual(before);
    const border = Number.parseFloat(
      getComputedStyle(document.querySelector(".frame")!).borderTopWidth,
    );
    expect(border).toBeGreaterThan(3);
    const touched = [...document.querySelectorAll(".shell__bar button, .kitchen-bar button")]
      .map((it) => it.getBoundingClientRect())
      .filter((box) => box.width > 0);
    for (const { left, right, top, bottom } of touched)
      expect([
        left >= border,
        right <= width - border,
        top >= border,
        bottom <= height - border,
      ]).toEqual([true, true, true, true]);
    expect(title).toBeGreaterThanOrEqual(border);
  },
);

test("a tile says its state whole on a phone", async () => {
  await size(PHONE);
  const device = fakeDevice({ role: "floor" });
  fakeEvening(device, 20);
  device.wait(
    [],
    [...device.view().orders.values()].slice(0, 2).map(({ orderId }) => orderId),
  );
  show(FloorScreen, device);
  await expect
    .poll(() => [...document.querySelectorAll(".tile__word")].map((it) => it.textContent))
    .toContain("Not heard");
  const words = [...document.querySelectorAll<HTMLElement>(".tile__word")];
  expect(words.map((it) => it.textContent)).toContain("Waits here");
  expect(words.filter((it) => it.scrollWidth > it.clientWidth).map((it) => it.textContent)).toEqual(
    [],
  );
});
