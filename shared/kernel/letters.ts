/**
 * Letters as somebody types them who has no others: what is searched for, and what a name is
 * compared by.
 */

/** Letters that no normalization takes apart. */
const APART: ReadonlyMap<string, string> = new Map([
  ["ß", "ss"],
  ["æ", "ae"],
  ["œ", "oe"],
  ["þ", "th"],
  ["ĳ", "ij"],
  ["ø", "o"],
  ["ł", "l"],
  ["đ", "d"],
  ["ð", "d"],
  ["ħ", "h"],
  ["ŧ", "t"],
  ["ı", "i"],
  ["ŋ", "n"],
]);
const TAKEN_APART = /[ßæœþĳøłđðħŧıŋ]/g;

/**
 * Small letters without marks: `Smørrebrød` is `smorrebrod`, half-width `ｶﾚｰ` is `カレー`, and what
 * cannot be seen is not there.
 */
export function plainLetters(text: string): string {
  const bare = text
    .normalize("NFKD")
    .replaceAll(/[\p{M}\p{Cf}]/gu, "")
    .toLowerCase();
  return bare.replaceAll(TAKEN_APART, (letter) => APART.get(letter) ?? letter);
}

/**
 * Would people take both for one name? As they type it: without marks, in small letters, with
 * whatever blanks.
 */
export const sameName = (a: string, b: string): boolean => nameLetters(a) === nameLetters(b);

const nameLetters = (name: string): string => plainLetters(name).trim().replaceAll(/\s+/g, " ");

/** The words of a text in plain letters: whatever is no letter and no digit parts them. */
export const wordsOf = (text: string): string[] =>
  plainLetters(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");

/**
 * Does the name have every word that was typed, in any order, also where it writes as one what was
 * typed apart, or the other way round?
 */
export function findsIn(name: string, typed: string): boolean {
  const [wanted, there] = [wordsOf(typed), wordsOf(name)];
  if (wanted.length === 0) return plainLetters(name).includes(plainLetters(typed.trim()));
  return (
    wanted.every((word) => there.some((one) => one.includes(word))) ||
    there.join("").includes(wanted.join(""))
  );
}
