/**
 * What people type or paste, made fit to be written down and to be seen. Every function here looks
 * at each character once: it runs on whatever is pasted.
 */

/** What cannot be seen: blanks, controls, format characters, fillers. */
const UNSEEN = /[\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u;
/** Refused where it stands, and not passed over. */
const ZERO = "\0";
/** What belongs to the character before it, and changes how that is drawn: a red heart, a flag. */
const CLINGING = /[\ufe00-\ufe0f\u{e0020}-\u{e007f}]/u;

/**
 * Embeddings, overrides and isolates: one that is not closed turns whatever is drawn behind the
 * text, and a name needs none.
 */
const TURNS = /[\u202a-\u202e\u2066-\u2069]/g;

/**
 * The text without what cannot be seen at its ends: a label of zero-width spaces is an empty one,
 * and a mark that turns the reading direction does not stand before a name. Inside it stays,
 * because scripts and emoji are joined by such characters; only what turns others goes.
 */
export function trimmed(typed: string): string {
  const text = typed.replaceAll(TURNS, "");
  let [from, to] = [0, text.length];
  for (let sign = at(text, from); from < to && isUnseen(sign); sign = at(text, from))
    from += sign.length;
  for (
    let sign = before(text, to);
    to > from && isUnseen(sign) && !CLINGING.test(sign);
    sign = before(text, to)
  )
    to -= sign.length;
  return text.slice(from, to);
}

/**
 * U+0000 and halves of characters (an emoji cut in two) are taken out, because neither reaches a
 * database whole; the ends are trimmed; at most `max` UTF-16 units are left, and no character is
 * cut in two.
 */
export function tidy(typed: string, max: number): string {
  const whole = trimmed(typed.replaceAll(/\0|\p{Surrogate}/gu, ""));
  if (whole.length <= max) return whole;
  return trimmed(whole.slice(0, max).replace(/\p{Surrogate}$/u, ""));
}

const isUnseen = (sign: string): boolean => sign !== ZERO && UNSEEN.test(sign);

const at = (text: string, index: number): string =>
  String.fromCodePoint(text.codePointAt(index) ?? 0);

/** The character that ends at `index`. */
function before(text: string, index: number): string {
  const pair = index >= 2 ? at(text, index - 2) : "";
  return pair.length === 2 ? pair : text.slice(index - 1, index);
}
