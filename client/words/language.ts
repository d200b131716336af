/**
 * Which language is spoken: a restaurant's settings say it (`Speak` in words.tsx); before there is
 * one, the browser.
 */
import { preferredLanguages } from "../platform/page.ts";

/** The first of the browser's languages that we speak, else English. */
export const browserLocale = (): string =>
  preferredLanguages().find((tag) => ["es", "en"].includes(languageOf(tag))) ?? "en-GB";

/** Of a language tag, `es` of `es-MX`; empty where it is none. */
export function languageOf(tag: string): string {
  try {
    return new Intl.Locale(tag).language;
  } catch (error) {
    // Browsers have been seen with "C" or "*" among their languages.
    if (error instanceof RangeError) return "";
    throw error;
  }
}
