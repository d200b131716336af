import type { IsoTime } from "#shared/kernel/time.ts";
import type { MutationName } from "#shared/orders/command.ts";
import type { Answer } from "../sequencer-port.ts";

/**
 * One thing a person did on this device.
 * `waiting`: the server has not confirmed it · `answered`: it has, and the cursor is not there yet
 * · `done`: archived, in case the server forgets (SYN-21).
 */
export type OutboxEntry = {
  /** Its place in the order people acted, over all client ids; given by the store. */
  readonly at: number;
  readonly clientId: string;
  readonly id: number;
  readonly name: MutationName;
  readonly args: Readonly<Record<string, unknown>>;
  readonly occurredAt: IsoTime;
  readonly state: "waiting" | "answered" | "done";
  readonly outcome: Answer | null;
};

export const isPending = (entry: OutboxEntry): boolean => entry.state !== "done";
