import { expect, test } from "vitest";
import { seededRandom } from "#shared/kernel/seeded-random.ts";
import { MINUTE, SECOND, toIso } from "#shared/kernel/time.ts";
import { EMPTY_MENU } from "#shared/menu/menu.ts";
import type { Line, Order } from "#shared/orders/order.ts";
import { cooksDeeds, waitersDeeds } from "./hands.ts";
import { readEveningOptions } from "./options.ts";
import { planEvening } from "./plan.ts";
import { DEMO_MENU } from "../../demo/menu.ts";

const NOW = Date.UTC(2026, 0, 31, 19, 30);
const ago = (seconds: number) => toIso(NOW - seconds * SECOND);

const line = (change: Partial<Line> = {}): Line => ({
  lineId: "01890000-0000-7000-8000-000000800000",
  menuItemId: "fries",
  name: "Fries",
  stationId: "fry",
  quantity: 1,
  price: 425,
  modifiers: [],
  notes: null,
  allergies: [],
  course: 1,
  status: "queued",
  generation: 0,
  fired: true,
  addedAt: null,
  shownAt: ago(60),
  shownBy: "Fry",
  statusAt: ago(60),
  unavailable: false,
  voided: null,
  ...change,
});
const order = (lines: readonly Line[], change: Partial<Order> = {}): Order => ({
  orderId: "o",
  number: "A1",
  channel: "dine_in",
  tableId: "t1",
  tableLabel: "1",
  movedFrom: null,
  guestName: null,
  notes: null,
  promisedAt: null,
  status: "submitted",
  held: false,
  rush: false,
  source: { kind: "guest", name: "" },
  placedAt: ago(60),
  firedAt: ago(60),
  closedAt: null,
  cancelReason: null,
  fingerprint: "",
  lines,
  seq: 1,
  ...change,
});
const cooks = (of: Order, speed = 1) =>
  cooksDeeds([of], { ...EMPTY_MENU, ...DEMO_MENU }, NOW, speed).map(({ name, args }) => [
    name,
    "status" in args ? args.status : null,
  ]);
const waiters = (of: Order, speed = 1) => waitersDeeds([of], NOW, speed).map(({ name }) => name);

test("plans an evening that its menu can serve, fuller in the middle than at its ends", () => {
  const plan = planEvening(DEMO_MENU, 12, 180, seededRandom(7));
  const count = (from: number, to: number) =>
    plan.filter(({ minute }) => minute >= from && minute < to).length;
  expect(plan.length).toBeGreaterThan(60);
  expect(plan[0]?.minute, "nobody watches an empty kitchen").toBe(0);
  expect(count(60, 120)).toBeGreaterThan(count(0, 60));
  expect(new Set(plan.map(({ channel }) => channel))).toEqual(
    new Set(["dine_in", "takeaway", "delivery"]),
  );
  for (const { menuItemId, modifiers = [] } of plan.flatMap(({ lines }) => lines)) {
    const item = DEMO_MENU.items.find(({ id }) => id === menuItemId);
    for (const { id, min, max } of item?.modifiers ?? []) {
      const chosen = modifiers.filter(({ modifierId }) => modifierId === id).length;
      expect(chosen >= min && chosen <= max, `${menuItemId} ${id}`).toBe(true);
    }
  }
  expect(planEvening({ ...DEMO_MENU, items: [] }, 12, 180, seededRandom(7))).toEqual([]);
});

test("cooks what a kitchen screen has shown, in its time, and no more at once than a station has hands", () => {
  expect(cooks(order([line()]))).toEqual([["line.setStatus", "preparing"]]);
  expect(cooks(order([line({ shownAt: null })]))).toEqual([]);
  expect(cooks(order([line()], { status: "cancelled" }))).toEqual([]);
  expect(cooks(order([line({ status: "preparing" })]))).toEqual([]);
  expect(cooks(order([line({ status: "preparing" })]), 6)).toEqual([["line.setStatus", "ready"]]);
  expect(cooks(order(Array.from({ length: 9 }, () => line())))).toHaveLength(5);
});

test("carries what is ready, calls the next course, and closes what is eaten", () => {
  expect(waiters(order([line({ status: "ready" })]))).toEqual(["order.serve"]);
  expect(waiters(order([line({ status: "ready" }), line({ status: "preparing" })]))).toEqual([]);
  expect(
    waiters(order([line({ status: "served" }), line({ fired: false, course: 2 })]), 6),
  ).toEqual(["order.fireCourse"]);
  expect(
    waiters(order([line({ status: "served", statusAt: ago((20 * MINUTE) / SECOND) })])),
  ).toEqual(["order.complete"]);
  expect(waiters(order([line({ status: "served" })]))).toEqual([]);
});

test("takes the link that a start prints, and says what is wrong with another", () => {
  const read = (text: string) => readEveningOptions(text.split(" "));
  expect(read("http://localhost:8080/pair#ABCDE-FGHJK --speed 12 --no-cooks")).toEqual({
    ok: true,
    value: {
      origin: "http://localhost:8080",
      code: "ABCDE-FGHJK",
      speed: 12,
      minutes: 180,
      cooks: false,
    },
  });
  for (const wrong of [
    "",
    "soup",
    "http://localhost:8080/t#abc",
    "http://localhost:8080/pair#A --speed 0",
    "http://localhost:8080/pair#A --minutes x",
    "http://localhost:8080/pair#A --fast",
  ])
    expect(read(wrong).ok, wrong).toBe(false);
});
