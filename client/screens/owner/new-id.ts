import { plainLetters } from "#shared/kernel/letters.ts";

/**
 * An id from what a person calls it, of the letters that ids may have, and unlike every one in use;
 * `stem` stands where nothing of the name is left.
 */
export function newId(name: string, used: readonly string[], stem: string, prefix = ""): string {
  const base = plainLetters(name)
    .split(/[^a-z0-9]+/)
    .filter((part) => part !== "")
    .join("-")
    .slice(0, 40);
  const wanted = base === "" ? stem : `${prefix}${base}`;
  // What every object answers to (`constructor`) is a key that no body may have.
  const isTaken = (id: string) => used.includes(id) || id in Object.prototype;
  if (!isTaken(wanted)) return wanted;
  let n = 2;
  while (isTaken(`${wanted}-${n}`)) n++;
  return `${wanted}-${n}`;
}
