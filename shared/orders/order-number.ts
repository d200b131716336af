import { shaped } from "#shared/kernel/schema.ts";

/** The letter of orders that guests place; never given to a device. */
export const GUEST_LETTER = "G";

/** The letter of orders placed from a browser session without a device. */
export const OWNER_LETTER = "W";

/** Letters for devices: no G and W (above), no I and O (read as 1 and 0 at two metres). */
export const DEVICE_LETTERS = "ABCDEFHJKLMNPQRSTUVXYZ";

/** `B12`: the originating device's letter and its own counter. */
export const deviceNumber = shaped(
  6,
  /^[A-Z]{1,2}[1-9]\d{0,3}$/,
  "must be a letter or two and a number, like B12",
);

const LARGEST = 999;

/**
 * The next number after `last` for a letter: 1 to 999, then from 1 again, so that it stays short
 * enough to call.
 */
export const nextNumber = (
  letter: string,
  last: number,
): { readonly number: string; readonly counter: number } => {
  const counter = last >= LARGEST ? 1 : last + 1;
  return { number: `${letter}${counter}`, counter };
};

/**
 * Does `counter` come after `last`, going round? What was made offline may arrive late, and does
 * not turn the count back.
 */
export function comesAfter(counter: number, last: number): boolean {
  if (last === 0) return true;
  const ahead = (counter - last + LARGEST) % LARGEST;
  return counter <= LARGEST && ahead > 0 && ahead <= LARGEST / 2;
}

/**
 * May a device have made it? The guests' letter and the office's are counted by the server alone.
 */
export const isDevices = (number: string): boolean =>
  ![GUEST_LETTER, OWNER_LETTER].includes(splitNumber(number).letter);

/** The parts of a number that exists. */
export function splitNumber(number: string): { readonly letter: string; readonly counter: number } {
  const digits = number.search(/\d/);
  return { letter: number.slice(0, digits), counter: Number(number.slice(digits)) };
}

/** The n-th device's letter (n from 0): 22 single letters, then pairs. */
export function letterAt(n: number): string {
  const size = DEVICE_LETTERS.length;
  if (n < size) return DEVICE_LETTERS.charAt(n);
  const rest = (n - size) % (size * size);
  return DEVICE_LETTERS.charAt(Math.floor(rest / size)) + DEVICE_LETTERS.charAt(rest % size);
}
