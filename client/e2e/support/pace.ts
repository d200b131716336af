import type { Locator, Page } from "@playwright/test";
import { AGAIN_MS, NEAR_PX } from "../../platform/bounce.ts";

type Made = { readonly at: number; readonly x: number; readonly y: number };

const paced = new WeakSet<object>();
/** Of each page, the touches that a next one could be taken for the second half of. */
const recent = new WeakMap<Page, readonly Made[]>();

/**
 * A person's pace: a touch on what has come up where the last one was is not the second half of a
 * double tap, and a dialog is seen before something in it is touched. For pages of a context's
 * `page` event.
 * What is to be one says so with `dblclick`, `page.mouse` or `page.touchscreen`, which are left as
 * quick as they are.
 */
export function keepPace(page: Page): void {
  const shared = Object.getPrototypeOf(page.locator("body")) as Locator;
  if (paced.has(shared)) return;
  paced.add(shared);
  for (const name of ["click", "tap"] as const) {
    const original = shared[name];
    shared[name] = async function (
      this: Locator,
      options?: Parameters<Locator["click"]>[0],
    ): Promise<void> {
      await this.scrollIntoViewIfNeeded(
        options?.timeout === undefined ? {} : { timeout: options.timeout },
      );
      const box = await this.boundingBox();
      const here = {
        x: (box?.x ?? 0) + (box?.width ?? 0) / 2,
        y: (box?.y ?? 0) + (box?.height ?? 0) / 2,
      };
      const before = recent.get(this.page()) ?? [];
      // Not only the last one: a dialog that is opened, closed and opened again is touched where it
      // was a moment ago. Twice as far: what slides in moves meanwhile.
      const near = before.findLast(({ x, y }) => Math.hypot(here.x - x, here.y - y) < 2 * NEAR_PX);
      if (near !== undefined)
        await this.page().waitForTimeout(Math.max(0, near.at + AGAIN_MS + 50 - Date.now()));
      await allSeen(this.page());
      await original.call(this, options);
      const at = Date.now();
      recent.set(this.page(), [
        ...before.filter((made) => at - made.at < AGAIN_MS + 50),
        { ...here, at },
      ]);
    };
  }
  for (const name of ["check", "uncheck"] as const) {
    const original = shared[name];
    shared[name] = async function (
      this: Locator,
      options?: Parameters<Locator["check"]>[0],
    ): Promise<void> {
      await this.waitFor(
        options?.timeout === undefined
          ? { state: "attached" }
          : { state: "attached", timeout: options.timeout },
      );
      await allSeen(this.page());
      await original.call(this, options);
    };
  }
}

/** Every dialog that is open takes touches (`platform/just-opened.ts`). */
export const allSeen = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => document.querySelector("dialog[data-just-opened]") === null);
