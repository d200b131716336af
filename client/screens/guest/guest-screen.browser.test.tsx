import { createRoot, type Root } from "react-dom/client";
import { afterEach, expect, it, vi } from "vitest";
import { page } from "vitest/browser";
import { AGAIN_MS } from "../../platform/bounce.ts";
import { goTo } from "../../platform/address.ts";
import { fakeMenu } from "../../testing/fake-menu.ts";
import { button, pause, PHONE, size, stage } from "../../testing/stage.tsx";
import GuestScreen from "./guest-screen.tsx";

stage(PHONE);
let root: Root;

afterEach(() => root.unmount());

const { retired: _retired, ...menu } = fakeMenu;
const json = (status: number, body: unknown, headers: Record<string, string> = {}) => new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json", ...headers } });

/** A server for one table, and what it was sent. */
function server(): { sent: string[]; full: boolean } {
  const state = { sent: [] as string[], full: false };
  vi.spyOn(globalThis, "fetch").mockImplementation(async (path, init) => {
    if (path === "/api/qr/menu") return json(200, { restaurantName: "Aurelia", tableLabel: "4", currency: "GBP", locale: "en-GB", timezone: "Europe/London", autoAccept: true, menu: { ...menu, items: [{ id: "water", categoryId: "starters", stationId: "cold", name: "Tap water", price: 0, available: true }, ...menu.items] } });
    if (path !== "/api/qr/orders/create") return json(404, {});
    const { orderId } = JSON.parse(init?.body as string) as { orderId: string };
    state.sent.push(orderId);
    if (state.full) return json(429, { type: "about:blank", title: "Too many", status: 429, code: "too_many_requests", detail: "Try again in 2 s." }, { "Retry-After": "2" });
    return json(201, { orderId, number: "G7", status: "submitted", heard: false });
  });
  return state;
}

function open(): void {
  goTo("/t#token-of-table-four", "replace");
  const element = document.createElement("div");
  document.body.append(element);
  root = createRoot(element);
  root.render(<GuestScreen />);
}

it("says that there are too many orders, not that there is no connection, keeps the order and sends it once more", async () => {
  const state = server();
  state.full = true;
  open();
  await button(/^Burrata/).click();
  await button(/^Basket/).click();
  await button(/^Order · /).click();
  await expect.element(page.getByText("Not sent yet: too many orders just now")).toBeVisible();
  await expect.element(page.getByText(/^Your order is kept on this phone and goes out by itself by \d\d:\d\d\. In a hurry, order with the staff\.$/)).toBeVisible();
  expect(page.getByText(/no connection/).elements()).toEqual([]);
  state.full = false;
  await expect.element(page.getByText(/G7/)).toBeVisible();
  expect([state.sent.length, new Set(state.sent).size]).toEqual([2, 1]);
});

/** A person's, and not the second half of a double tap. */
const nextTouch = () => pause(AGAIN_MS + 50);

it("a phone turned in the middle of an order keeps the dish, what was chosen of it and the basket, all in reach", async () => {
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
