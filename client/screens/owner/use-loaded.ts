import { useCallback, useEffect, useState } from "react";
import { useRefusalText } from "../../device/use-refusal-text.ts";

export type LoadedList<T> = {
  readonly value: T | null;
  readonly failure: string | null;
  reload: () => void;
};

/**
 * What an owner's list shows: the last answer stays in sight, and a failed refresh is said beside
 * it.
 */
export function useLoaded<T>(load: () => Promise<T>, everyMs: number | null): LoadedList<T> {
  const textOf = useRefusalText();
  const [value, setValue] = useState<T | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [turn, setTurn] = useState(0);
  const reload = useCallback(() => setTurn((old) => old + 1), []);
  useEffect(() => {
    let wanted = true;
    const ask = () =>
      void load().then(
        (loaded) => {
          if (!wanted) return;
          setValue(loaded);
          setFailure(null);
        },
        (error: unknown) => {
          if (wanted) setFailure(textOf(error));
        },
      );
    ask();
    const timer = everyMs === null ? undefined : setInterval(ask, everyMs);
    return () => {
      wanted = false;
      clearInterval(timer);
    };
  }, [load, everyMs, turn, textOf]);
  return { value, failure, reload };
}
