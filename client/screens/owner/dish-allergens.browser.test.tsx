import { expect, test } from "vitest";
import { page } from "vitest/browser";
import { fakeDevice } from "../../testing/fake-device.ts";
import { button, size, stage } from "../../testing/stage.tsx";
import OwnerScreen from "./owner-screen.tsx";

const show = stage();

test.each([
  [1_280, 800],
  [800, 600],
  [390, 844],
] as const)("no allergen's name touches the box of the next, at %i × %i", async (width, height) => {
  await size([width, height]);
  show(OwnerScreen, fakeDevice({ role: "owner", name: "Giulia" }));
  await page.getByRole("tab", { name: /^Menu/ }).click();
  await button("Add a dish").click();
  await expect
    .poll(() => document.querySelectorAll(".dish-allergens label").length)
    .toBeGreaterThan(10);
  const boxes = [...document.querySelectorAll(".dish-allergens input")].map((it) =>
    it.getBoundingClientRect(),
  );
  const gaps = [...document.querySelectorAll(".dish-allergens label")].flatMap((label) => {
    const words = document.createRange();
    words.selectNodeContents(label.querySelector("span") ?? label);
    const { top, bottom, right, left } = words.getBoundingClientRect();
    return boxes
      .filter((box) => box.top < bottom && box.bottom > top && box.left > left + 1)
      .map((box) => box.left - right);
  });
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(8);
});
