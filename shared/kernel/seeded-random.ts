/** The seeded twin of chance: what it makes looks random and is the same for the same seed. */
import type { Ids } from "./ids.ts";
import type { Random } from "./random.ts";

/**
 * sfc32 (Chris Doty-Humphrey, PractRand; public domain): 128 bits of state, passes what tests there
 * are, and fast enough to simulate by.
 */
export function seededRandom(seed: number): Random {
  let [a, b, c, counter] = [0x9e3779b9 ^ seed, 0x243f6a88, 0xb7e15162 + seed, 1];
  const next32 = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  // Seeds that are neighbours begin alike: their first numbers are not used.
  for (let i = 0; i < 15; i++) next32();
  return { next: () => next32() / 4_294_967_296 };
}

/**
 * UUIDs (version 7 in form) that a seed makes: in their own order, so that a failure is easy to
 * read.
 */
export function seededIds(random: Random): Ids {
  let count = 0;
  const hex = () =>
    Math.floor(random.next() * 4_294_967_296)
      .toString(16)
      .padStart(8, "0");
  return {
    next() {
      const [a, b] = [hex(), hex()];
      return `${(++count).toString(16).padStart(8, "0")}-${a.slice(0, 4)}-7${a.slice(4, 7)}-8${b.slice(0, 3)}-${a}${b.slice(4)}`;
    },
  };
}

/** A whole number from `min` to `max`, both included. */
export const between = (random: Random, min: number, max: number): number =>
  min + Math.floor(random.next() * (max - min + 1));

/** True in about this share of cases (0 to 1). */
export const happens = (random: Random, share: number): boolean => random.next() < share;

/** One of these, or undefined where there is none. */
export const oneOf = <T>(random: Random, list: readonly T[]): T | undefined =>
  list[Math.floor(random.next() * list.length)];
