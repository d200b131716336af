/**
 * What a person typed or pasted, made fit to be written down: U+0000 and halves of characters (an emoji cut in two) are taken out, because
 * neither reaches a database whole; the ends are trimmed; at most `max` UTF-16 units are left, and no character is cut in two.
 */
export function tidy(typed: string, max: number): string {
  const whole = typed.replaceAll(/\0|\p{Surrogate}/gu, "").trim();
  if (whole.length <= max) return whole;
  return whole.slice(0, max).replace(/\p{Surrogate}$/u, "").trim();
}
