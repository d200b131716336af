import { plainLetters } from "#shared/kernel/letters.ts";

/**
 * A guest writes an allergy where there is room for it: in a note. Words that begin like these, in
 * English and Spanish (and so, mostly, in their neighbours), make a note one that must not be
 * missed. Better one note too many in the block than one too few: "no allergies" stands there too.
 */
const BEGINNINGS = [
  "allerg",
  "alerg",
  "anaphyl",
  "anafil",
  "coeliac",
  "celiac",
  "intoleran",
  "epipen",
  "epi-pen",
];

/**
 * Without looking behind, which Safari does from 16.4 on: a script that holds such a pattern does
 * not run at all in an older one.
 */
const MENTIONS = new RegExp(`(?:^|[^\\p{L}])(?:${BEGINNINGS.join("|")})`, "u");

export const mentionsAllergy = (note: string): boolean => MENTIONS.test(plainLetters(note));
