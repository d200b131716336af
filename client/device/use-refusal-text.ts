import { useCallback } from "react";
import { refusalText } from "../words/refusal-text.ts";
import { useWords } from "../words/words.tsx";
import { Refusal } from "./refusal.ts";

/**
 * What to tell the person about an error: a refusal in their own language. Anything else is a
 * mistake of ours, and said as one.
 */
export function useRefusalText(): (error: unknown) => string {
  const words = useWords();
  return useCallback(
    (error) =>
      error instanceof Refusal
        ? refusalText(words, error.code, error.message)
        : words.errors.failed,
    [words],
  );
}
