/**
 * A screen in a real browser with a fake device behind it, and real fingers on it. For browser
 * tests only.
 */
import "@fontsource-variable/atkinson-hyperlegible-next/index.css";
import "../ui/tokens.css";
import "../ui/base.css";
import type { ComponentType } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, vi } from "vitest";
import { cdp, page, type Locator } from "vitest/browser";
import { DeviceContext } from "../device/device-context.tsx";
import { goTo } from "../platform/address.ts";
import { guardBursts } from "../platform/key-burst.ts";
import { isUnseen } from "../platform/just-opened.ts";
import { guardTouches } from "../platform/touches.ts";
import { applyPreferences, prefer, USUAL } from "../ui/preferences.ts";
import { Speak } from "../words/words.tsx";
import type { FakeDevice } from "./fake-device.ts";

type Size = readonly [width: number, height: number];

export const TABLET: Size = [1_280, 800];
export const PHONE: Size = [390, 844];

const START = location.pathname + location.search;

/**
 * Call once per test file: every test begins on a browser that has seen nothing and ends with no
 * finger on it. What it answers draws a screen, in the place of the one that was there.
 */
export function stage(of: Size = TABLET): (Screen: ComponentType, device: FakeDevice) => void {
  let root: Root | undefined;
  const clear = () => {
    root?.unmount();
    root = undefined;
    document.body.replaceChildren();
  };
  let unguard: (() => void) | undefined;
  beforeEach(async () => {
    const guards = [guardTouches(), guardBursts()];
    unguard = () => {
      for (const end of guards) end();
    };
    await size(of);
    localStorage.clear();
    prefer(USUAL);
    // Nothing moves because letters arrive.
    await document.fonts.load("1rem 'Atkinson Hyperlegible Next Variable'");
    goTo(START, "replace");
  });
  afterEach(async () => {
    vi.useRealTimers();
    vi.restoreAllMocks();
    await fingersAt();
    clear();
    unguard?.();
    goTo(START, "replace");
  });
  return (Screen, device) => {
    clear();
    applyPreferences();
    const element = document.createElement("div");
    element.id = "root";
    document.body.append(element);
    root = createRoot(element);
    root.render(
      <DeviceContext value={device}>
        <Speak settings={device.view().settings}>
          <Screen />
        </Speak>
      </DeviceContext>,
    );
  };
}

export const size = async ([width, height]: Size): Promise<void> => page.viewport(width, height);

export const button = (name: string | RegExp) => page.getByRole("button", { name, exact: true });

/** What stands in it now as a person reads it, for `expect.poll`. */
export const textOf = (locator: Locator) => (): string =>
  (locator.query()?.textContent ?? "").replaceAll("\u00a0", " ");

/** What the device was asked, under this name. */
export const asked = (device: FakeDevice, name: string): unknown[] =>
  device.acted.filter((it) => it.name === name).map((it) => it.args);

const realTimeout = globalThis.setTimeout;

export const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => void realTimeout(resolve, ms));

/**
 * Every dialog that is open takes touches (`platform/just-opened.ts`): a person sees it before
 * touching something in it.
 */
export async function seen(): Promise<void> {
  while (
    [...document.querySelectorAll("dialog[open]")].some((dialog) =>
      isUnseen(dialog, performance.now()),
    )
  )
    await pause(10);
}

// Whoever clicks by a locator keeps that pace; `tapsApart` and `fingersAt` are left as quick as
// they are.
const locators = Object.getPrototypeOf(page.getByRole("button")) as Locator;
// oxlint-disable-next-line typescript/unbound-method -- called below on the locator that it is of
const { click } = locators;
locators.click = async function (
  this: Locator,
  options?: Parameters<Locator["click"]>[0],
): Promise<void> {
  await expect.poll(() => this.query()).not.toBeNull();
  await seen();
  await click.call(this, options);
};

/**
 * No delay that begins from now on is over before the answer says so: what a person does "at once"
 * is at once for the screen, however slow the machine. The answer, in ms, lets so much of them
 * pass; without a figure time goes on by itself again.
 */
export function holdDelays(): (ms?: number) => Promise<void> {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  return async (ms) => {
    if (ms === undefined) vi.useRealTimers();
    else await vi.advanceTimersByTimeAsync(ms);
  };
}

type Point = { readonly x: number; readonly y: number };

/** In the middle of the element, as the browser's own window counts. */
export function middleOf(element: Element): Point {
  const { left, top, width, height } = element.getBoundingClientRect();
  const frame = window.frameElement;
  const around = frame?.getBoundingClientRect() ?? { left: 0, top: 0, width: window.innerWidth };
  const scale = around.width / window.innerWidth;
  return {
    x: around.left + (left + width / 2) * scale,
    y: around.top + (top + height / 2) * scale,
  };
}

type Keys = {
  send(
    method: "Input.dispatchKeyEvent",
    params: {
      timestamp: number;
      type: "keyDown" | "keyUp";
      key: string;
      code: string;
      text?: string;
      windowsVirtualKeyCode: number;
    },
  ): Promise<unknown>;
};

/**
 * Types letters, digits and an Enter as a scanner does: twenty ms apart by what the keyboard says,
 * however slow the machine is.
 */
export async function scan(code: string): Promise<void> {
  const beganMs = Date.now();
  for (const [index, letter] of [...code.split(""), "Enter"].entries()) {
    const [key, place] =
      letter === "Enter"
        ? [letter, letter]
        : [letter, /\d/.test(letter) ? `Digit${letter}` : `Key${letter.toUpperCase()}`];
    const pressed = {
      key,
      code: place,
      windowsVirtualKeyCode: letter === "Enter" ? 13 : letter.toUpperCase().charCodeAt(0),
      timestamp: (beganMs + index * 20) / 1_000,
    };
    await (cdp() as unknown as Keys).send("Input.dispatchKeyEvent", {
      ...pressed,
      type: "keyDown",
      text: letter === "Enter" ? "\r" : letter,
    });
    await (cdp() as unknown as Keys).send("Input.dispatchKeyEvent", { ...pressed, type: "keyUp" });
  }
}

type Touch = {
  send(
    method: "Input.dispatchTouchEvent",
    params: {
      timestamp?: number;
      type: "touchStart" | "touchMove" | "touchEnd" | "touchCancel";
      touchPoints: readonly (Point & { id: number })[];
    },
  ): Promise<unknown>;
};
const touch = () => cdp() as unknown as Touch;

let down: readonly Point[] = [];

/**
 * All fingers that are on the glass from now on, each known by its place in the list; `null` for
 * one that is lifted.
 */
export async function fingersAt(...points: readonly (Point | null)[]): Promise<void> {
  const touchPoints = points.flatMap((point, id) => (point === null ? [] : [{ ...point, id }]));
  if (touchPoints.length === 0 && down.length === 0) return;
  const type =
    touchPoints.length === 0
      ? "touchEnd"
      : touchPoints.length > down.length
        ? "touchStart"
        : "touchMove";
  down = touchPoints;
  await touch().send("Input.dispatchTouchEvent", { type, touchPoints });
}

/** Taps at these places, so many ms apart by what the glass says, however slow the machine is. */
export async function tapsApart(apartMs: number, ...points: readonly Point[]): Promise<void> {
  const beganMs = Date.now();
  for (const [index, point] of points.entries()) {
    const timestamp = (beganMs + index * apartMs) / 1_000;
    await touch().send("Input.dispatchTouchEvent", {
      type: "touchStart",
      touchPoints: [{ ...point, id: 0 }],
      timestamp,
    });
    await touch().send("Input.dispatchTouchEvent", {
      type: "touchEnd",
      touchPoints: [],
      timestamp: timestamp + 0.01,
    });
  }
}

export async function tap(element: Element): Promise<void> {
  await seen();
  await fingersAt(middleOf(element));
  await fingersAt();
}

/** Holds a finger down on an element; the answer lifts it. */
export async function holdFinger(element: Element): Promise<() => Promise<void>> {
  await fingersAt(middleOf(element));
  return () => fingersAt();
}
