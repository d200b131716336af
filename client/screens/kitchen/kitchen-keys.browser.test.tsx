import { beforeEach, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { fakeDevice, type FakeDevice } from "../../testing/fake-device.ts";
import { fakeEvening } from "../../testing/fake-evening.ts";
import { holdDelays, pause, scan, size, stage, tap } from "../../testing/stage.tsx";
import { prefer } from "../../ui/preferences.ts";
import { SETTLE_MS } from "../../ui/steady.ts";
import KitchenScreen from "./kitchen-screen.tsx";

const show = stage();
let device: FakeDevice;

beforeEach(() => {
  device = fakeDevice();
});

const SOON = { timeout: 10_000 };
const floor = { kind: "device", role: "floor", name: "Anna" } as const;
const press = (keys: string) => userEvent.keyboard(keys);
const order = (number: string) =>
  [...device.view().orders.values()].find((it) => it.number === number)!;
const acted = () => device.acted.filter((it) => it.name !== "ticket.shown");
const names = () => acted().map((it) => it.name);
const ticket = (number: string) =>
  page.getByRole("region", { name: `Ticket ${number}`, exact: true });
const dialog = (name: string) => page.getByRole("dialog", { name });
const digitOf = (number: string) => ticket(number).element().querySelector("kbd")?.textContent;
/**
 * As a cook does: the digit that the ticket shows now. Tickets that leave meanwhile change it, so
 * it is looked at again.
 */
const choose = (number: string) =>
  expect
    .poll(
      async () => {
        await press(digitOf(number) ?? "");
        return chosen();
      },
      { timeout: 10_000, interval: 50 },
    )
    .toBe(number);
/** Keys that come while cards still move are not taken: a cook presses again. */
const pressTaken = async (keys: string) => {
  const before = acted().length;
  await expect
    .poll(
      async () => {
        if (acted().length === before) await press(keys);
        return acted().length;
      },
      { timeout: 10_000, interval: 100 },
    )
    .toBeGreaterThan(before);
};
const chosen = () =>
  document.querySelector(".ticket--chosen")?.getAttribute("aria-label")?.replace("Ticket ", "");
const isChosen = (number: string) =>
  expect
    .poll(
      () =>
        ticket(number).element() === document.activeElement &&
        ticket(number).element().classList.contains("ticket--chosen"),
      SOON,
    )
    .toBe(true);

async function open(count: number): Promise<void> {
  fakeEvening(device, count);
  show(KitchenScreen, device);
  await expect.poll(() => document.querySelectorAll(".ticket").length, SOON).toBeGreaterThan(0);
}

test("runs a whole service by keys alone", { timeout: 60_000 }, async () => {
  await open(5);
  // Bump, undo, and bump again.
  await choose("B12");
  await pressTaken("{Enter}");
  expect(names()).toEqual(["ticket.bump", "ticket.bump", "ticket.bump"]);
  await pressTaken("u");
  expect(names().slice(3)).toEqual(["ticket.recall", "ticket.recall", "ticket.recall"]);
  await choose("B12");
  await pressTaken("{Enter}");
  expect(names().slice(6)).toHaveLength(3);

  // A line: started and finished.
  await choose("B13");
  await press("{Tab}{Tab}");
  expect(document.activeElement?.textContent).toContain("House burger, queued");
  await pressTaken("{Enter}");
  await expect
    .element(page.getByRole("button", { name: /House burger, preparing/ }))
    .toBeInTheDocument();
  await pressTaken("{Enter}");
  await expect
    .element(page.getByRole("button", { name: /House burger, ready/ }).first())
    .toBeInTheDocument();

  // Rush: again within three seconds stops it.
  await choose("B13");
  await press("x");
  await expect
    .element(ticket("B13").getByRole("button", { name: /^Rush in [123] s: touch to stop$/ }))
    .toBeInTheDocument();
  await press("x");
  await expect.element(page.getByRole("button", { name: "Bump ticket B13" })).toBeInTheDocument();
  await press("x");
  await expect.poll(() => order("B13").rush, SOON).toBe(true);
  // Until it is drawn, the key would ask for a rush once more.
  await expect.element(ticket("B13").getByText("Rush", { exact: true })).toBeInTheDocument();
  await press("x");
  await expect.poll(() => order("B13").rush, SOON).toBe(false);

  // Hold one that nobody has begun, fire it from the list; fire a course from its ticket.
  await choose("B14");
  await press("h");
  await expect.poll(() => order("B14").held, SOON).toBe(true);
  await press("h");
  await expect.element(dialog("Held: not to be made yet")).toBeInTheDocument();
  await pause(SETTLE_MS + 100);
  await press("{Tab}{Enter}");
  await expect.poll(() => order("B14").held, SOON).toBe(false);
  await press("{Escape}");
  await expect.poll(() => order("B15").lines.some((line) => !line.fired), SOON).toBe(true);
  // It is on the next page until what was bumped has left, which it does when no key was pressed
  // for a moment.
  await expect.element(ticket("B15"), SOON).toBeInTheDocument();
  await press("{ArrowLeft}{ArrowLeft}{ArrowLeft}{ArrowLeft}");
  for (let steps = 0; chosen() !== "B15" && steps < 20; steps++) await press("{ArrowRight}");
  expect(chosen()).toBe("B15");
  await press("f");
  await expect.poll(() => order("B15").lines.every((line) => line.fired), SOON).toBe(true);

  // 86 of a line, and back.
  await press("{Tab}{Tab}e");
  await expect.element(dialog("Ticket B15")).toBeInTheDocument();
  expect(document.activeElement?.textContent).toBe("86 Whole sea bass");
  await pause(SETTLE_MS + 100);
  await press("{Enter}");
  await expect
    .poll(() => device.view().menu.items.find((item) => item.id === "seabass")?.available, SOON)
    .toBe(false);
  await pause(SETTLE_MS + 100);
  await press("{Enter}");
  await expect
    .poll(() => device.view().menu.items.find((item) => item.id === "seabass")?.available, SOON)
    .toBe(true);
  await press("{Escape}");

  // Recall, all day, and the sheet that tells of all this.
  await press("r");
  await expect.element(dialog("Recall")).toBeInTheDocument();
  await pause(SETTLE_MS + 100);
  await press("{Tab}{Enter}");
  expect(acted().at(-1)).toMatchObject({
    name: "ticket.recall",
    args: { orderId: order("B12").orderId },
  });
  await press("{Escape}a");
  await expect
    .element(page.getByRole("complementary", { name: "All day: still to make" }))
    .toBeInTheDocument();
  await press("a?");
  await expect
    .element(dialog("Keyboard and bump bar").getByText("Rush the chosen ticket", { exact: false }))
    .toBeVisible();
  await press("{Escape}");

  // A cancelled ticket is cleared by Enter.
  device.happen(floor, 0, "order.cancel", { orderId: order("C7").orderId, reason: "Guest left" });
  await expect
    .element(page.getByRole("button", { name: "Clear cancelled ticket C7" }))
    .toBeInTheDocument();
  await choose("C7");
  await press("{Enter}");
  await expect.poll(() => ticket("C7").elements().length, SOON).toBe(0);
});

test("gives Enter to the chosen ticket after something else was touched, and to what is touched after a choice", async () => {
  await open(3);
  await pause(SETTLE_MS + 100);
  const burger = page.getByRole("button", { name: /House burger, queued/ }).element();
  await tap(burger);
  await expect.poll(names, SOON).toEqual(["line.setStatus"]);
  await press("1{Enter}");
  expect(
    acted()
      .slice(1)
      .map((it) => [it.name, (it.args as { orderId: string }).orderId]),
  ).toEqual(Array.from({ length: 3 }, () => ["ticket.bump", order("B12").orderId]));

  // The same digit again, after a finger was on a line of that very ticket.
  await press("2");
  await isChosen("B13");
  await tap(page.getByRole("button", { name: /Calamari fritti, queued/ }).element());
  expect(document.querySelector(".ticket--chosen")).toBeNull();
  await press("2{Enter}");
  expect(
    acted()
      .slice(4)
      .map((it) => it.name),
  ).toEqual(["line.setStatus", "ticket.bump", "ticket.bump"]);
});

test("does not take an Enter that is held down, or pressed twice, for bump and undo", async () => {
  await open(2);
  await pause(SETTLE_MS + 100);
  page.getByRole("button", { name: "Bump ticket B12" }).element().focus();
  const pass = holdDelays();
  await press("{Enter}{Enter}{Enter}");
  await press("{Enter>3/}");
  expect(names()).toEqual(["ticket.bump", "ticket.bump", "ticket.bump"]);
  await pass(SETTLE_MS);
  await pause(SETTLE_MS);
  await press("{Enter}");
  expect(names().slice(3)).toEqual(["ticket.recall", "ticket.recall", "ticket.recall"]);
});

test("reaches tickets beyond nine: the next nine, then the next page", async () => {
  await size([1_920, 1_080]);
  prefer({ ticketSize: "compact", stationIds: ["cold"] });
  fakeEvening(device, 20);
  for (let n = 0; n < 20; n++) {
    const orderId = `00000000-0000-7000-8000-00000000a0${String(n).padStart(2, "0")}`;
    device.happen(floor, 4, "order.place", {
      orderId,
      number: `N${n}`,
      channel: "takeaway",
      lines: [{ lineId: orderId.replace("8000", "9000"), menuItemId: "salad", quantity: 1 }],
    });
  }
  show(KitchenScreen, device);
  await expect.poll(() => document.querySelectorAll(".ticket").length, SOON).toBeGreaterThan(10);
  const numbers = () =>
    [...document.querySelectorAll(".ticket")].map((it) =>
      (it.getAttribute("aria-label") ?? "").replace("Ticket ", ""),
    );
  const onPage = numbers();
  expect(onPage.map(digitOf)).toEqual(
    onPage.map((_, index) => (index < 9 ? String(index + 1) : undefined)),
  );
  await press("p");
  await expect
    .poll(() => onPage.map(digitOf), SOON)
    .toEqual(onPage.map((_, index) => (index >= 9 && index < 18 ? String(index - 8) : undefined)));
  await press("1");
  await isChosen(onPage[9]!);
  for (let left = Math.ceil(onPage.length / 9) - 1; left > 0; left--) await press("p");
  await expect.poll(() => numbers()[0], SOON).not.toBe(onPage[0]);
  await press("1");
  await isChosen(numbers()[0]!);
});

test("shows digits on a touch screen once a key was used, and still after a power cut", async () => {
  await open(2);
  const rail = () => document.querySelector(".rail")?.classList.contains("rail--digits");
  expect(rail()).toBe(false);
  await press("2");
  await expect.poll(rail, SOON).toBe(true);
  expect(JSON.parse(localStorage.getItem("heard.preferences") ?? "{}")).toMatchObject({
    digits: true,
  });
});

test("takes nothing of what a barcode scanner types, wherever the focus is, and no choice is left of it", async () => {
  await open(5);
  await pause(600);
  const pass = holdDelays();
  for (const code of ["1006381333931", "r123456", "u1x2345"]) {
    await scan(code);
    await pass(200);
    expect(acted(), code).toEqual([]);
    expect([chosen(), document.querySelector("dialog[open]")], code).toEqual([undefined, null]);
  }
  // Enter would belong to the control that has the focus.
  document.querySelector<HTMLElement>(".ticket__bump")!.focus();
  await scan("4006381333931");
  await pass(200);
  expect(acted()).toEqual([]);
  await pass();
  // A hand goes on as before.
  await choose("B13");
  await pressTaken("{Enter}");
  expect(names()).toContain("ticket.bump");
});
