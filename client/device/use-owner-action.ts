import { useCallback, useState } from "react";
import { useRefusalText } from "./use-refusal-text.ts";

export type OwnerAction = {
  /** Carries out what only the server can do; answers whether it did. */
  readonly attempt: (work: () => Promise<unknown>) => Promise<boolean>;
  readonly busy: boolean;
  /** Why the last one did not get through, in words for the person: until one does. */
  readonly failure: string | null;
  /** Says a sentence of the screen's own in that place, or takes away what stands there. */
  readonly say: (sentence: string | null) => void;
};

/**
 * A word that is the server's to carry out: offline it fails, and says so. `after`: what is asked
 * anew each time, whatever came of it; stays the same function.
 */
export function useOwnerAction(after?: () => void): OwnerAction {
  const textOf = useRefusalText();
  const [busy, setBusy] = useState(false);
  const [failure, say] = useState<string | null>(null);
  const attempt = useCallback(
    async (work: () => Promise<unknown>) => {
      setBusy(true);
      let wrong: string | null = null;
      try {
        await work();
      } catch (error) {
        wrong = textOf(error);
      }
      say(wrong);
      setBusy(false);
      after?.();
      return wrong === null;
    },
    [textOf, after],
  );
  return { attempt, busy, failure, say };
}
