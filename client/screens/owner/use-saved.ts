import { useCallback, useRef, useState } from "react";
import type { z } from "zod/mini";
import { readSaved, save } from "../../platform/local-storage.ts";

export type Saved<T> = {
  /** Null: nothing was begun. */
  readonly value: T | null;
  readonly set: (next: T | null) => void;
  /**
   * The server has answered, and has `sent` from now on (null: nothing new). What was typed over it
   * meanwhile stays, as `rest` makes it of what is there now.
   */
  readonly settle: (sent: T | null, rest: (now: T) => T | null) => void;
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
  const now = useRef(value);
  const set = useCallback(
    (next: T | null) => {
      now.current = next;
      setValue(next);
      setKept(save(key, next));
    },
    [key],
  );
  const settle = useCallback(
    (sent: T | null, rest: (now: T) => T | null) =>
      set(now.current === sent || now.current === null ? null : rest(now.current)),
    [set],
  );
  return { value, set, settle, kept };
}
