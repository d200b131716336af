import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { fakeDevice, type FakeDevice } from "../../testing/fake-device.ts";
import { fakeEvening } from "../../testing/fake-evening.ts";
import { pause, size, stage, tap } from "../../testing/stage.tsx";
import { KITCHEN_TARGETS, targetFaults } from "../../testing/targets.ts";
import { prefer, type TicketSize } from "../../ui/preferences.ts";
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

async function open(count = 20): Promise<void> {
  fakeEvening(device, count);
  show(KitchenScreen, device);
  await expect.poll(() => tickets().length, SOON).toBeGreaterThan(0);
}

/** Everything that a ticket can say at once. */
function everything(): void {
  const orderId = "00000000-0000-7000-8000-00000000c001";
  const lineId = (n: number) => `00000000-0000-7000-9000-00000000c0${n}0`;
  const line = (n: number) => ({
    lineId: lineId(n),
    menuItemId: "burger",
    quantity: n,
    modifiers: [
      { modifierId: "without", optionId: "no-onion" },
      { modifierId: "add", optionId: "bacon" },
    ],
    notes: "bun on the side, please",
    allergies: ["Nuts", "Sesame"],
    course: n,
  });
  device.happen(floor, 400, "order.place", {
    orderId,
    number: "X1",
    channel: "delivery",
    guestName: "Oluwaseun Okafor-Bartholomew",
    notes: "coeliac at this table, careful",
    promisedAt: "2026-01-31T19:30:00.000Z",
    lines: [line(1), line(2), line(3)],
  });
  device.happen({ kind: "device", role: "kitchen", name: "Grill" }, 300, "ticket.shown", {
    orderId,
    stationId: "grill",
    lineIds: [lineId(1)],
  });
  device.happen(floor, 200, "order.fireCourse", { orderId, course: 2 });
  device.happen(floor, 150, "order.addLines", {
    orderId,
    lines: [{ ...line(1), lineId: lineId(4), notes: "nut allergy" }],
  });
  device.happen(floor, 120, "line.void", { orderId, lineId: lineId(1), reason: "Changed" });
  device.happen(floor, 100, "order.rush", { orderId, rush: true });
}

/**
 * Course 1 of three dishes at two stations is carried out, course 2 is fired, and one dish of it
 * was voided before any screen had it.
 */
function secondCourse(): void {
  const orderId = "00000000-0000-7000-8000-00000000c002";
  const lineId = (n: number) => `00000000-0000-7000-9000-00000000c1${n}0`;
  const line = (n: number, menuItemId: string, course: number) => ({
    lineId: lineId(n),
    menuItemId,
    quantity: 1,
    course,
  });
  device.happen(floor, 1_800, "order.place", {
    orderId,
    number: "X2",
    channel: "dine_in",
    tableId: "t4",
    lines: [
      line(1, "burger", 1),
      line(2, "chips", 1),
      line(3, "ribeye", 2),
      line(4, "tiramisu", 2),
    ],
  });
  for (const n of [1, 2])
    device.happen({ kind: "device", role: "kitchen", name: "Grill" }, 900, "line.setStatus", {
      orderId,
      lineId: lineId(n),
      generation: 0,
      status: "ready",
    });
  device.happen(floor, 800, "order.serve", { orderId });
  device.happen(floor, 60, "order.fireCourse", { orderId, course: 2 });
  device.happen(floor, 60, "line.void", { orderId, lineId: lineId(4), reason: "Changed" });
}

const SIZES: readonly TicketSize[] = ["compact", "regular", "large"];

describe("the words of a ticket", () => {
  test("are 20 px at least at the regular size, every one of them", async () => {
    everything();
    await open(0);
    const small = tickets().flatMap((ticket) =>
      [...ticket.querySelectorAll<HTMLElement>("*")].filter(
        (it) =>
          [...it.childNodes].some(
            (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== "",
          ) &&
          it.closest(".visually-hidden, .ticket__foot") === null &&
          Number.parseFloat(getComputedStyle(it).fontSize) < 20,
      ),
    );
    expect(small.map((it) => `${it.className}: ${it.textContent}`)).toEqual([]);
    expect(document.querySelector(".ticket")?.textContent).toContain(
      "from Marcolina at the terrace",
    );
  });

  test.each(SIZES)(
    "fit their card at the %s size, and leave little of it empty",
    async (ticketSize) => {
      prefer({ ticketSize });
      await size([1_280, 3_000]);
      everything();
      secondCourse();
      await open();
      await expect.poll(() => tickets().length, SOON).toBeGreaterThan(8);
      await expect.poll(() => document.fonts.status, SOON).toBe("loaded");
      await pause(300);
      const rooms = tickets().map((ticket) => {
        const body = ticket.querySelector(".ticket__body")!;
        const used = ticket.querySelector<HTMLElement>(".ticket__content")!.offsetHeight;
        return { ticket: ticket.getAttribute("aria-label"), used, left: body.clientHeight - used };
      });
      // Never cut off; and no more than a row or two of what might have wrapped, and did not.
      expect(rooms.filter(({ used, left }) => left < 0 || left > 40 + 0.1 * used)).toEqual([]);
      expect(rooms.reduce((sum, { left }) => sum + left, 0) / rooms.length).toBeLessThan(20);
      const wide = tickets().flatMap((ticket) =>
        [
          ...ticket.querySelectorAll<HTMLElement>(
            ".head__place, .head__from, .head__channel, .line__words, .badge",
          ),
        ].filter((it) => it.scrollWidth > it.clientWidth + 1),
      );
      expect(wide.map((it) => it.textContent)).toEqual([]);
    },
  );
});

describe("what was carried out", () => {
  test("is a row that says so, and neither a line nor a station's heading", async () => {
    secondCourse();
    await open(0);
    const [ticket] = tickets();
    const time = new Intl.DateTimeFormat("en-GB", {
      hour: "2-digit",
      minute: "2-digit",
      timeZone: "Europe/London",
    }).format(device.now() - 800_000);
    expect(ticket!.querySelector(".ticket__served")?.textContent).toBe(`Course 1 served ${time}`);
    expect([...ticket!.querySelectorAll(".line__name bdi")].map((it) => it.textContent)).toEqual([
      "Ribeye 300 g",
    ]);
    expect(ticket!.querySelectorAll(".ticket__station-name")).toHaveLength(0);
  });
});

describe("what a finger is meant for", () => {
  const faults = () => targetFaults(KITCHEN_TARGETS);

  test.each(SIZES)(
    "is large enough at the %s size: 64 px in the kitchen, 48 px elsewhere",
    async (ticketSize) => {
      prefer({ ticketSize, allDay: true });
      everything();
      await open();
      expect(faults()).toEqual([]);
      for (const key of ["r", "h", "?"]) {
        await userEvent.keyboard(key);
        await expect.poll(() => page.getByRole("dialog").elements().length, SOON).toBe(1);
        expect(faults()).toEqual([]);
        await userEvent.keyboard("{Escape}");
        await expect.poll(() => page.getByRole("dialog").elements().length, SOON).toBe(0);
      }
      await userEvent.keyboard("1m");
      await expect.poll(() => page.getByRole("dialog").elements().length, SOON).toBe(1);
      expect(faults()).toEqual([]);
      await userEvent.keyboard("{Escape}1{Enter}");
      expect(faults()).toEqual([]);
      await pause(700);
      await tap(page.getByRole("button", { name: "Settings" }).element());
      await expect.poll(() => page.getByRole("dialog").elements().length, SOON).toBe(1);
      expect(faults()).toEqual([]);
    },
  );

  test("is large enough on a phone", async () => {
    await size([390, 844]);
    await open(8);
    expect(faults()).toEqual([]);
    expect(document.documentElement.scrollWidth).toBe(390);
  });
});

describe("whatever people are called and write", () => {
  /** As long as an order may carry: a name of 80, its notes of 1,000, a line's of 500. */
  const WORDS = [
    "Wolfeschlegelsteinhausenbergerdorff",
    "👩🍕",
    "شقشوقة حارة جداً ",
    "\u202Edrawkcab\u202C ",
    "e\u0301",
  ].map((word) => (length: number) => word.repeat(Math.floor(length / word.length)));
  test.each([
    [1_280, 800],
    [390, 844],
  ] as const)(
    "the longest there is, in one word, in emoji or from right to left, breaks no ticket at %i × %i",
    async (width, height) => {
      await size([width, height]);
      prefer({ ticketLayout: "rail" });
      for (const [n, of] of WORDS.entries()) {
        const orderId = `00000000-0000-7000-8000-00000000d00${n}`;
        device.happen(floor, 0, "order.place", {
          orderId,
          number: `N${n}`,
          channel: "takeaway",
          guestName: of(80),
          notes: of(1_000),
          lines: [
            {
              lineId: orderId.replace("8000", "9000"),
              menuItemId: "salad",
              quantity: 1,
              notes: of(500),
            },
          ],
        });
      }
      expect(device.view().orders.size).toBe(WORDS.length);
      show(KitchenScreen, device);
      await expect.poll(() => tickets().length, SOON).toBeGreaterThan(0);
      await pause(300);
      expect(document.documentElement.scrollWidth).toBe(width);
      const outside = [
        ...document.querySelectorAll<HTMLElement>(
          ".ticket :is(.head__number, .head__age, .ticket__bump, .line__name)",
        ),
      ].filter((part) => {
        const [box, card] = [
          part.getBoundingClientRect(),
          part.closest(".ticket")!.getBoundingClientRect(),
        ];
        return box.left < card.left - 1 || box.right > card.right + 1 || box.width === 0;
      });
      expect(outside.map((part) => part.className)).toEqual([]);
      for (const ticket of tickets())
        expect(
          ticket.querySelector(".ticket__bump")!.getBoundingClientRect().bottom,
        ).toBeLessThanOrEqual(ticket.getBoundingClientRect().bottom + 1);
    },
  );
});
