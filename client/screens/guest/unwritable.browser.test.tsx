import { createRoot, type Root } from "react-dom/client";
import { afterEach, describe, expect, test, vi } from "vitest";
import { page } from "vitest/browser";
import { AGAIN_MS } from "../../platform/bounce.ts";
import { goTo } from "../../platform/address.ts";
import { english } from "../../words/english.ts";
import { button, pause, PHONE, stage } from "../../testing/stage.tsx";
import GuestScreen from "./guest-screen.tsx";
import { server } from "./testing/guest-server.ts";

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

/** A person's, and not the second half of a double tap. */
const nextTouch = () => pause(AGAIN_MS + 50);

describe("a value that cannot be written", () => {
  const ODD: Readonly<Record<string, Record<string, unknown>>> = {
    "a zone that the browser does not know": {
      timezone: "America/Nowhere",
      ordering: { state: "paused", until: "2026-12-01T19:00:00.000Z" },
    },
    "a pause until no time at all": { ordering: { state: "paused", until: "soon" } },
    "a language that is none": { locale: "not a language" },
    "a currency that is none": { currency: "?" },
    "decimals that no currency has": { minorDigits: 300 },
    "all of them": {
      timezone: "",
      locale: "",
      currency: "",
      minorDigits: -1,
      ordering: { state: "paused", until: "" },
    },
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
    await expect
      .element(page.getByText(/^The restaurant takes no orders from phones/))
      .toBeVisible();
    await expect.element(button(/^Burrata/)).toBeVisible();
  });

  test("an order and a dish that cannot be drawn stand there in plain text, and the rest goes on", async () => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    vi.spyOn(english.take, "dish").mockImplementation((name, price) =>
      name.startsWith("Beef") ? fail() : `${name}, ${price}`,
    );
    vi.spyOn(english.kitchen, "allDayCount").mockImplementation((count, dish) =>
      dish.includes("Burrata") ? fail() : `${count} × ${dish}`,
    );
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
