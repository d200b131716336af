/**
 * The tables' codes on paper, with the browser's "backgrounds" on: a printer that is told to print
 * the dark ground prints it.
 */
import { afterEach, expect, test } from "vitest";
import { cdp, page } from "vitest/browser";
import { fakeDevice } from "../../testing/fake-device.ts";
import { stage } from "../../testing/stage.tsx";
import OwnerScreen from "./owner-screen.tsx";

const show = stage([1280, 800]);
type Media = {
  send(method: "Emulation.setEmulatedMedia", params: { media: string }): Promise<unknown>;
};
const onto = (media: "print" | "") =>
  (cdp() as unknown as Media).send("Emulation.setEmulatedMedia", { media });

afterEach(() => onto(""));

/** The first ground behind an element that is not see-through. */
function groundBehind(element: Element | null): string {
  for (let at = element; at !== null; at = at.parentElement) {
    const { backgroundColor, backgroundImage } = getComputedStyle(at);
    if (backgroundImage !== "none") return backgroundImage;
    if (!/^rgba\(.*, 0\)$|^transparent$/.test(backgroundColor)) return backgroundColor;
  }
  return "none";
}

test("is black on white, and nothing else of the screen is on it", async () => {
  const device = fakeDevice({ role: "owner", name: "Giulia" });
  device.api.tables = async () => [
    { id: "t1", label: "7", orderUrl: "https://heard.test/t#hrd_x", tableToken: "hrd_x" },
  ];
  show(OwnerScreen, device);
  await page.getByRole("tab", { name: /^Tables/ }).click();
  await expect.element(page.getByRole("button", { name: /Table 7|7/ }).first()).toBeVisible();
  expect(groundBehind(document.querySelector(".shell__bar"))).not.toBe("rgb(255, 255, 255)");
  await onto("print");
  const card = document.querySelector(".print-sheet__card")!;
  await expect.poll(() => getComputedStyle(card).display).not.toBe("none");
  for (const part of [card, ...card.querySelectorAll("figcaption, p")]) {
    expect([groundBehind(part), getComputedStyle(part).color], part.textContent ?? "").toEqual([
      "rgb(255, 255, 255)",
      "rgb(0, 0, 0)",
    ]);
  }
  const seen = [...document.querySelectorAll("#root *, body *")].filter(
    (one) =>
      one.checkVisibility({ visibilityProperty: true }) &&
      one.getBoundingClientRect().width > 0 &&
      one.childElementCount === 0 &&
      (one.textContent ?? "").trim() !== "",
  );
  expect(
    seen
      .filter(
        (one) =>
          one.closest(".print-sheet") === null &&
          one.closest("style, script, [data-vitest]") === null,
      )
      .map((one) => one.textContent),
  ).toEqual([]);
});
