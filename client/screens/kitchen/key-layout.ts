/**
 * The key that was meant: bars and layouts differ in what they send for the same key, and the
 * kitchen's keys are known by what is printed on them.
 */

export type Pressed = { readonly key: string; readonly code: string; readonly shiftKey: boolean };

/**
 * A letter in small, a digit, or a key's own name. Where the layout makes something else of a
 * letter's or a digit's place (Cyrillic, Greek, AZERTY's digits, a reading aid that composes), the
 * place says what it is.
 */
export function keyMeant({ key, code, shiftKey }: Pressed): string {
  if (/^[A-Za-z0-9?]$/.test(key)) return key.toLowerCase();
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  // A Latin layout that has a sign there means the sign.
  if (letter !== undefined && !isAscii(key)) return letter.toLowerCase();
  const digit = /^(?:Digit|Numpad)([0-9])$/.exec(code)?.[1];
  return digit !== undefined && !shiftKey && !isNamed(key) ? digit : key;
}

/** `Process`, `Dead` and `Unidentified` say that the browser does not know yet. */
const isAscii = (key: string): boolean =>
  /^[\u0020-\u007e]+$/.test(key) && !["Process", "Dead", "Unidentified"].includes(key);

/** As the number pad's keys without its lock: arrows and the like. */
const isNamed = (key: string): boolean => key.length > 1 && isAscii(key);
