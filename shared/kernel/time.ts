export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** A time as people and wires exchange it: RFC 3339, UTC, milliseconds. */
export type IsoTime = string;

/** Milliseconds since 1970, from whoever is trusted to know: time is an input in `shared`. */
export type Clock = { now(): number };

/** `ms` since 1970 as RFC 3339 in UTC with milliseconds. */
export const toIso = (ms: number): IsoTime => new Date(ms).toISOString();

/** Milliseconds since 1970; NaN for a text that is no time (schemas refuse those at the edge). */
export const fromIso = (time: IsoTime): number => Date.parse(time);

/** The earlier of two times. RFC 3339 in UTC with milliseconds sorts as text. */
export const earlier = (a: IsoTime, b: IsoTime): IsoTime => (a < b ? a : b);
