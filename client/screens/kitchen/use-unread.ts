import { useCallback, useEffect, useRef, useState } from "react";
import { SECOND } from "#shared/kernel/time.ts";
import { isWholeInSight, warningsOn } from "../../platform/sight.ts";

/** How long the second touch may take: as long as it takes to scroll there and read. */
export const READ_WITHIN_MS = 20 * SECOND;

export type Unread = {
  /** The ticket whose warning somebody is asked to read. */
  readonly cardId: string | null;
  /**
   * False for the first touch on a ticket with an allergy that is not wholly in sight: it scrolls
   * there, and asks for another.
   */
  readonly mayBump: (cardId: string) => boolean;
};

/**
 * A ticket is not finished in one touch while an allergy on it is out of sight: who bumps it has
 * not read it.
 */
export function useUnread(): Unread {
  const [cardId, setCardId] = useState<string | null>(null);
  const asked = useRef<{ cardId: string; timer: ReturnType<typeof setTimeout> } | null>(null);
  const forget = useCallback(() => {
    clearTimeout(asked.current?.timer);
    asked.current = null;
    setCardId(null);
  }, []);
  useEffect(() => () => clearTimeout(asked.current?.timer), []);
  const mayBump = useCallback(
    (id: string) => {
      const again = asked.current?.cardId === id;
      forget();
      const hidden = again ? undefined : warningsOn(id).find((warning) => !isWholeInSight(warning));
      if (hidden === undefined) return true;
      hidden.scrollIntoView({ block: "nearest" });
      asked.current = { cardId: id, timer: setTimeout(forget, READ_WITHIN_MS) };
      setCardId(id);
      return false;
    },
    [forget],
  );
  return { cardId, mayBump };
}
