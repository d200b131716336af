/**
 * Which passwords are refused where one is chosen: those that a guesser tries first, and those that
 * are hardly more than the account's own names. It is asked nowhere else: a password that was taken
 * once goes on working.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { once } from "#shared/kernel/once.ts";

/**
 * The 5,000 most common ones of eight characters or more, and 3,000 of six or seven that only need
 * a tail; in small letters, from the list of zxcvbn-ts (MIT).
 */
const common = once(
  () =>
    new Set(readFileSync(join(import.meta.dirname, "common-passwords.txt"), "utf8").split("\n")),
);

/** What must be left of a password beside a name of the account, in letters and digits. */
const LEAST_BESIDE_A_NAME = 6;
/** A name shorter than this is part of too many good passwords. */
const LEAST_OF_A_NAME = 4;
const LEAST_DIFFERENT = 4;
/** A password that only repeats fewer characters than this is guessed with them. */
const LEAST_REPEATED = 6;

/**
 * A sentence for who chooses it, or null where the password will do. `names` are the account's own:
 * the address, the person, the restaurant.
 */
export function weaknessOf(password: string, names: readonly string[]): string | null {
  const small = seen(password);
  if (new Set(small).size < LEAST_DIFFERENT) return "must have more different characters";
  // "Password2026!" is "password" to a guesser.
  const guessed = [small, betweenLetters(small)].flatMap((text) => [text, repeated(text)]);
  if (
    repeated(small).length < LEAST_REPEATED ||
    guessed.some((text) => common().has(text) || common().has(betweenLetters(text)))
  )
    return "is one of the passwords that are guessed first";
  const plain = squeezed(small);
  const own = names
    .flatMap((name) => [name, ...name.split(/[@.\s]+/)])
    .map(squeezed)
    .find(
      (name) =>
        name.length >= LEAST_OF_A_NAME &&
        plain.replaceAll(name, "").length < LEAST_BESIDE_A_NAME &&
        plain.includes(name),
    );
  return own === undefined ? null : "must be more than the account's or the restaurant's own name";
}

/**
 * What a guesser's list has of it: full-width letters are letters, and what nobody sees is not
 * there. The hash is made of the password as it was typed.
 */
const seen = (password: string): string =>
  password
    .normalize("NFKC")
    .replaceAll(/[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu, "")
    .toLowerCase();

/**
 * The shortest beginning that makes the whole text when it is written over and over, the last time
 * perhaps in part; the text itself where it repeats nothing.
 */
function repeated(text: string): string {
  for (let length = 1; length < text.length; length++)
    if (text.startsWith(text.slice(length))) return text.slice(0, length);
  return text;
}

/** From the first letter to the last. */
function betweenLetters(text: string): string {
  const letters = [...text.matchAll(/\p{L}/gu)];
  const [first, last] = [letters.at(0), letters.at(-1)];
  return first === undefined || last === undefined
    ? ""
    : text.slice(first.index, last.index + last[0].length);
}

/** Small letters and digits without their accents: how a name looks inside a password. */
const squeezed = (text: string): string =>
  text
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, "");
