import { beforeEach, describe, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { isWholeInSight } from "../../platform/sight.ts";
import { fakeDevice, type FakeDevice } from "../../testing/fake-device.ts";
import { asked, button, pause, size, stage, tap } from "../../testing/stage.tsx";
import { SETTLE_MS } from "../../ui/steady.ts";
import KitchenScreen from "./kitchen-screen.tsx";

const show = stage();
let device: FakeDevice;
const SOON = { timeout: 10_000 };
const floor = { kind: "device", role: "floor", name: "Anna" } as const;
const ORDER = "00000000-0000-7000-8000-00000000e001";
const lineId = (n: number) => `00000000-0000-7000-9000-00000000e00${n}`;
const LONG = "please make it as we always have it, ".repeat(8);

/** A dish with a long note, and behind it those of `more`. */
function place(more: readonly { notes?: string; allergies?: string[] }[], notes?: string): void {
  device.happen(floor, 5, "order.place", {
    orderId: ORDER,
    number: "A1",
    channel: "takeaway",
    guestName: "Rosa",
    ...(notes === undefined ? {} : { notes }),
    lines: [{ notes: LONG }, ...more].map((it, n) => ({
      lineId: lineId(n),
      menuItemId: "salad",
      quantity: 1,
      ...it,
    })),
  });
}
const bumps = () => asked(device, "ticket.bump");
const pinned = () => [...document.querySelectorAll("[data-pinned] [data-allergy]")];

beforeEach(async () => {
  device = fakeDevice();
  await size([800, 600]);
});

describe("an allergy", () => {
  test("stands before what people typed of its dish", async () => {
    place([{ notes: "no salt", allergies: ["Nuts"] }]);
    show(KitchenScreen, device);
    await expect.poll(() => document.querySelectorAll(".line").length, SOON).toBe(2);
    const words = document.querySelectorAll(".line__words")[1]!;
    expect([...words.children].map((it) => it.className)).toEqual([
      "line__name",
      "allergy",
      "line__note",
    ]);
  });

  test("is pinned where its line is scrolled out of its card, and read there it needs no second touch", async () => {
    place([{ notes: LONG }, { notes: LONG }, { notes: LONG, allergies: ["Nuts"] }]);
    show(KitchenScreen, device);
    await expect
      .poll(() => pinned().map((it) => [it.textContent, isWholeInSight(it)]), SOON)
      .toEqual([["Allergy Green salad: Nuts", true]]);
    await pause(600);
    await tap(button("Bump ticket A1").element());
    await expect.poll(bumps, SOON).toHaveLength(1);
  });

  test("that is not in sight, in a note as long as a card, takes a second touch, which a double tap is not", async () => {
    place([], `${LONG.repeat(3)} and a nut allergy`);
    show(KitchenScreen, device);
    await expect.element(button("Bump ticket A1")).toBeVisible();
    await pause(600);
    const foot = button("Bump ticket A1").element();
    await tap(foot);
    await expect.element(button("Read the allergy, then bump")).toBeVisible();
    await tap(button("Read the allergy, then bump").element());
    await pause(100);
    expect(bumps()).toEqual([]);
    await pause(SETTLE_MS + 100);
    await tap(button("Read the allergy, then bump").element());
    await expect.poll(bumps, SOON).toHaveLength(1);
  });

  test("is asked for by keys too", async () => {
    place([], `${LONG.repeat(3)} and a nut allergy`);
    show(KitchenScreen, device);
    await expect.element(button("Bump ticket A1")).toBeVisible();
    await userEvent.keyboard("1{Enter}");
    await expect.element(button("Read the allergy, then bump")).toBeVisible();
    expect(bumps()).toEqual([]);
    await userEvent.keyboard("{Enter}");
    await expect.poll(bumps, SOON).toHaveLength(1);
  });
});

describe("a ticket with four allergies that is longer than its card", () => {
  const warned = { notes: LONG, allergies: ["Nuts", "Sesame", "Milk", "Gluten"] };
  const ticket = () => document.querySelector<HTMLElement>(`[data-card="${ORDER}"]`)!;
  const cutOff = ({ scrollHeight, clientHeight }: Element) => scrollHeight - clientHeight;
  /** With a head of four rows. */
  function placeFour(notes?: string): void {
    device.happen(floor, 5, "order.place", {
      orderId: ORDER,
      number: "A1",
      channel: "delivery",
      guestName: "Rosa",
      promisedAt: "2026-01-31T19:30:00.000Z",
      hold: false,
      ...(notes === undefined ? {} : { notes }),
      lines: [0, 1, 2, 3].map((n) => ({
        lineId: lineId(n),
        menuItemId: "salad",
        quantity: 1,
        ...warned,
      })),
    });
    device.happen(floor, 1, "order.rush", { orderId: ORDER, rush: true });
  }
  /** More tickets than a page holds: the strip takes its room from the cards. */
  function busy(): void {
    for (const n of [1, 2, 3, 4])
      device.happen(floor, 1, "order.place", {
        orderId: ORDER.replace("e001", `e10${n}`),
        number: `B${n}`,
        channel: "takeaway",
        lines: [
          {
            lineId: lineId(0).replace("e000", `e20${n}`),
            menuItemId: "salad",
            quantity: 1,
            notes: LONG,
          },
        ],
      });
  }

  test.each([
    ["with no note", undefined, true],
    ["with a long note of its order", LONG, true],
    [
      "with a long note of its order that warns and comes before them",
      `${LONG} and a nut allergy`,
      false,
    ],
  ])(
    "keeps its whole head %s, and what is not in sight of them takes a second touch",
    async (_, notes, isFirstWhole) => {
      placeFour(notes);
      busy();
      show(KitchenScreen, device);
      await expect.poll(() => pinned().length, SOON).toBe(4);
      await expect.poll(() => document.querySelectorAll(".strip").length, SOON).toBe(1);
      await pause(600);
      const head = ticket().querySelector("header")!;
      expect([cutOff(head), isWholeInSight(head), head.offsetHeight > 120]).toEqual([
        0,
        true,
        true,
      ]);
      expect([
        isWholeInSight(ticket().querySelector(".ticket__bump")!),
        isWholeInSight(pinned()[0]!),
        isWholeInSight(pinned()[3]!),
      ]).toEqual([true, isFirstWhole, false]);
      // Whatever comes first, what is in sight warns.
      const below = [...ticket().querySelectorAll("header ~ * [data-allergy]")].map(
        (it) => it.getBoundingClientRect().top - head.getBoundingClientRect().bottom,
      );
      expect(below[0]).toBeLessThan(8);
      await tap(button("Bump ticket A1").element());
      await expect.element(button("Read the allergy, then bump")).toBeVisible();
      expect(bumps()).toEqual([]);
    },
  );

  test("has all of them in sight where there is room, and is bumped in one touch", async () => {
    placeFour(LONG);
    await size([1_280, 700]);
    show(KitchenScreen, device);
    await expect.poll(() => pinned().map(isWholeInSight), SOON).toEqual([true, true, true, true]);
    await pause(600);
    expect(cutOff(ticket().querySelector("header")!)).toBe(0);
    await tap(button("Bump ticket A1").element());
    await expect.poll(bumps, SOON).toHaveLength(1);
  });

  test("pins them or does not, at any height, and does not change its mind by itself", async () => {
    placeFour(LONG);
    show(KitchenScreen, device);
    for (let height = 560; height <= 860; height += 20) {
      await size([800, height]);
      await pause(60);
      const before = pinned().length;
      for (let frame = 0; frame < 4; frame++) {
        await new Promise(requestAnimationFrame);
        expect([height, pinned().length]).toEqual([height, before]);
      }
    }
  });
});

test("what people typed in one piece, a link or a name, runs out of no ticket, mark or list", async () => {
  const token = `https://example.test/${"a".repeat(180)}`;
  place([{ notes: token, allergies: ["Nuts"] }], token);
  show(KitchenScreen, device);
  await expect.poll(() => document.querySelectorAll(".line").length, SOON).toBe(2);
  await pause(600);
  await tap(button("More for ticket A1").element());
  await expect.poll(() => page.getByRole("dialog").elements().length, SOON).toBe(1);
  const wide = [...document.querySelectorAll<HTMLElement>(".ticket *, dialog *")].filter(
    (it) =>
      it.clientWidth > 1 &&
      it.scrollWidth > it.clientWidth + 1 &&
      it.closest(".visually-hidden") === null &&
      getComputedStyle(it).display !== "inline",
  );
  expect(wide.map((it) => it.className)).toEqual([]);
  expect(document.documentElement.scrollWidth).toBe(800);
});
