/**
 * The small vocabulary that every schema at the edge is made of. zod/mini, because the device
 * carries it: the classic build alone is larger than a kitchen screen's own script.
 */
import { z } from "zod/mini";
import { MAX_PRICE } from "./money.ts";
import { trimmed } from "./tidy.ts";

/**
 * The length that a text may have, asked before anything else and ending the others: a check that
 * looks at every letter, or at every pair of them, never meets more than `max` of them. Without
 * `abort` zod goes on to the next check with a text that is already refused.
 */
export const atMost = (max: number, message = `must be at most ${max} characters`) =>
  z.maxLength(max, { error: message, abort: true });

/**
 * Text in a form of its own, of at most `max` UTF-16 units. The only way to a pattern at the edge,
 * so that none runs over a whole body.
 */
export const shaped = (max: number, pattern: RegExp, message: string) =>
  z.string().check(atMost(max, message), z.regex(pattern, message));

/** Text that some reader of its own must know, of at most `max` UTF-16 units. */
export const known = (max: number, isKnown: (text: string) => boolean, message: string) =>
  z.string().check(atMost(max, message), z.refine(isKnown, message));

/**
 * Any UUID. It comes out in lower case however it is written (Swift writes capitals): ids are
 * compared as text on both ends, and one thing has one.
 */
export const uuid = z
  .string()
  .check(
    atMost(36, "must be a UUID"),
    z.toLowerCase(),
    z.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, "must be a UUID"),
  );

/**
 * An id that an owner may choose (menu items, stations, tables): 1–64 of letters, digits and `. _ :
 * -`.
 */
export const slug = shaped(
  64,
  /^[A-Za-z0-9][A-Za-z0-9._:-]*$/,
  "must be 1 to 64 letters, digits or . _ : -",
);

/**
 * RFC 3339 in UTC; seconds and milliseconds may be left off by programs, and come out with
 * milliseconds.
 */
export const isoTime = z.pipe(
  shaped(
    30,
    /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?Z$/,
    "must be an RFC 3339 time in UTC, like 2026-01-31T19:02:11.000Z",
  ).check(z.refine((text) => !Number.isNaN(Date.parse(text)), "must be a time that exists")),
  z.transform((text: string) => new Date(text).toISOString()),
);

const storable = z.refine<string>(
  (value) => !/\0|\p{Surrogate}/u.test(value),
  "must be whole characters",
);

/** What is looked through for blanks around a text, in UTF-16 units. */
const UNSEEN_AROUND = 1_000;

/**
 * Text of a person: trimmed of what nobody sees, 1 to `max` UTF-16 units. U+0000 and halves of
 * characters (an emoji cut in two) pass JSON and are refused by Postgres: on a device they must be
 * stopped before they are written down, or its outbox would be refused as a whole.
 */
export const text = (max: number) =>
  z
    .string()
    .check(
      atMost(max + UNSEEN_AROUND, `must be at most ${max} characters`),
      z.overwrite(trimmed),
      z.minLength(1, "must not be empty"),
      atMost(max),
      storable,
    );

/** Text that may be empty. */
export const optionalText = (max: number) =>
  z
    .string()
    .check(
      atMost(max + UNSEEN_AROUND, `must be at most ${max} characters`),
      z.overwrite(trimmed),
      atMost(max),
      storable,
    );

export const integer = (min: number, max: number) =>
  z
    .number()
    .check(
      z.int("must be a whole number"),
      z.minimum(min, `must be at least ${min}`),
      z.maximum(max, `must be at most ${max}`),
    );

/**
 * Money in minor units (pence, cents), as much as any currency needs; what a restaurant's own
 * allows is decided with its settings (`maxPrice`).
 */
export const minorUnits = integer(0, MAX_PRICE);

/** A place in a log: 0 is before the first event. */
export const seq = integer(0, Number.MAX_SAFE_INTEGER);

export const listOf = <T extends z.ZodMiniType>(item: T, min: number, max: number) =>
  z
    .array(item)
    .check(
      z.minLength(min, `must have at least ${min}`),
      z.maxLength(max, `must have at most ${max}`),
    );
