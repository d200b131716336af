import { beforeEach, describe, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { Args } from "#shared/orders/command.ts";
import { fakeDevice, type FakeDevice } from "../../testing/fake-device.ts";
import { pause, size, stage } from "../../testing/stage.tsx";
import KitchenScreen from "./kitchen-screen.tsx";

const show = stage();
let device: FakeDevice;

beforeEach(() => {
  device = fakeDevice();
});

const SOON = { timeout: 10_000 };
const floor = { kind: "device", role: "floor", name: "Anna" } as const;
const orderId = (n: number) => `00000000-0000-7000-8000-00000000b0${String(n).padStart(2, "0")}`;
const lineId = (n: number, line: number) =>
  `00000000-0000-7000-9000-0000000${String(n).padStart(2, "0")}${String(line).padStart(3, "0")}`;
type Lines = Args<"order.place">["lines"];

function arrives(
  n: number,
  lines: readonly Partial<Lines[number]>[],
  more: { notes?: string } = {},
): void {
  device.happen(floor, 0, "order.place", {
    orderId: orderId(n),
    number: `N${n}`,
    channel: "takeaway",
    ...more,
    lines: lines.map((line, index) => ({
      lineId: lineId(n, index),
      menuItemId: "salad",
      quantity: 1,
      ...line,
    })),
  });
}

const shown = () =>
  device.acted
    .filter((it) => it.name === "ticket.shown")
    .flatMap((it) => (it.args as { lineIds: string[] }).lineIds);
const shownOf = (n: number) => shown().filter((id) => id.startsWith(lineId(n, 0).slice(0, -3)));
const strip = () => page.getByRole("region", { name: "Just in, on another page" });

/** A rail of so many pages that what arrives is not in sight. */
async function busy(): Promise<void> {
  for (let n = 1; n <= 8; n++) arrives(n, [{}, { menuItemId: "chips" }, { menuItemId: "burger" }]);
  show(KitchenScreen, device);
  await expect.poll(() => page.getByText(/Page 1 of/).elements().length, SOON).toBe(1);
  // Those on this page have been seen, and the others have been called.
  await expect.poll(() => shown().length, { timeout: 40_000 }).toBe(24);
  await expect.poll(() => strip().elements().length, SOON).toBe(0);
}

describe("the kitchen has it", () => {
  test(
    "is said of a ticket on another page once the strip has called all of it, readably",
    { timeout: 60_000 },
    async () => {
      await busy();
      expect(new Set(shown()).size).toBe(shown().length);
      const modifiers = [
        { modifierId: "without", optionId: "no-onion" },
        { modifierId: "add", optionId: "bacon" },
      ];
      arrives(
        20,
        [
          {
            menuItemId: "burger",
            quantity: 2,
            modifiers,
            notes: "bun on the side",
            allergies: ["Sesame"],
          },
          { notes: "nut allergy at this table" },
        ],
        { notes: "Birthday" },
      );
      await expect.element(strip().getByText("N20")).toBeVisible();
      const called = document.querySelector(".call__text")!;
      expect(
        [...called.querySelectorAll(".call__part")].map((part) => [
          part.className.replace(/.*--/, ""),
          part.textContent,
        ]),
      ).toEqual([
        ["dish", "2 × House burger"],
        ["allergy", "Allergy Sesame"],
        ["removal", "No onion"],
        ["modifier", "Bacon"],
        ["note", "“bun on the side”"],
        ["dish", "1 × Green salad"],
        ["allergy", "Allergy “nut allergy at this table”"],
        ["note", "“Birthday”"],
      ]);
      expect(called.scrollHeight).toBeLessThanOrEqual(called.clientHeight + 1);
      expect(Number.parseFloat(getComputedStyle(called).fontSize)).toBeGreaterThanOrEqual(20);
      await expect.poll(() => shownOf(20), SOON).toEqual([lineId(20, 0), lineId(20, 1)]);
    },
  );

  test(
    "is not said of a call whose table or guest is cut off, whatever the sums said",
    { timeout: 60_000 },
    async () => {
      await busy();
      const narrow = document.createElement("style");
      narrow.textContent = ".call__place { max-width: 2rem; }";
      document.body.append(narrow);
      arrives(23, [{}]);
      await expect.element(strip().getByText("N23")).toBeVisible();
      await pause(2_000);
      expect(shownOf(23)).toEqual([]);
      narrow.remove();
      await strip().getByRole("button", { name: /N23/ }).click();
      await expect.poll(() => shownOf(23), SOON).toEqual([lineId(23, 0)]);
    },
  );

  test(
    "is not said of what does not fit into the strip, until somebody turns to its page",
    { timeout: 60_000 },
    async () => {
      await busy();
      arrives(21, [{ notes: "please ".repeat(60) }]);
      await expect.element(strip().getByText("N21")).toBeVisible();
      await pause(2_000);
      expect(shownOf(21)).toEqual([]);
      await strip().getByRole("button", { name: /N21/ }).click();
      await expect.poll(() => shownOf(21), SOON).toEqual([lineId(21, 0)]);
    },
  );

  test.each([
    [800, 600],
    [1_024, 600],
    [1_280, 800],
  ])(
    "is not said of an allergy behind a long note, at %i × %i, and the allergy is what is in sight of its call",
    { timeout: 60_000 },
    async (width, height) => {
      await size([width, height]);
      await busy();
      const FOUR = ["Nuts", "Sesame", "Milk", "Gluten"];
      arrives(22, [{ notes: `https://example.test/${"a".repeat(180)}`, allergies: FOUR }], {
        notes: "please make it as we always have it, ".repeat(8),
      });
      await expect.element(strip().getByText("N22")).toBeVisible();
      const call = strip().element().querySelector(".call")!;
      const text = call.querySelector(".call__text")!.getBoundingClientRect();
      const allergy = call.querySelector(".call__part--allergy")!;
      expect(allergy.textContent).toBe("Allergy Nuts, Sesame, Milk, Gluten");
      // Every row of it, and nothing runs out at the side.
      for (const box of allergy.getClientRects())
        expect([
          box.top >= text.top - 1,
          box.bottom <= text.bottom + 1,
          box.left >= text.left - 1,
          box.right <= text.right + 1,
        ]).toEqual([true, true, true, true]);
      expect(call.querySelector(".call__text")!.scrollWidth).toBeLessThanOrEqual(
        call.querySelector(".call__text")!.clientWidth + 1,
      );
      expect(call.querySelector(".call__more")).not.toBeNull();
      // What comes after it is called although it is still wanted.
      arrives(23, [{}]);
      await expect.poll(() => shownOf(23), SOON).toEqual([lineId(23, 0)]);
      expect(shownOf(22)).toEqual([]);
      await expect.element(strip().getByText("N22")).toBeVisible();
      await strip().getByRole("button", { name: /N22/ }).click();
      await expect
        .poll(() => document.querySelector(`[data-card="${orderId(22)}"]`), SOON)
        .not.toBeNull();
    },
  );

  test(
    "is said of the lines that a card shows, and not of those it cuts off, until they are scrolled into sight",
    { timeout: 60_000 },
    async () => {
      await size([1_280, 600]);
      arrives(
        1,
        Array.from({ length: 40 }, () => ({})),
      );
      show(KitchenScreen, device);
      await expect.poll(() => shown().length, SOON).toBeGreaterThan(5);
      await pause(2_500);
      const body = document.querySelector(".ticket__body")!;
      const inSight = () => {
        const around = body.getBoundingClientRect();
        // Not there where nothing more is below.
        const bottom =
          document.querySelector(".ticket__more")?.getBoundingClientRect().top ?? around.bottom;
        return [...document.querySelectorAll<HTMLElement>(".line")]
          .filter((line) => {
            const box = line.getBoundingClientRect();
            return (
              box.top >= around.top - 2 &&
              box.bottom <= bottom + 4 &&
              box.left >= around.left - 2 &&
              box.right <= around.right + 2
            );
          })
          .map((line) => line.dataset["line"] ?? "");
      };
      expect([...shown()].sort()).toEqual([...inSight()].sort());
      expect(shown().length).toBeLessThan(40);
      await expect.element(page.getByText("more below", { exact: false })).toBeVisible();
      for (let top = 0; top < body.scrollHeight; top += 100) {
        body.scrollTo({ top });
        // However long the machine takes: somebody who reads waits too.
        await expect
          .poll(() => inSight().filter((line) => !shown().includes(line)), SOON)
          .toEqual([]);
      }
      await expect.poll(() => shown().length, SOON).toBe(40);
    },
  );

  test("is not said of what stands behind a dialog", { timeout: 60_000 }, async () => {
    arrives(1, [{}]);
    show(KitchenScreen, device);
    await expect.poll(() => shown().length, SOON).toBe(1);
    await userEvent.keyboard("r");
    await expect.element(page.getByRole("dialog", { name: "Recall" })).toBeVisible();
    arrives(2, [{}]);
    await expect.poll(() => document.querySelectorAll(".ticket").length, SOON).toBe(2);
    await pause(2_500);
    expect(shownOf(2)).toEqual([]);
    await userEvent.keyboard("{Escape}");
    await expect.poll(() => shownOf(2), SOON).toEqual([lineId(2, 0)]);
  });
});
