/**
 * "No onion" is read before "extra onion": removals stand apart. One begins with a word of the
 * menu's language that takes something away, and something follows that can be taken away: "No. 7"
 * and "No 7 sauce" are names, and so is "Nosh".
 */
export function isRemoval(modifier: string, words: readonly string[]): boolean {
  const name = modifier.trim().toLowerCase();
  return words.some(
    (word) => name.startsWith(`${word} `) && /^\p{L}/u.test(name.slice(word.length).trimStart()),
  );
}
