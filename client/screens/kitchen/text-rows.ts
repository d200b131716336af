/**
 * How many rows a text takes at a width, and how tall they are: in pixels, from the widths of its
 * letters.
 */

/** The ticket text as it is set now, in pixels. */
export type Type = {
  readonly rem: number;
  readonly text: number;
  readonly small: number;
  readonly number: number;
  /** Of a bold text at so many pixels. */
  readonly widthOf: (text: string, size: number) => number;
};

export const LINE_HEIGHT = 1.25;
const BADGE_HEIGHT = 1.7;

/** Letters that are not bold are narrower, by at least so much. */
export const light =
  ({ widthOf }: Type): Type["widthOf"] =>
  (text, size) =>
    widthOf(text, size) * 0.95;

/** Marks stand beside each other while there is room. */
export function badges(
  said: readonly string[],
  width: number,
  { rem, small, widthOf }: Type,
): number {
  let height = 0;
  let used = width;
  for (const word of said) {
    const needs = widthOf(word, small) + 1.2 * small;
    if (used + needs > width) {
      height +=
        small * BADGE_HEIGHT +
        0.3 * rem +
        (rows(word, width - 1.2 * small, small, widthOf) - 1) * small * LINE_HEIGHT;
      used = 0;
    }
    used += needs + 0.3 * rem;
  }
  return height === 0 ? 0 : height + 0.15 * rem;
}

/**
 * Rows of a text that wraps at words, and within one that is longer than a row; `used` is taken of
 * the first row already.
 */
export function rows(
  said: string,
  width: number,
  size: number,
  widthOf: Type["widthOf"],
  used = 0,
): number {
  const space = widthOf(" ", size);
  const room = Math.max(width, size);
  let count = 1;
  let at = used;
  for (const word of said.split(/\s+/)) {
    const needs = widthOf(word, size);
    const wider = at === 0 ? needs : at + space + needs;
    if (wider <= room) {
      at = wider;
      continue;
    }
    if (at > 0) count++;
    const full = Math.max(0, Math.ceil(needs / room) - 1);
    count += full;
    at = needs - full * room;
  }
  return count;
}
