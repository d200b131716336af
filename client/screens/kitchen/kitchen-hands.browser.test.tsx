import { beforeEach, describe, expect, test } from "vitest";
import { page } from "vitest/browser";
import type { Args } from "#shared/orders/command.ts";
import { fakeDevice, type FakeDevice } from "../../testing/fake-device.ts";
import { fakeEvening } from "../../testing/fake-evening.ts";
import {
  fingersAt,
  holdDelays,
  middleOf,
  pause,
  seen,
  stage,
  tap,
  tapsApart,
} from "../../testing/stage.tsx";
import { HANDS_OFF_MS } from "../../ui/hands.ts";
import { prefer, type TicketLayout, type TicketSize } from "../../ui/preferences.ts";
import { SETTLE_MS } from "../../ui/steady.ts";
import KitchenScreen from "./kitchen-screen.tsx";

const show = stage();
let device: FakeDevice;

beforeEach(() => {
  device = fakeDevice();
});

const elsewhere = { kind: "device", role: "kitchen", name: "Other" } as const;
const floor = { kind: "device", role: "floor", name: "Anna" } as const;
const cardOf = (number: string) =>
  document.querySelector<HTMLElement>(`[aria-label="Ticket ${number}"]`)!;
const idOf = (number: string) =>
  [...device.view().orders.values()].find((order) => order.number === number)!.orderId;
const control = (name: string) => page.getByRole("button", { name, exact: true }).element();
const acted = () => device.acted.filter((it) => it.name !== "ticket.shown").map((it) => it.name);
const places = () =>
  [...document.querySelectorAll<HTMLElement>(".ticket")]
    .map((it) => `${it.dataset["card"]} ${it.style.insetInlineStart} ${it.style.top}`)
    .sort();
/** A busy machine is no fault of the screen's. */
const SOON = { timeout: 10_000 };
/** Nothing has just come up. */
const still = () =>
  expect.poll(() => document.querySelectorAll("[data-settling]").length, SOON).toBe(0);

async function open(count: number): Promise<void> {
  fakeEvening(device, count);
  show(KitchenScreen, device);
  await expect.poll(() => document.querySelectorAll(".ticket").length, SOON).toBeGreaterThan(1);
  await still();
}

function leaves(number: string, secondsAgo = 0): void {
  for (const stationId of new Set(
    device
      .view()
      .orders.get(idOf(number))!
      .lines.map((line) => line.stationId),
  )) {
    const lines = device
      .view()
      .orders.get(idOf(number))!
      .lines.filter((line) => line.stationId === stationId)
      .map(({ lineId, generation }) => ({ lineId, generation }));
    device.happen(elsewhere, secondsAgo, "ticket.bump", {
      orderId: idOf(number),
      stationId,
      lines,
    });
  }
}

/** A new order; every other one is rushed, and so jumps before all that is there. */
function arrives(n: number): void {
  const orderId = `00000000-0000-7000-8000-000000009${String(n).padStart(3, "0")}`;
  const lines: Args<"order.place">["lines"] = [
    {
      lineId: orderId.replace("8000", "9000"),
      menuItemId: n % 3 === 0 ? "burger" : "chips",
      quantity: n,
    },
  ];
  device.happen(floor, 0, "order.place", { orderId, number: `N${n}`, channel: "takeaway", lines });
  if (n % 2 === 0) device.happen(floor, 0, "order.rush", { orderId, rush: true });
}

describe("nothing moves under a finger", () => {
  const layouts: readonly TicketLayout[] = ["grid", "rail"];
  const sizes: readonly TicketSize[] = ["compact", "regular", "large"];
  test.each(
    layouts.flatMap((ticketLayout) => sizes.map((ticketSize) => ({ ticketLayout, ticketSize }))),
  )(
    "$ticketLayout, $ticketSize: while it is held, twenty tickets arrive and some leave",
    async ({ ticketLayout, ticketSize }) => {
      prefer({ ticketLayout, ticketSize });
      await open(5);
      const touched = cardOf("B13");
      const box = () => JSON.stringify(touched.getBoundingClientRect());
      const before = { box: box(), places: places() };
      await fingersAt(middleOf(touched.querySelector(".ticket__bump")!));
      const seen = new Set<string>();
      let looking = true;
      const look = () => {
        seen.add(box());
        if (looking) requestAnimationFrame(look);
      };
      look();
      for (let n = 1; n <= 20; n++) {
        arrives(n);
        if (n === 4) leaves("B12");
        if (n === 9) leaves("C7");
        await pause(40);
      }
      // What it says is the latest all the same.
      device.happen(floor, 0, "order.addLines", {
        orderId: idOf("B13"),
        lines: [
          { lineId: "00000000-0000-7000-8000-000000008888", menuItemId: "salad", quantity: 1 },
        ],
      });
      await expect.poll(() => touched.textContent, SOON).toContain("Green salad");
      await pause(HANDS_OFF_MS + 200);
      looking = false;
      expect([...seen]).toEqual([before.box]);

      await fingersAt();
      expect(acted()).toContain("ticket.bump");
      expect(
        device.acted
          .filter((it) => it.name === "ticket.bump")
          .every((it) => (it.args as { orderId: string }).orderId === idOf("B13")),
      ).toBe(true);
      expect(box()).toBe(before.box);
      await expect.poll(places, SOON).not.toEqual(before.places);
    },
  );

  test("nor when the first of two fingers is lifted", async () => {
    await open(4);
    const [one, two] = [
      middleOf(cardOf("B12").querySelector(".head")!),
      middleOf(cardOf("B13").querySelector(".ticket__bump")!),
    ];
    const before = places();
    await fingersAt(one);
    await fingersAt(one, two);
    leaves("C7");
    await fingersAt(null, two);
    await pause(HANDS_OFF_MS + 300);
    expect(places()).toEqual(before);
    await fingersAt();
    await expect.poll(places, SOON).not.toEqual(before);
  });

  test("nor while a finger that scrolled is still down", async () => {
    prefer({ ticketLayout: "rail" });
    await open(12);
    const gone: string[] = [];
    window.addEventListener("pointercancel", () => gone.push("pointercancel"), { once: true });
    const rail = document.querySelector(".rail")!;
    const start = middleOf(cardOf("C7").querySelector(".head")!);
    await fingersAt(start);
    for (let step = 1; step <= 6; step++) await fingersAt({ x: start.x - step * 40, y: start.y });
    await expect.poll(() => [gone.length, rail.scrollLeft > 0], SOON).toEqual([1, true]);
    const before = places();
    leaves("B12");
    await pause(HANDS_OFF_MS + 300);
    expect(places()).toEqual(before);
    await fingersAt();
    await expect.poll(places, SOON).not.toEqual(before);
  });
});

describe("the second half of a double tap", () => {
  test("does not undo the bump that its first half made", async () => {
    await open(2);
    const at = control("Bump ticket B12");
    const pass = holdDelays();
    await tap(at);
    await pause(120);
    await tap(at);
    expect(acted()).toEqual(["ticket.bump", "ticket.bump", "ticket.bump"]);
    await pass(SETTLE_MS);
    await pause(SETTLE_MS);
    await still();
    await tap(control("Undo bump of B12"));
    expect(acted().slice(3)).toEqual(["ticket.recall", "ticket.recall", "ticket.recall"]);
  });

  test("does nothing in a dialog that opened under the finger, nor closes it", async () => {
    await open(4);
    const head = middleOf(cardOf("B13").querySelector(".head")!);
    await tapsApart(120, head, head, { x: head.x + 8, y: head.y - 8 });
    await expect.element(page.getByRole("dialog", { name: "Ticket B13" })).toBeVisible();
    expect(acted()).toEqual([]);
    // Once it has been seen, the way out of it is meant.
    await tap(document.querySelector("dialog")!.querySelector("[aria-label='Close']")!);
    await expect.element(page.getByRole("dialog")).not.toBeInTheDocument();
  });

  test("does not reach what a closing dialog uncovers", async () => {
    await open(4);
    await tap(cardOf("B13").querySelector(".head")!);
    await expect.element(page.getByRole("dialog", { name: "Ticket B13" })).toBeVisible();
    await still();
    // The way out of the dialog lies over a ticket's button.
    await expect.poll(() => document.getAnimations().length, SOON).toBe(0);
    const { left, top } = control("Bump ticket B12").getBoundingClientRect();
    const bump = middleOf(control("Bump ticket B12"));
    const close = document.querySelector<HTMLElement>("dialog [aria-label='Close']")!;
    Object.assign(close.style, {
      position: "fixed",
      left: `${left}px`,
      top: `${top}px`,
      width: "100px",
      height: "64px",
    });
    await tapsApart(120, bump, bump);
    expect([page.getByRole("dialog").elements(), acted()]).toEqual([[], []]);
    await expect.element(page.getByText(/^Not counted: /)).toBeVisible();
    // Another ticket's is meant at once.
    await tap(control("Bump ticket B13"));
    expect(new Set(acted())).toEqual(new Set(["ticket.bump"]));
  });

  test("does not recall the ticket that slides up in Recall, and a row stays while the finger is on it", async () => {
    await open(4);
    for (const [index, number] of ["B12", "B13", "C7"].entries()) leaves(number, index * 10);
    await tap(control("Recall"));
    const rows = () =>
      page
        .getByRole("dialog")
        .getByRole("listitem")
        .elements()
        .map((row) => row.textContent?.slice(0, 3).trim());
    await expect.poll(rows, SOON).toEqual(["B12", "B13", "C7"]);
    await still();
    await seen();
    const at = middleOf(control("Recall ticket B12"));
    await fingersAt(at);
    const pass = holdDelays();
    await fingersAt();
    await pass(100);
    expect(rows()).toEqual(["B12", "B13", "C7"]);
    await fingersAt(at);
    await pass(HANDS_OFF_MS + 200);
    expect(rows()).toEqual(["B12", "B13", "C7"]);
    await fingersAt();
    await pass(HANDS_OFF_MS);
    await expect.poll(rows, SOON).toEqual(["B13", "C7"]);
    // The list has only just closed up: this finger still meant B12.
    await fingersAt(at);
    await fingersAt();
    const recalled = () =>
      new Set(
        device.acted
          .filter((it) => it.name === "ticket.recall")
          .map((it) => (it.args as { orderId: string }).orderId),
      );
    expect(recalled()).toEqual(new Set([idOf("B12")]));
    await pass(SETTLE_MS + HANDS_OFF_MS);
    await pause(SETTLE_MS);
    await still();
    await tap(control("Recall ticket B13"));
    expect(recalled()).toEqual(new Set([idOf("B12"), idOf("B13")]));
  });

  test("does not bump the ticket that has just taken another's place", async () => {
    await open(3);
    const at = middleOf(control("Bump ticket B12"));
    const inPlace = cardOf("B12").style.insetInlineStart;
    const pass = holdDelays();
    leaves("B12");
    await expect.poll(() => cardOf("B13").style.insetInlineStart, SOON).toBe(inPlace);
    await fingersAt(at);
    await fingersAt();
    for (const part of cardOf("B13").querySelectorAll(".ticket__bump, .line__touch, .head__cover"))
      await tap(part);
    expect([acted(), page.getByRole("dialog").elements()]).toEqual([[], []]);
    await pass(SETTLE_MS);
    await pause(SETTLE_MS);
    await still();
    await tap(control("Bump ticket B13"));
    expect(acted()).toContain("ticket.bump");
  });
});
