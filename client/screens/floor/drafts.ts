import { useCallback, useState } from "react";
import { z } from "zod/mini";
import { readSaved, save } from "../../platform/local-storage.ts";
import { basketLine, type Basket } from "../ordering/basket.ts";

/** An order that is being put together: kept over a reload and over a look at another table. */
const draft = z.object({
  orderId: z.string(),
  lines: z.array(basketLine),
  guestName: z.string(),
  notes: z.string(),
  hold: z.boolean(),
  promised: z._default(z.string(), ""),
});
export type Draft = {
  readonly orderId: string;
  readonly lines: Basket;
  readonly guestName: string;
  readonly notes: string;
  readonly hold: boolean;
  /**
   * The time of day by which it is wanted, as `19:30` on the restaurant's clock; empty: as soon as
   * possible.
   */
  readonly promised: string;
};

export function useDraft(
  key: string,
  newId: () => string,
): { draft: Draft; change: (part: Partial<Draft>) => void; clear: () => void } {
  const place = `heard.draft.${key}`;
  const [state, setState] = useState(() => load(place) ?? fresh(newId));
  const change = useCallback(
    (part: Partial<Draft>) =>
      setState((old) => {
        const next = { ...old, ...part };
        save(
          place,
          next.lines.length === 0 && next.notes === "" && next.guestName === "" ? null : next,
        );
        return next;
      }),
    [place],
  );
  const clear = useCallback(() => {
    save(place, null);
    setState(fresh(newId));
  }, [place, newId]);
  return { draft: state, change, clear };
}

function load(place: string): Draft | null {
  const saved = draft.safeParse(readSaved(place));
  return saved.success ? saved.data : null;
}

const fresh = (newId: () => string): Draft => ({
  orderId: newId(),
  lines: [],
  guestName: "",
  notes: "",
  hold: false,
  promised: "",
});
