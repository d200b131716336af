import { beforeEach, expect, test, vi } from "vitest";
import { page } from "vitest/browser";
import { toIso } from "#shared/kernel/time.ts";
import type { Figures } from "#shared/figures/figures-shape.ts";
import { Refusal } from "../../device/refusal.ts";
import { AGAIN_MS } from "../../platform/bounce.ts";
import { fakeDevice, type FakeDevice } from "../../testing/fake-device.ts";
import { fakeMenu } from "../../testing/fake-menu.ts";
import { button, pause, PHONE, stage } from "../../testing/stage.tsx";
import { loadWords } from "../../words/words.tsx";
import OwnerScreen from "./owner-screen.tsx";

const show = stage(PHONE);
let device: FakeDevice;

beforeEach(() => {
  device = fakeDevice({ role: "owner", name: "Giulia" });
});

const tab = (name: string) => page.getByRole("tab", { name: new RegExp(`^${name}`) });
const guest = { kind: "guest", role: "guest", name: "Guest" } as const;
const first = "00000000-0000-7000-8000-00000000000a";
/** A guest's order that needs no choices. */
function guestOrder(orderId: string, secondsAgo: number) {
  const dish = fakeMenu.items.find((item) => (item.modifiers ?? []).length === 0)!;
  device.happen(guest, secondsAgo, "order.place", {
    orderId,
    channel: "takeaway",
    guestName: "Ada",
    lines: [{ lineId: orderId, menuItemId: dish.id, quantity: 1 }],
  });
}
const numberOf = (orderId: string) => device.view().orders.get(orderId)!.number;

test("figures tell each station's hours, drawn and in numbers, the night after midnight last", async () => {
  const spread = (count: number, median: number, p90: number) => ({
    count,
    medianSeconds: median,
    p90Seconds: p90,
  });
  device.api.figures = async (date) =>
    ({
      date,
      timezone: "Europe/London",
      currency: "GBP",
      minorDigits: 2,
      from: toIso(0),
      until: toIso(1),
      orders: 9,
      revenue: 12_300,
      pending: 0,
      cancelled: 0,
      tickets: spread(9, 240, 600),
      lateTickets: 2,
      open: { count: 3, late: 2 },
      voids: { count: 0, value: 0 },
      waste: { count: 0, value: 0 },
      reasons: [],
      slowest: [],
      byHour: [23, 0].map((hour) => ({
        hour,
        orders: 4,
        revenue: 6_150,
        tickets: spread(4, 240, 600),
      })),
      byStation: [
        {
          stationId: "grill",
          tickets: spread(6, 300, 600),
          late: 2,
          open: { count: 3, late: 2 },
          byHour: [
            { hour: 23, tickets: spread(4, 200, 400), late: 0, open: { count: 1, late: 1 } },
            { hour: 0, tickets: spread(2, 500, 600), late: 2, open: { count: 2, late: 1 } },
          ],
        },
        {
          stationId: "fry",
          tickets: spread(3, 120, 180),
          late: 0,
          open: { count: 0, late: 0 },
          byHour: [
            { hour: 23, tickets: spread(3, 120, 180), late: 0, open: { count: 0, late: 0 } },
          ],
        },
        {
          stationId: "cold",
          tickets: { count: 0, medianSeconds: null, p90Seconds: null },
          late: 0,
          open: { count: 1, late: 1 },
          byHour: [
            {
              hour: 0,
              tickets: { count: 0, medianSeconds: null, p90Seconds: null },
              late: 0,
              open: { count: 1, late: 1 },
            },
          ],
        },
      ],
    }) satisfies Figures;
  show(OwnerScreen, device);
  await tab("Figures").click();
  const card = page.getByRole("region", { name: "By station" });
  await expect
    .element(
      card.getByRole("img", {
        name: /^Ticket times of Grill by hour; the slowest at 00 o'clock, nine of ten within 10:00/,
      }),
    )
    .toBeVisible();
  await expect
    .element(
      card.getByRole("img", {
        name: /^Ticket times of Fry by hour; the slowest at 23 o'clock, nine of ten within 3:00/,
      }),
    )
    .toBeVisible();
  const stations = [...document.querySelectorAll("tbody tr")]
    .map((row) => [...row.children].map((cell) => cell.textContent))
    .filter((cells) => cells.length === 5 && ["Grill", "Fry", "Cold"].includes(cells[0] ?? ""));
  expect(stations.map((cells) => [cells[0], cells[1], cells[4]])).toEqual([
    ["Grill", "6 + 3 open", "44 %"],
    ["Fry", "3", "0 %"],
    ["Cold", "0 + 1 open", "100 %"],
  ]);
  const totals = [...document.querySelectorAll(".figures .figure")].map((figure) =>
    [...figure.children].map((part) => part.textContent),
  );
  expect(totals.filter(([name]) => name === "Late" || name === "Still open")).toEqual([
    ["Late", "33 %"],
    ["Still open", "3, 2 late"],
  ]);
  await card.getByText("As a table").click();
  const rows = [...document.querySelectorAll("details[open] tbody tr")].map((row) =>
    [...row.children].map((cell) => cell.textContent),
  );
  expect(rows).toEqual([
    ["Grill", "23:00", "4 + 1 open", "3:20", "6:40", "20 %"],
    ["Grill", "00:00", "2 + 2 open", "8:20", "10:00", "75 %"],
    ["Fry", "23:00", "3", "2:00", "3:00", "0 %"],
    ["Cold", "00:00", "0 + 1 open", "–", "–", "100 %"],
  ]);
  expect(card.getByRole("img", { name: /^Ticket times of Cold/ }).query()).toBeNull();
});

test("the board can be looked back at, with what it costs and who has heard it, and nothing to touch", async () => {
  guestOrder(first, 300);
  device.happen({ kind: "owner", role: "owner", name: "Giulia" }, 240, "order.accept", {
    orderId: first,
  });
  device.happen({ kind: "device", role: "floor", name: "Anna" }, 60, "order.cancel", {
    orderId: first,
    reason: "They left",
  });
  show(OwnerScreen, device);
  await button("Settings").click();
  await button("Look back at the service").click();
  const past = page.getByRole("dialog", { name: /^Looking back/ });
  await expect.element(past.getByText("Nothing to make at this moment.")).toBeVisible();
  await expect.element(past.getByRole("button", { name: /^Connection: Live/ })).toBeVisible();
  await button("Previous change").click();
  await button("Previous change").click();
  await expect.element(past.getByText(numberOf(first))).toBeVisible();
  await expect.element(past.getByText("Late", { exact: true })).toBeVisible();
  expect(past.element().scrollWidth).toBeLessThanOrEqual(390);
  expect(past.getByRole("list").getByRole("button").elements()).toEqual([]);
  await button("Back to live").click();
  await expect.poll(() => past.query()).toBeNull();
});

test("a screen that went silent while somebody waits is named on the board", async () => {
  guestOrder(first, 20);
  show(OwnerScreen, device);
  await expect
    .element(page.getByText("A screen has gone silent while orders are open."))
    .toBeVisible();
  await expect.element(page.getByText(/Pizza tablet., not heard of since/)).toBeVisible();
});

test.each([
  ["denied", "Notifications are refused for this address.", "Allow them in the browser's settings"],
  [
    "insecure",
    "This address cannot ring a phone.",
    "Browsers allow it for https:// addresses only.",
  ],
  ["iphone", "First put Heard on your home screen.", "touch Share, then Add to Home Screen"],
  ["unsupported", "This browser cannot be told while Heard is closed.", "Use a current Chrome"],
] as const)("alarms that cannot be (%s) say why, and what to do", async (state, why, what) => {
  if (state === "denied") vi.spyOn(Notification, "permission", "get").mockReturnValue("denied");
  if (state === "insecure") vi.spyOn(globalThis, "isSecureContext", "get").mockReturnValue(false);
  if (state === "iphone" || state === "unsupported") vi.stubGlobal("PushManager", undefined);
  if (state === "iphone" || state === "unsupported")
    Reflect.deleteProperty(globalThis, "PushManager");
  if (state === "iphone")
    vi.spyOn(navigator, "userAgent", "get").mockReturnValue(
      "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/605.1.15",
    );
  show(OwnerScreen, device);
  await tab("Devices").click();
  await expect.element(page.getByText(why)).toBeVisible();
  await expect.element(page.getByText(what, { exact: false })).toBeVisible();
  await expect.element(button("Turn alarms on")).not.toBeInTheDocument();
  vi.unstubAllGlobals();
});

test("refusals are said in the restaurant's language, not the server's", async () => {
  device.tell({
    id: "n1",
    at: Date.now(),
    code: "order_cancelled",
    detail: "Order B11 (table 5) was cancelled.",
    number: "B11",
  });
  device.api.devices = () =>
    Promise.reject(new Refusal("no-contact", "The server did not answer."));
  await device.api.saveSettings({ locale: "es-ES" });
  await loadWords("es-ES");
  show(OwnerScreen, device);
  await expect.element(page.getByText("El pedido se ha cancelado entretanto.")).toBeVisible();
  await button("Quitar este aviso").click();
  // It lay over the tab.
  await pause(AGAIN_MS);
  await tab("Dispositivos").click();
  await expect
    .element(
      page.getByText(
        "El servidor no ha contestado: inténtelo cuando este dispositivo tenga conexión.",
      ),
    )
    .toBeVisible();
});

test("a code is made for a place that a device of the same role leaves, or for nobody's", async () => {
  const make = vi.spyOn(device.api, "makePairingCode");
  show(OwnerScreen, device);
  await tab("Devices").click();
  await button("Pair a device").click();
  const dialog = page.getByRole("dialog");
  const choose = (name: string) => dialog.getByRole("radio", { name, exact: true }).click();
  await expect.element(dialog.getByRole("radio", { name: "Nobody: one more" })).toBeChecked();
  await expect.element(dialog.getByRole("radio", { name: "Anna's phone" })).not.toBeInTheDocument();
  await choose("Pizza tablet");
  // Another role's devices are others: the choice is nobody's again.
  await choose("Floor");
  await expect.element(dialog.getByRole("radio", { name: "Nobody: one more" })).toBeChecked();
  await choose("Kitchen");
  await choose("Grill tablet");
  await dialog.getByRole("button", { name: "Make a pairing code" }).click();
  await expect.poll(() => make.mock.calls).toEqual([[{ role: "kitchen", replaces: "d1" }]]);
});

test("a code for another role has none of the stations that were chosen for a kitchen screen", async () => {
  const make = vi.spyOn(device.api, "makePairingCode");
  show(OwnerScreen, device);
  await tab("Devices").click();
  await button("Pair a device").click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("checkbox", { name: "Grill", exact: true }).click();
  await dialog.getByRole("radio", { name: "Floor", exact: true }).click();
  await dialog.getByRole("button", { name: "Make a pairing code" }).click();
  await expect.poll(() => make.mock.calls).toEqual([[{ role: "floor" }]]);
});
