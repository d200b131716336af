import { setTimeout as sleep } from "node:timers/promises";
import { SECOND } from "#shared/kernel/time.ts";
import type { Scene } from "../scene.ts";

/** Everything that goes wrong, as it is counted and printed. */
export const FAULT_KINDS = [
  "latency",
  "little bandwidth",
  "slow drip",
  "cable cut",
  "half-open up",
  "half-open down",
  "answer lost after it was applied",
  "connections forgotten",
  "partition",
  "device asleep",
  "device killed",
  "stalled reader",
  "duplicate requests",
  "clock skew",
  "server kill -9",
  "zombie commit",
  "Postgres kill -9",
  "Postgres immediate stop",
  "connections terminated",
  "database cut",
  "database half-open",
  "database slow",
  "commit answer lost",
  "full disk",
  "browser SIGKILL in a write",
  "app updated in service",
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** Whether it was seen to have had its effect; a function where that shows only later. */
export type Proof = boolean | (() => Promise<boolean>);

export type Fault = {
  /** Two that touch the same are never under way together; `everything` is alone. */
  readonly touches: "network" | "devices" | "server" | "database" | "tablets" | "everything";
  /** Why it is not possible in this scene; null: it is. */
  readonly missing?: (scene: Scene) => string | null;
  /** What it takes, before anything goes wrong. */
  readonly prepare?: (scene: Scene) => Promise<void>;
  /** Makes it, keeps it up for about so long, and mends it; resolves when it is mended. */
  readonly strike: (scene: Scene, holdMs: number) => Promise<Proof>;
};

/** Keeps a fault up for so long, and somewhat longer until it is seen to have its effect. */
export async function keepUp(holdMs: number, seen: () => boolean): Promise<boolean> {
  await sleep(holdMs);
  for (const until = performance.now() + LONGER_MS; !seen() && performance.now() < until;)
    await sleep(20);
  return seen();
}

const LONGER_MS = 5 * SECOND;
