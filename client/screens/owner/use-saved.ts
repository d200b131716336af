import { useCallback, useState } from "react";
import type { z } from "zod/mini";
import { readSaved, save } from "../../platform/saved.ts";

export type Saved<T> = {
  /** Null: nothing was begun. */
  readonly value: T | null;
  readonly set: (next: T | null) => void;
  /** False where this browser keeps nothing: what is typed is lost with the page. */
  readonly kept: boolean;
};

/** Unsaved work that a reload, a call or an empty battery must not cost. */
export function useSaved<T>(key: string, schema: z.ZodMiniType<T>): Saved<T> {
  const [value, setValue] = useState<T | null>(() => {
    const found = schema.safeParse(readSaved(key));
    return found.success ? found.data : null;
  });
  const [kept, setKept] = useState(true);
  const set = useCallback(
    (next: T | null) => {
      setValue(next);
      setKept(save(key, next));
    },
    [key],
  );
  return { value, set, kept };
}
