import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from "react";
import { english, type Words } from "./english.ts";
import { makeFormat, type Format, type FormatSettings } from "./format.ts";

type Spoken = { words: Words; format: Format };

const HOUSE: FormatSettings = { locale: "en-GB", currency: "GBP", timezone: "UTC" };

const SpokenContext = createContext<Spoken>({ words: english, format: makeFormat(HOUSE) });

/** Words and formats for everything inside, after the restaurant's locale. English until another language has been fetched. */
export function Speak({ settings, children }: { settings: FormatSettings; children: ReactNode }) {
  const { locale, currency, timezone } = settings;
  const words = useWordsOf(locale);
  const format = useMemo(() => makeFormat({ locale, currency, timezone }), [locale, currency, timezone]);
  const spoken = useMemo(() => ({ words, format }), [words, format]);
  return <SpokenContext value={spoken}>{children}</SpokenContext>;
}

export const useWords = (): Words => useContext(SpokenContext).words;

export const useFormat = (): Format => useContext(SpokenContext).format;

/** The language of a locale, or English where we do not speak it. */
export async function loadWords(locale: string): Promise<Words> {
  return new Intl.Locale(locale).language === "es" ? (await import("./spanish.ts")).spanish : english;
}

function useWordsOf(locale: string): Words {
  const [words, setWords] = useState(english);
  useEffect(() => {
    let wanted = true;
    loadWords(locale).then(
      (loaded) => {
        if (wanted) setWords(loaded);
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
