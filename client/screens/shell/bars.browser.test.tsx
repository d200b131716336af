import type { ComponentType } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { LinkView } from "../../device/device.ts";
import { goTo } from "../../platform/address.ts";
import { barFaults, placesInBar } from "../../testing/bars.ts";
import { fakeDevice } from "../../testing/fake-device.ts";
import { fakeEvening } from "../../testing/fake-evening.ts";
import { fakeMenu } from "../../testing/fake-menu.ts";
import { button, holdDelays, size, stage } from "../../testing/stage.tsx";
import { KITCHEN_TARGETS, targetFaults } from "../../testing/targets.ts";
import { loadWords } from "../../words/words.tsx";
import ExpoScreen from "../expo/expo-screen.tsx";
import FloorScreen from "../floor/floor-screen.tsx";
import GuestScreen from "../guest/guest-screen.tsx";
import KitchenScreen from "../kitchen/kitchen-screen.tsx";
import OwnerScreen from "../owner/owner-screen.tsx";

const show = stage();
const SIZES = [
  [1_280, 800],
  [1_024, 768],
  [1_024, 600],
  [800, 600],
  [390, 844],
] as const;
const LOCALES = ["en-GB", "es-ES"] as const;
const BARS = ".shell__bar, .kitchen-bar, .tabs__list, .guest__head, .guest__bar";

const ago = (ms: number): number => Date.now() - ms;
const OFFLINE = { state: "offline", sending: "backing-off", cause: "unreachable" } as const;

/** One after the other: what came stays until something else is said. */
const STATES: Readonly<Record<string, () => Partial<LinkView>>> = {
  live: () => ({
    state: "live",
    sending: "idle",
    since: ago(600_000),
    lastContactAt: Date.now(),
    waiting: 0,
    cause: null,
    storage: "persistent",
  }),
  "the storage may be cleared": () => ({ storage: "best-effort" }),
  "just offline": () => ({ ...OFFLINE, since: ago(5_000), lastContactAt: ago(7_000), waiting: 3 }),
  "not proven fresh": () => ({ since: ago(40_000), lastContactAt: ago(42_000), waiting: 12 }),
  "out of date": () => ({ since: ago(3_900_000), lastContactAt: ago(3_902_000), waiting: 123 }),
  "signed out": () => ({ state: "live", sending: "needs-pairing", lastContactAt: Date.now() }),
};

/** What only comes when it has been so for a while: longer than any of it waits. */
const A_WHILE_MS = 6_000;
const painted = () =>
  new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
const faultsOf = (at: string): string[] =>
  [...barFaults(), ...targetFaults(KITCHEN_TARGETS, BARS)].map((fault) => `${at}: ${fault}`);

const SCREENS = {
  kitchen: KitchenScreen,
  expo: ExpoScreen,
  floor: FloorScreen,
  owner: OwnerScreen,
} satisfies Record<string, ComponentType>;
const ROWS = (["kitchen", "expo", "floor", "owner"] as const).flatMap((role) =>
  LOCALES.map((locale) => ({ role, locale })),
);

test.each(ROWS)(
  "[BAR-1..5] the bars of the $role's screen in $locale, at every size and in every state of the link",
  async ({ role, locale }) => {
    await loadWords(locale);
    const pass = holdDelays();
    const device = fakeDevice({ role, locale });
    fakeEvening(device, 20);
    // More than nine, so that the button that says how many has all its digits.
    if (role === "kitchen")
      for (const { orderId } of [...device.view().orders.values()].slice(6, 18))
        device.happen({ kind: "device", role, name: "Grill" }, 60, "order.hold", { orderId });
    show(SCREENS[role], device);
    await expect.poll(() => document.querySelector(".shell__bar")).not.toBeNull();
    const faults: string[] = [];
    for (const [width, height] of SIZES) {
      await size([width, height]);
      let calm = placesInBar();
      for (const [state, link] of Object.entries(STATES)) {
        device.setLink(link());
        await pass(A_WHILE_MS);
        await painted();
        const at = `${width} × ${height}, ${state}`;
        const now = placesInBar();
        if (state === "live") calm = now;
        faults.push(...faultsOf(at));
        if (JSON.stringify(now) !== JSON.stringify(calm))
          faults.push(`${at}: ${JSON.stringify(now)}, and while live ${JSON.stringify(calm)}`);
      }
    }
    expect(faults).toEqual([]);
  },
);

describe("a guest's page", () => {
  let root: Root | undefined;
  afterEach(() => root?.unmount());
  const { retired: _retired, ...menu } = fakeMenu;
  const notices = (): number => document.querySelectorAll(".guest .notice").length;

  test.each(LOCALES)(
    "[BAR-1..4] in %s, paused, at every size, with and without a connection",
    async (locale) => {
      await loadWords(locale);
      let reached = true;
      vi.spyOn(globalThis, "fetch").mockImplementation((path) =>
        reached && path === "/api/qr/menu"
          ? Promise.resolve(
              new Response(
                JSON.stringify({
                  restaurantName: "Trattoria Aurelia e figli",
                  tableLabel: "Terraza 12",
                  currency: "EUR",
                  locale,
                  timezone: "Europe/Madrid",
                  autoAccept: true,
                  menu,
                  ordering: { state: "paused", until: "2026-12-01T19:00:00.000Z" },
                }),
                { headers: { "Content-Type": "application/json" } },
              ),
            )
          : Promise.reject(new TypeError("cut off")),
      );
      goTo("/t#token-of-the-terrace", "replace");
      const element = document.createElement("div");
      document.body.append(element);
      root = createRoot(element);
      root.render(<GuestScreen />);
      await button(/^Ribeye|^Burrata/)
        .first()
        .click();
      await expect.poll(() => document.querySelector(".guest__bar")).not.toBeNull();
      const faults: string[] = [];
      for (const state of ["reached", "cut off"] as const) {
        if (state === "cut off") reached = false;
        // Asks at once, as where somebody looks again.
        window.dispatchEvent(new Event("online"));
        await expect.poll(notices).toBe(state === "reached" ? 1 : 2);
        for (const [width, height] of SIZES) {
          await size([width, height]);
          await painted();
          faults.push(...faultsOf(`${width} × ${height}, ${state}`));
        }
      }
      expect(faults).toEqual([]);
    },
  );
});
