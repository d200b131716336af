import { SECOND } from "#shared/kernel/time.ts";
import type { LinkView } from "../../device/device.ts";

export type Freshness = "fresh" | "amber" | "red";

/**
 * docs/product.md#every-screen: a screen that cannot prove it is fresh within 20 s turns its frame
 * amber, within 60 s red.
 */
export const AMBER_AFTER_MS = 20 * SECOND;
export const RED_AFTER_MS = 60 * SECOND;

/** How long nothing has proved this screen fresh, in ms. */
export const silenceMs = (link: Pick<LinkView, "lastContactAt" | "since">, now: number): number =>
  Math.max(0, now - (link.lastContactAt ?? link.since));

export function freshness(link: Pick<LinkView, "lastContactAt" | "since">, now: number): Freshness {
  const silence = silenceMs(link, now);
  if (silence >= RED_AFTER_MS) return "red";
  return silence >= AMBER_AFTER_MS ? "amber" : "fresh";
}
