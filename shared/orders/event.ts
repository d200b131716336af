/**
 * What happened, as the log keeps it. What there is, is said in `events/`; everything here follows
 * from that list.
 */
import type { z } from "zod/mini";
import type { IsoTime } from "#shared/kernel/time.ts";
import { ALL_EVENTS } from "./events/all.ts";
import type { EventDefinition } from "./events/definition.ts";

type Defined = (typeof ALL_EVENTS)[number];

export type EventType = Defined["type"];
export type EventData = { readonly [D in Defined as D["type"]]: z.infer<D["data"]> };

/** An event before the log gave it a place. */
export type EventDraft = {
  readonly [T in EventType]: {
    readonly type: T;
    readonly entityId: string;
    readonly data: EventData[T];
  };
}[EventType];

export type Origin = { readonly clientId: string; readonly mutationId: number };

export type HeardEvent = EventDraft & {
  readonly seq: number;
  readonly id: string;
  readonly v: 1;
  readonly origin: Origin | null;
  readonly occurredAt: IsoTime;
  readonly recordedAt: IsoTime;
};

type AnyDefinition = EventDefinition<string, z.ZodMiniType>;

const BY_TYPE = new Map<string, AnyDefinition>(
  ALL_EVENTS.map((definition) => [definition.type, definition as unknown as AnyDefinition]),
);

/**
 * How an event of that type is written down; undefined: only a newer server knows. Its data goes
 * with its own type alone.
 */
export const definitionOf = (type: string): AnyDefinition | undefined => BY_TYPE.get(type);

/** Whether fold makes anything of it; the others are words to somebody, and change nothing. */
export const isFolded = ({ begins, order, house }: AnyDefinition): boolean =>
  begins !== undefined || order !== undefined || house !== undefined;
