/** A restaurant in a box, and what was kept of it. */
import type { Ids } from "#shared/kernel/ids.ts";
import type { Backup } from "./database.ts";
import type { SimulatedDevice } from "./device-port.ts";
import type { Counters } from "./faults.ts";
import type { Outsiders } from "./guests.ts";
import type { Parts } from "./parts.ts";
import type { SimulatedServer } from "./server.ts";
import type { VirtualTime } from "./virtual-time.ts";

export type SimulatedHouse = {
  readonly time: VirtualTime;
  readonly ids: Ids;
  readonly server: SimulatedServer;
  readonly devices: readonly SimulatedDevice[];
  readonly outsiders: Outsiders;
  readonly counters: Counters;
  readonly parts: Parts;
  /** When everything heals. */
  readonly untilMs: number;
  /** Letters that no device has had. */
  letters: string[];
  backup: KeptBackup | null;
  restored: boolean;
};

/**
 * A backup, and who was paired then: a device that was paired later is a stranger after it is
 * restored.
 */
export type KeptBackup = { readonly backup: Backup; readonly subjects: ReadonlySet<string> };
