/**
 * What a screen must be able to do before service, tried for real: each answer is `good`, or what
 * stands in the way.
 */
import { MINUTE } from "#shared/kernel/time.ts";
import type { LinkView } from "../../device/device.ts";
import { freshness } from "./freshness.ts";

export const CHECKS = ["sound", "wake", "storage", "clock", "link"] as const;
export type Check = (typeof CHECKS)[number];

export type Trouble = Check | "soundOff" | "storageFull" | "linkSlow";
export type Verdict = { readonly check: Check; readonly trouble: Trouble | null };

export type Facts = {
  readonly muted: boolean;
  readonly proveSound: () => Promise<boolean>;
  readonly proveAwake: () => Promise<boolean>;
  readonly storage: LinkView["storage"];
  readonly link: Pick<LinkView, "state" | "lastContactAt" | "since">;
  /** This device's own clock and the server's as far as it is known, in ms. */
  readonly ownNow: number;
  readonly serverNow: number;
};

/** Ages are right whatever the clock says; beyond this, people who read both would be confused. */
export const CLOCK_MAY_BE_OFF_MS = 2 * MINUTE;

export async function selfTest(facts: Facts): Promise<Verdict[]> {
  const [sound, awake] = await Promise.all([
    facts.muted ? false : facts.proveSound(),
    facts.proveAwake(),
  ]);
  const troubles: Record<Check, Trouble | null> = {
    sound: facts.muted ? "soundOff" : sound ? null : "sound",
    wake: awake ? null : "wake",
    storage:
      facts.storage === "persistent" ? null : facts.storage === "full" ? "storageFull" : "storage",
    clock: Math.abs(facts.ownNow - facts.serverNow) <= CLOCK_MAY_BE_OFF_MS ? null : "clock",
    link: linkTrouble(facts),
  };
  return CHECKS.map((check) => ({ check, trouble: troubles[check] }));
}

function linkTrouble({ link, serverNow }: Facts): Trouble | null {
  if (freshness(link, serverNow) !== "fresh") return "link";
  if (link.state === "live") return null;
  return link.state === "polling" ? "linkSlow" : "link";
}
