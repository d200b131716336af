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

/**
 * How far before its record a time is believed. A tablet brings what it did during a week without
 * contact; one that has lost its clock says 1970.
 */
export const BELIEVED_MS = 7 * DAY;

/**
 * When something happened that was said to have been at `said`: never after it was recorded, and at
 * most a week before (ORD-6).
 */
export function believedTime(said: IsoTime, recorded: IsoTime): IsoTime {
  const ms = fromIso(recorded);
  return toIso(Math.min(ms, Math.max(fromIso(said), ms - BELIEVED_MS)));
}

/**
 * The time to count with: at the edge of what is believed nobody knows when it was, only when it
 * was recorded.
 */
export const countedTime = (happened: IsoTime, recorded: IsoTime | undefined): IsoTime =>
  recorded !== undefined && fromIso(recorded) - fromIso(happened) >= BELIEVED_MS
    ? recorded
    : happened;
