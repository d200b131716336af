/** Puts a screen with a fake device behind it on a real browser's page: for component tests only. */
import "../ui/tokens.css";
import "../ui/base.css";
import type { ComponentType } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach } from "vitest";
import { page, type Locator } from "vitest/browser";
import { DeviceContext } from "../device/device-context.tsx";
import { goTo } from "../platform/address.ts";
import { prefer } from "../ui/preferences.ts";
import type { FakeDevice } from "./fake-device.ts";

const START = location.pathname + location.search;

/** Call once per test file; what it answers draws a screen, which is gone when the test is over. */
export function onScreen(): (Screen: ComponentType, device: FakeDevice) => void {
  let root: Root;
  beforeEach(async () => {
    await page.viewport(1_280, 800);
    localStorage.clear();
    prefer({ twoStep: false });
    goTo(START, "replace");
    const element = document.createElement("div");
    element.id = "root";
    document.body.append(element);
    root = createRoot(element);
  });
  afterEach(() => {
    root.unmount();
    document.body.replaceChildren();
    goTo(START, "replace");
  });
  return (Screen, device) =>
    root.render(
      <DeviceContext value={device}>
        <Screen />
      </DeviceContext>,
    );
}

export const button = (name: string | RegExp) => page.getByRole("button", { name, exact: true });

/** What stands in it now, for `expect.poll`. */
export const textOf = (locator: Locator) => (): string => locator.query()?.textContent ?? "";

/** What the device was asked, under this name. */
export const asked = (device: FakeDevice, name: string): unknown[] => device.acted.filter((it) => it.name === name).map((it) => it.args);

export const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Holds a finger down on an element; the answer lifts it. */
export function holdFinger(element: Element): () => void {
  element.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true }));
  return () => void element.dispatchEvent(new PointerEvent("pointerup", { bubbles: true }));
}
