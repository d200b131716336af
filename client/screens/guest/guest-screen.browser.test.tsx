import { createRoot, type Root } from "react-dom/client";
import { afterEach, describe, expect, test, vi } from "vitest";
import { page } from "vitest/browser";
import { AGAIN_MS } from "../../platform/bounce.ts";
import { goTo } from "../../platform/address.ts";
import { fakeMenu } from "../../testing/fake-menu.ts";
import { english } from "../../words/english.ts";
import { button, pause, PHONE, size, stage } from "../../testing/stage.tsx";
import GuestScreen from "./guest-screen.tsx";

stage(PHONE);
let root: Root;

afterEach(() => root.unmount());

const { retired: _retired, ...menu } = fakeMenu;
const json = (status: number, body: unknown, headers: Record<string, string> = {}) => new Response(JSON.stringify(body), { status, headers: { "Content-Type": status < 400 ? "application/json" : "application/problem+json", ...headers } });

type State = { sent: string[]; full: boolean; /** What a portal on the way answers in the server's place. */ portal: number | null; asked: number; /** Streams that are open. */ streams: number; /** In place of what the menu's answer says. */ menu: Record<string, unknown> };

/** A server for one table, and what it was sent. */
function server(): State {
  const state: State = { sent: [], full: false, portal: null, asked: 0, streams: 0, menu: {} };
  vi.spyOn(globalThis, "fetch").mockImplementation(async (path, init) => {
    if (state.portal !== null) return new Response("<html>Sign in", { status: state.portal, headers: { "Content-Type": "text/html" } });
    if (typeof path === "string" && path.startsWith("/api/qr/orders/0")) return order(state, path.slice("/api/qr/orders/".length), init);
    if (path === "/api/qr/menu") return json(200, { restaurantName: "Aurelia", tableLabel: "4", currency: "GBP", locale: "en-GB", timezone: "Europe/London", autoAccept: true, menu: { ...menu, items: [{ id: "water", categoryId: "starters", stationId: "cold", name: "Tap water", price: 0, available: true }, ...menu.items] }, ...state.menu });
    if (path !== "/api/qr/orders/create") return json(404, {});
    const { orderId } = JSON.parse(init?.body as string) as { orderId: string };
    state.sent.push(orderId);
    if (state.full) return json(429, { type: "about:blank", title: "Too many", status: 429, code: "too_many_requests", detail: "Try again in 2 s." }, { "Retry-After": "2" });
    return json(201, { orderId, number: "G7", status: "submitted", heard: false });
  });
  return state;
}

function order(state: State, orderId: string, init: RequestInit | undefined): Response {
  const body = { orderId, number: "G7", status: "submitted", heard: false };
  if (new Headers(init?.headers).get("Accept") !== "text/event-stream") {
    state.asked++;
    return json(200, body);
  }
  state.streams++;
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      init?.signal?.addEventListener("abort", () => {
        state.streams--;
        controller.error(new DOMException("aborted", "AbortError"));
      });
    },
  });
  return new Response(stream, { headers: { "Content-Type": "text/event-stream" } });
}

function open(): void {
  goTo("/t#token-of-table-four", "replace");
  const element = document.createElement("div");
  document.body.append(element);
  root = createRoot(element);
  root.render(<GuestScreen />);
}

test("says that there are too many orders, not that there is no connection, keeps the order and sends it once more", async () => {
  const state = server();
  state.full = true;
  open();
  await button(/^Burrata/).click();
  await button(/^Basket/).click();
  await nextTouch();
  await button(/^Order · /).click();
  await expect.element(page.getByText("Not sent yet: too many orders just now")).toBeVisible();
  await expect.element(page.getByText(/^Your order is kept on this phone and goes out by itself by \d\d:\d\d\. In a hurry, order with the staff\.$/)).toBeVisible();
  expect(page.getByText(/no connection/).elements()).toEqual([]);
  state.full = false;
  await expect.element(page.getByText(/G7/)).toBeVisible();
  expect([state.sent.length, new Set(state.sent).size]).toEqual([2, 1]);
});

test.each([401, 403, 404, 200])("a portal's page under %i ends nothing: it is asked again, and goes on", async (status) => {
  const state = server();
  state.portal = status;
  open();
  await expect.poll(() => vi.mocked(fetch).mock.calls.length).toBeGreaterThan(0);
  await pause(50);
  expect(page.getByText("This link does not work any more.").elements()).toEqual([]);
  state.portal = null;
  await button(/^Burrata/).click();
  state.portal = status;
  await button(/^Basket/).click();
  await nextTouch();
  await button(/^Order · /).click();
  await expect.element(page.getByText("Your order has not been sent")).toBeVisible();
  state.portal = null;
  await expect.element(page.getByText(/G7/)).toBeVisible();
  expect(state.sent).toHaveLength(1);
});

test("a page that nobody looks at lets go of its connection, and catches up when somebody does", async () => {
  const state = server();
  open();
  await button(/^Burrata/).click();
  await button(/^Basket/).click();
  await nextTouch();
  await button(/^Order · /).click();
  await expect.poll(() => state.streams).toBe(1);
  look("hidden");
  await expect.poll(() => state.streams).toBe(0);
  const before = state.asked;
  look("visible");
  await expect.poll(() => [state.streams, state.asked > before]).toEqual([1, true]);
  // And where nobody answers then, what stands there is not said to be so.
  look("hidden");
  state.portal = 404;
  look("visible");
  await expect.element(page.getByText("Not up to date: no connection right now.")).toBeVisible();
});

function look(as: "hidden" | "visible"): void {
  Object.defineProperty(document, "visibilityState", { value: as, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
  if (as === "visible") Reflect.deleteProperty(document, "visibilityState");
}

/** A person's, and not the second half of a double tap. */
const nextTouch = () => pause(AGAIN_MS + 50);

test("a phone turned in the middle of an order keeps the dish, what was chosen of it and the basket, all in reach", async () => {
  const state = server();
  open();
  await button("Tap water, £0.00").click();
  await button("Pizza").click();
  await nextTouch();
  await button(/^Margherita, /).click();
  const dish = page.getByRole("dialog", { name: "Margherita" });
  await nextTouch();
  await dish.getByRole("radio", { name: "Thin" }).click();
  await dish.getByRole("textbox", { name: /^Note/ }).fill("cut in six");
  for (const turned of [[844, 390], PHONE] as const) {
    await size(turned);
    await expect.element(dish.getByRole("radio", { name: /^Thin/ })).toBeChecked();
    await expect.element(dish.getByRole("textbox", { name: /^Note/ })).toHaveValue("cut in six");
    const add = dish.getByRole("button", { name: /^Add · / }).element().getBoundingClientRect();
    expect([add.top >= 0, add.bottom <= turned[1], document.documentElement.scrollWidth]).toEqual([true, true, turned[0]]);
  }
  await size([844, 390]);
  await dish.getByRole("button", { name: /^Add · / }).click();
  await nextTouch();
  await button("Basket, 2 dishes, £11.50").click();
  const order = button("Order · £11.50").element().getBoundingClientRect();
  expect([order.top >= 0, order.bottom <= 390]).toEqual([true, true]);
  await nextTouch();
  await button("Order · £11.50").click();
  await expect.element(page.getByText(/G7/)).toBeVisible();
  expect(state.sent.length).toBe(1);
});

test("an answer that comes after the page is gone writes nothing over what is kept there", async () => {
  server();
  const answer = Promise.withResolvers<Response>();
  const before = vi.mocked(fetch).getMockImplementation();
  vi.mocked(fetch).mockImplementation(async (path, init) => (path === "/api/qr/orders/create" ? answer.promise : (await before?.(path, init)) ?? Response.error()));
  open();
  await button(/^Burrata/).click();
  await button(/^Basket/).click();
  await nextTouch();
  await button(/^Order · /).click();
  await expect.poll(() => vi.mocked(fetch).mock.calls.some(([path]) => path === "/api/qr/orders/create")).toBe(true);
  root.unmount();
  localStorage.clear();
  answer.resolve(json(201, { orderId: "01900000-0000-7000-8000-000000000001", number: "G7", status: "submitted", heard: false }));
  await pause(50);
  expect(Object.keys(localStorage)).toEqual([]);
});

/** As a browser's translation does: every text gives way to an element with another. */
function translate(): void {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode()) texts.push(walker.currentNode as Text);
  for (const text of texts.filter((it) => it.data.trim() !== "")) {
    const font = document.createElement("font");
    font.textContent = text.data;
    text.replaceWith(font);
  }
}

test("counts on where the browser has translated the page", async () => {
  server();
  open();
  await button(/^Burrata/).click();
  await expect.poll(() => document.querySelector(".guest__bar")?.textContent).toContain("1");
  translate();
  const [total] = /£[\d.]+/.exec(document.querySelector(".guest__bar")?.textContent ?? "") ?? [""];
  await pause(AGAIN_MS + 50);
  await button(/^Burrata/).click();
  await expect.poll(() => document.querySelector(".dish__count")?.textContent).toBe("2");
  await expect.poll(() => document.querySelector(".guest__bar")?.textContent).toMatch(/^2 .*£19\.00$/);
  expect(total).toBe("£9.50");
  await button(/^Basket/).click();
  translate();
  await button("One more Burrata & tomato").click();
  await expect.poll(() => document.querySelector(".stepper__value")?.textContent).toBe("3");
  await expect.poll(() => document.querySelector(".basket__price")?.textContent).toBe("£28.50");
});

describe("a value that cannot be written", () => {
  const ODD: Readonly<Record<string, Record<string, unknown>>> = {
    "a zone that the browser does not know": { timezone: "America/Nowhere", ordering: { state: "paused", until: "2026-12-01T19:00:00.000Z" } },
    "a pause until no time at all": { ordering: { state: "paused", until: "soon" } },
    "a language that is none": { locale: "not a language" },
    "a currency that is none": { currency: "?" },
    "decimals that no currency has": { minorDigits: 300 },
    "all of them": { timezone: "", locale: "", currency: "", minorDigits: -1, ordering: { state: "paused", until: "" } },
  };

  test.each(Object.keys(ODD))("%s takes no dish, basket or order along", async (what) => {
    const state = server();
    state.menu = { ...ODD[what], ordering: { state: "open", until: null } };
    open();
    await button(/^Burrata/).click();
    await expect.element(button(/^Basket, 1 dish, .*9\.50$/)).toBeVisible();
    await nextTouch();
    await button(/^Basket/).click();
    await nextTouch();
    await button(/^Order · .*9\.50$/).click();
    await expect.element(page.getByText(/G7/)).toBeVisible();
    if (ODD[what]?.["ordering"] === undefined) return;
    // And where it is also said until when nobody can order.
    root.unmount();
    state.menu = ODD[what];
    open();
    await expect.element(page.getByText(/^The restaurant takes no orders from phones/)).toBeVisible();
    await expect.element(button(/^Burrata/)).toBeVisible();
  });

  test("an order and a dish that cannot be drawn stand there in plain text, and the rest goes on", async () => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    vi.spyOn(english.take, "dish").mockImplementation((name, price) => (name.startsWith("Beef") ? fail() : `${name}, ${price}`));
    vi.spyOn(english.kitchen, "allDayCount").mockImplementation((count, dish) => (dish.includes("Burrata") ? fail() : `${count} × ${dish}`));
    const state = server();
    open();
    await expect.element(button("Beef carpaccio")).toBeVisible();
    await button(/^Burrata/).click();
    await nextTouch();
    await button(/^Basket/).click();
    await nextTouch();
    await button(/^Order · /).click();
    await expect.element(page.getByText("G7", { exact: true })).toBeVisible();
    const drawn = page.getByRole("region", { name: "How far your order is" });
    expect(drawn.elements()).toEqual([]);
    await nextTouch();
    await button("Beef carpaccio").click();
    await nextTouch();
    await button(/^Basket, 1 dish, £11\.50$/).click();
    await nextTouch();
    await button(/^Order · /).click();
    await expect.poll(() => drawn.query()?.textContent).toContain("Beef carpaccio");
    expect(state.sent).toHaveLength(2);
  });
});

function fail(): never {
  throw new RangeError("cannot be written");
}
