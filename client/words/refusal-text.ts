import type { Words } from "./english.ts";
import type { RefusalCode } from "./refusal-english.ts";

/**
 * A refusal in the person's own words; what came with its code stands in only where a newer server
 * sends a code that this version does not know.
 */
export function refusalText(
  words: Pick<Words, "refusals" | "refusal">,
  code: string,
  detail = "",
): string {
  if (Object.hasOwn(words.refusals, code)) return words.refusals[code as RefusalCode];
  return detail === "" ? words.refusal.unknown : detail;
}
