import { allergenOf } from "#shared/menu/allergens.ts";
import type { Words } from "./english.ts";

/** Allergens in the reader's words; what somebody typed of their own stays as they typed it. */
export const allergenNames = (
  given: readonly string[],
  words: Words["orders"]["allergens"],
): string[] =>
  given.map((one) => {
    const id = allergenOf(one);
    return id === null ? one : words[id];
  });
