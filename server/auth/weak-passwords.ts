/**
 * Which passwords are refused where one is chosen: those that a guesser tries first, and those that are hardly more than the account's own names. It is
 * asked nowhere else: a password that was taken once goes on working.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { once } from "../http/once.ts";

/** The 5,000 most common ones of eight characters or more, and 3,000 of six or seven that only need a tail; in small letters, from the list of zxcvbn-ts (MIT). */
const common = once(() => new Set(readFileSync(join(import.meta.dirname, "common-passwords.txt"), "utf8").split("\n")));

/** What must be left of a password beside a name of the account, in letters and digits. */
const LEAST_BESIDE_A_NAME = 6;
/** A name shorter than this is part of too many good passwords. */
const LEAST_OF_A_NAME = 4;
const LEAST_DIFFERENT = 4;

/** A sentence for who chooses it, or null where the password will do. `names` are the account's own: the address, the person, the restaurant. */
export function weaknessOf(password: string, names: readonly string[]): string | null {
  const small = password.toLowerCase();
  if (new Set(small).size < LEAST_DIFFERENT) return "must have more different characters";
  // "Password2026!" is "password" to a guesser.
  if (common().has(small) || common().has(betweenLetters(small))) return "is one of the passwords that are guessed first";
  const plain = squeezed(password);
  const own = names.flatMap((name) => [name, ...name.split(/[@.\s]+/)]).map(squeezed).find((name) => name.length >= LEAST_OF_A_NAME && plain.replaceAll(name, "").length < LEAST_BESIDE_A_NAME && plain.includes(name));
  return own === undefined ? null : "must be more than the account's or the restaurant's own name";
}

/** From the first letter to the last. */
function betweenLetters(text: string): string {
  const letters = [...text.matchAll(/\p{L}/gu)];
  const [first, last] = [letters.at(0), letters.at(-1)];
  return first === undefined || last === undefined ? "" : text.slice(first.index, last.index + last[0].length);
}

/** Small letters and digits without their accents: how a name looks inside a password. */
const squeezed = (text: string): string => text.normalize("NFKD").toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
