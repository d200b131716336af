import { createRoot, type Root } from "react-dom/client";
import { afterEach, expect, test, vi } from "vitest";
import { page } from "vitest/browser";
import { AGAIN_MS } from "../../platform/bounce.ts";
import { goTo } from "../../platform/address.ts";
import { button, pause, PHONE, size, stage } from "../../testing/stage.tsx";
import GuestScreen from "./guest-screen.tsx";
import { json, server } from "./testing/guest-server.ts";

stage(PHONE);
let root: Root;

afterEach(() => root.unmount());

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
  await expect
    .element(
      page.getByText(
        /^Your order is kept on this phone and goes out by itself by \d\d:\d\d\. In a hurry, order with the staff\.$/,
      ),
    )
    .toBeVisible();
  expect(page.getByText(/no connection/).elements()).toEqual([]);
  state.full = false;
  await expect.element(page.getByText(/G7/)).toBeVisible();
  expect([state.sent.length, new Set(state.sent).size]).toEqual([2, 1]);
});

test.each([401, 403, 404, 200])(
  "a portal's page under %i ends nothing: it is asked again, and goes on",
  async (status) => {
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
  },
);

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
    const add = dish
      .getByRole("button", { name: /^Add · / })
      .element()
      .getBoundingClientRect();
    expect([add.top >= 0, add.bottom <= turned[1], document.documentElement.scrollWidth]).toEqual([
      true,
      true,
      turned[0],
    ]);
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
  vi.mocked(fetch).mockImplementation(async (path, init) =>
    path === "/api/qr/orders/create"
      ? answer.promise
      : ((await before?.(path, init)) ?? Response.error()),
  );
  open();
  await button(/^Burrata/).click();
  await button(/^Basket/).click();
  await nextTouch();
  await button(/^Order · /).click();
  await expect
    .poll(() => vi.mocked(fetch).mock.calls.some(([path]) => path === "/api/qr/orders/create"))
    .toBe(true);
  root.unmount();
  localStorage.clear();
  answer.resolve(
    json(201, {
      orderId: "01900000-0000-7000-8000-000000000001",
      number: "G7",
      status: "submitted",
      heard: false,
    }),
  );
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
  await expect
    .poll(() => document.querySelector(".guest__bar")?.textContent)
    .toMatch(/^2 .*£19\.00$/);
  expect(total).toBe("£9.50");
  await button(/^Basket/).click();
  translate();
  await button("One more Burrata & tomato").click();
  await expect.poll(() => document.querySelector(".stepper__value")?.textContent).toBe("3");
  await expect.poll(() => document.querySelector(".basket__price")?.textContent).toBe("£28.50");
});
