import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from "react";
import { english, type Words } from "./english.ts";
import { makeFormat, type Format, type FormatSettings } from "./format.ts";
import { browserLocale, languageOf } from "./language.ts";

type Spoken = { words: Words; format: Format };

/** Nobody's prices are written with it: screens with money speak as their restaurant. */
const NO_CURRENCY = "XTS";

const SpokenContext = createContext<Spoken>({
  words: english,
  format: makeFormat({ locale: "en-GB", currency: NO_CURRENCY, timezone: "UTC" }),
});

/** What has been fetched: a screen that comes up later speaks at once. */
const fetched: { spanish: Words | null; last: Words } = { spanish: null, last: english };

/**
 * Words and formats for everything inside, after the restaurant's locale. English until another
 * language has been fetched.
 */
export function Speak({ settings, children }: { settings: FormatSettings; children: ReactNode }) {
  const { locale, currency, minorDigits, timezone } = settings;
  const words = useWordsOf(locale);
  const format = useMemo(
    () => makeFormat({ locale, currency, minorDigits, timezone }),
    [locale, currency, minorDigits, timezone],
  );
  const spoken = useMemo(() => ({ words, format }), [words, format]);
  return <SpokenContext value={spoken}>{children}</SpokenContext>;
}

/**
 * The same after the browser's languages, for whoever is not at a restaurant yet: choosing,
 * pairing, signing in, a guest whose menu is still to come.
 */
export function SpeakAsTheBrowser({ children }: { children: ReactNode }) {
  const [settings] = useState(() => ({ locale: browserLocale(), currency: NO_CURRENCY }));
  return <Speak settings={settings}>{children}</Speak>;
}

export const useWords = (): Words => useContext(SpokenContext).words;

export const useFormat = (): Format => useContext(SpokenContext).format;

/**
 * The words that were spoken last, for whoever stands outside of every `Speak`: what broke may be
 * that.
 */
export const wordsAtHand = (): Words => fetched.last;

/** The words of a locale, or English where we do not speak its language. */
export async function loadWords(locale: string): Promise<Words> {
  if (languageOf(locale) !== "es") return english;
  return (fetched.spanish ??= (await import("./spanish.ts")).spanish);
}

/** As far as it has been fetched. */
const wordsNow = (locale: string): Words =>
  (languageOf(locale) === "es" ? fetched.spanish : null) ?? english;

function useWordsOf(locale: string): Words {
  const [words, setWords] = useState(() => wordsNow(locale));
  useEffect(() => {
    let wanted = true;
    loadWords(locale).then(
      (loaded) => {
        if (!wanted) return;
        fetched.last = loaded;
        setWords(loaded);
      },
      // The chunk could not be fetched: English stays, and the next reload asks again.
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, [locale]);
  return words;
}
