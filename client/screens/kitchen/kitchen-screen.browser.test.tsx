import { beforeEach, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { fakeDevice, type FakeDevice } from "../../testing/fake-device.ts";
import { fakeEvening } from "../../testing/fake-evening.ts";
import { asked, button, holdFinger, pause, stage, tap } from "../../testing/stage.tsx";
import { HANDS_OFF_MS } from "../../ui/hands.ts";
import { prefer } from "../../ui/preferences.ts";
import { BOUNCE_MS } from "./ticket-line.tsx";
import { UNDO_MS } from "../orders/undo-window.ts";
import { RUSH_DELAY_MS } from "./use-rush.ts";
import KitchenScreen from "./kitchen-screen.tsx";

const show = stage();
let device: FakeDevice;

beforeEach(() => {
  device = fakeDevice({ stationIds: ["grill", "fry"] });
});

const places = () =>
  [...document.querySelectorAll<HTMLElement>(".ticket")].map((ticket) => [
    ticket.dataset["card"],
    ticket.style.insetInlineStart,
    ticket.style.top,
  ]);
const elsewhere = { kind: "device", role: "kitchen", name: "Other" } as const;
const ticketOf = (number: string) =>
  [...device.view().orders.values()].find((order) => order.number === number)!;

test("bumps exactly what the ticket showed, and takes it back in place", async () => {
  fakeEvening(device, 3);
  show(KitchenScreen, device);
  await button("Bump ticket B12").click();
  expect(asked(device, "ticket.bump")).toMatchObject([
    { stationId: "grill", lines: [{ generation: 0 }] },
    { stationId: "fry", lines: [{ generation: 0 }] },
  ]);
  await button("Undo bump of B12").click();
  await expect.element(button("Bump ticket B12")).toBeInTheDocument();
  expect(asked(device, "ticket.recall")).toHaveLength(2);
});

test("moves nothing while a finger is on the screen, nor just after", async () => {
  fakeEvening(device, 4);
  show(KitchenScreen, device);
  await expect.element(button("Bump ticket B12")).toBeInTheDocument();
  const before = places();
  const lift = await holdFinger(document.querySelector(".rail")!);
  const { orderId } = ticketOf("B12");
  for (const stationId of ["grill", "fry"]) {
    const lines = ticketOf("B12")
      .lines.filter((line) => line.stationId === stationId)
      .map(({ lineId, generation }) => ({ lineId, generation }));
    device.happen(elsewhere, 0, "ticket.bump", { orderId, stationId, lines });
  }
  await pause(HANDS_OFF_MS + 200);
  expect(places()).toEqual(before);
  await lift();
  await expect.poll(() => places().map(([card]) => card)).not.toContain(orderId);
});

test("tells the log that it was shown, once, after it was painted", async () => {
  fakeEvening(device, 19);
  show(KitchenScreen, device);
  await expect.poll(() => asked(device, "ticket.shown").length).toBeGreaterThan(0);
  const shown = asked(device, "ticket.shown") as {
    orderId: string;
    stationId: string;
    lineIds: string[];
  }[];
  const ids = shown.flatMap((it) => it.lineIds);
  expect(new Set(ids).size).toBe(ids.length);
  expect(shown.every((it) => it.stationId === "grill" || it.stationId === "fry")).toBe(true);
});

test("is worked by keys alone", async () => {
  fakeEvening(device, 3);
  show(KitchenScreen, device);
  await expect.element(button("Bump ticket B12")).toBeInTheDocument();
  await userEvent.keyboard("1{Enter}");
  expect(asked(device, "ticket.bump")).toMatchObject([
    { orderId: ticketOf("B12").orderId },
    { orderId: ticketOf("B12").orderId },
  ]);
  await userEvent.keyboard("u");
  await expect.poll(() => asked(device, "ticket.recall")).toHaveLength(2);
  await userEvent.keyboard("r");
  await expect.element(page.getByRole("dialog", { name: "Recall" })).toBeInTheDocument();
  await userEvent.keyboard("{Escape}");
  await userEvent.keyboard("?");
  await expect
    .element(page.getByRole("dialog", { name: "Keyboard and bump bar" }))
    .toBeInTheDocument();
});

test("starts, finishes and puts back a line by touch, and takes a bounce for one touch", async () => {
  fakeEvening(device, 1);
  show(KitchenScreen, device);
  await button(/^2 × Ribeye 300 g, queued/).click();
  await expect.element(button(/^2 × Ribeye 300 g, preparing/)).toBeInTheDocument();
  await pause(BOUNCE_MS);
  await button(/^2 × Ribeye 300 g, preparing/).dblClick();
  await expect.element(button(/^2 × Ribeye 300 g, ready/)).toBeInTheDocument();
  await pause(BOUNCE_MS);
  await button(/^2 × Ribeye 300 g, ready/).click();
  await expect.element(button(/^2 × Ribeye 300 g, queued, .*Recalled/)).toBeInTheDocument();
});

test("stays for five seconds when its last line is finished by touch, and goes back to what was being made", async () => {
  device = fakeDevice({ stationIds: ["grill"] });
  fakeEvening(device, 1);
  show(KitchenScreen, device);
  await button(/^2 × Ribeye 300 g, queued/).click();
  await pause(BOUNCE_MS);
  await button(/^2 × Ribeye 300 g, preparing/).click();
  await expect.element(button(/^2 × Ribeye 300 g, ready/)).toBeInTheDocument();
  await button("Undo bump of B12").click();
  await expect.element(button(/^2 × Ribeye 300 g, preparing/)).toBeInTheDocument();
  expect(ticketOf("B12").lines.find((line) => line.stationId === "grill")).toMatchObject({
    status: "preparing",
    generation: 1,
  });

  await pause(BOUNCE_MS);
  await button(/^2 × Ribeye 300 g, preparing/).click();
  await expect.element(button("Undo bump of B12")).toBeInTheDocument();
  await expect
    .poll(() => document.querySelectorAll(".ticket").length, { timeout: UNDO_MS + 3_000 })
    .toBe(0);
});

test("rushes three seconds after it was asked, says so until then, and not at all when it is stopped", async () => {
  fakeEvening(device, 2);
  show(KitchenScreen, device);
  const rush = async () => {
    await button("More for ticket B13").click();
    await button("Rush this order").click();
  };
  await rush();
  await expect.element(button(/^Rush in [123] s: touch to stop$/)).toBeInTheDocument();
  expect([asked(device, "order.rush"), page.getByText("Rush", { exact: true }).elements()]).toEqual(
    [[], []],
  );
  await button(/^Rush in/).click();
  await expect.element(button("Bump ticket B13")).toBeInTheDocument();
  await rush();
  await expect
    .poll(() => asked(device, "order.rush"), { timeout: RUSH_DELAY_MS + 3_000 })
    .toEqual([{ orderId: ticketOf("B13").orderId, rush: true }]);
  await expect.element(page.getByText("Rush", { exact: true })).toBeInTheDocument();
});

test("counts all day what a cook counts on the tickets, with and without what is special", async () => {
  fakeEvening(device, 20);
  prefer({ allDay: true, allDayVariants: true });
  show(KitchenScreen, device);
  const panel = page.getByRole("complementary", { name: "All day: still to make" });
  await expect.element(panel).toBeInTheDocument();
  await expect.element(page.getByText(/^Page 1 of/)).toBeInTheDocument();
  const byEye = new Map<string, number>();
  for (let more = true; more;) {
    for (const line of document.querySelectorAll(".line--queued, .line--preparing")) {
      const [, quantity, name] = /^(\d+) × (.+?), (queued|preparing)/.exec(
        line.querySelector(".visually-hidden")!.textContent ?? "",
      )!;
      byEye.set(name!, (byEye.get(name!) ?? 0) + Number(quantity));
    }
    more = button("Next page")
      .elements()
      .some((next) => !(next as HTMLButtonElement).disabled);
    if (more) await button("Next page").click();
  }
  const rows = () => [...document.querySelectorAll(".all-day__row")];
  expect(
    new Map(
      rows().map((row) => [
        row.querySelector(".all-day__name > bdi")!.textContent!,
        Number(row.querySelector(".all-day__count")!.textContent),
      ]),
    ),
  ).toEqual(byEye);
  await expect.element(panel.getByText("No onion").first()).toBeInTheDocument();
  await button("Details").click();
  expect(panel.getByText("No onion").elements()).toEqual([]);
  prefer({ allDay: false, allDayVariants: true });
});

test("says in its bar that it may sleep and forget, once that is so for good, and on a live link nothing of what waits for a moment", async () => {
  show(KitchenScreen, device);
  device.setLink({ storage: "best-effort", waiting: 1 });
  const badge = () => document.querySelector("[data-testid=link-badge]")!;
  const said = () => badge().querySelector(".link-badge__text")?.textContent;
  await expect.poll(() => badge()?.getAttribute("data-waiting")).toBe("1");
  expect(said()).toMatch(/^Live · \d+ s$/);
  await expect
    .element(button(/May be cleared\. .*Storage: the browser may clear it/), { timeout: 8_000 })
    .toBeInTheDocument();
  expect(said()).toMatch(/^Live · \d+ s · 1 action waiting$/);
  device.setLink({ waiting: 0, storage: "persistent" });
  await expect.poll(() => said()).toMatch(/^Live · \d+ s$/);
  device.setLink({ state: "offline", waiting: 1 });
  await expect.poll(() => said()).toContain("1 action waiting");
  expect(button(/May be cleared/).elements()).toEqual([]);
});

test("says so when it cannot prove that it is fresh", async () => {
  show(KitchenScreen, device);
  await expect.element(page.getByText("All clear.")).toBeInTheDocument();
  device.setLink({
    state: "offline",
    since: Date.now() - 70_000,
    lastContactAt: Date.now() - 70_000,
    waiting: 2,
  });
  await expect.element(page.getByText("No tickets that this screen knows of.")).toBeInTheDocument();
  await expect
    .poll(() => document.querySelector("[data-freshness]")?.getAttribute("data-freshness"))
    .toBe("red");
  await expect
    .poll(() => document.querySelector("[data-testid=link-badge] .link-badge__text")?.textContent)
    .toMatch(/^Offline since \d\d:\d\d · 2 actions waiting$/);
});

test(
  "draws of a very long board what is in sight, and the rest as somebody goes there",
  { timeout: 30_000 },
  async () => {
    const id = (n: number, kind: number) =>
      `00000000-0000-7000-8000-${String(kind * 1_000 + n).padStart(12, "0")}`;
    for (let n = 1; n <= 150; n++) {
      device.happen(elsewhere, 60, "order.place", {
        orderId: id(n, 1),
        number: `L${n}`,
        channel: "takeaway",
        lines: [{ lineId: id(n, 2), menuItemId: "chips", quantity: 1 }],
      });
      device.happen(elsewhere, 30, "ticket.shown", {
        orderId: id(n, 1),
        stationId: "fry",
        lineIds: [id(n, 2)],
      });
    }
    show(KitchenScreen, device);
    const pages = () =>
      Number(/of (\d+)/.exec(document.querySelector(".pages__where")?.textContent ?? "")?.[1]);
    // Those behind the first hundred have their places a moment later.
    await expect.poll(pages, { timeout: 10_000 }).toBeGreaterThan(150 / 16);
    await expect.element(page.getByRole("list", { name: "On other pages" })).toBeVisible();
    const list = document.querySelector(".strip .strip__list")!;
    const there = () => [...list.querySelectorAll(".elsewhere")];
    const onOtherPages = 150 - document.querySelectorAll(".ticket").length;
    expect(there()[0]!.getAttribute("aria-setsize")).toBe(String(onOtherPages));
    expect([there().length > 10, there().length < 50, list.scrollWidth > list.clientWidth]).toEqual(
      [true, true, true],
    );
    await expect
      .poll(
        () => {
          list.scrollLeft = list.scrollWidth;
          return there().length;
        },
        { timeout: 10_000 },
      )
      .toBe(onOtherPages);
    await button(/^L150/).click();
    await expect.element(page.getByRole("region", { name: /L150/ })).toBeVisible();
  },
);

test("says in the strip what is rushed on another page", async () => {
  device = fakeDevice();
  fakeEvening(device, 20);
  for (const order of device.view().orders.values())
    for (const line of order.lines) Object.assign(line, { shownAt: order.placedAt });
  show(KitchenScreen, device);
  await expect.poll(() => document.querySelectorAll(".elsewhere").length).toBeGreaterThan(3);
  // What is rushed comes first, so it is on another page for whoever has turned one.
  expect(document.querySelector(".elsewhere__rush")).toBeNull();
  await pause(600);
  await tap(page.getByRole("button", { name: "Next page" }).element());
  await expect
    .poll(() => document.querySelector(".elsewhere__rush")?.closest("button")?.textContent)
    .toMatch(/^C8, on page 1: .*Rush/);
});
