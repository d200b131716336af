import { useState } from "react";
import type { TableCrowd } from "#shared/kitchen/crowds.ts";
import { useDevice } from "../../device/device-context.tsx";
import { useRefusalText } from "../../device/use-refusal-text.ts";
import { useWords } from "../../words/words.tsx";
import { useUndo } from "./use-undo.ts";
import type { Undoable } from "./undo-store.ts";

export type CrowdDeeds = {
  /** Cancels what waits there and closes the table, once nobody has taken it back. */
  readonly clear: () => void;
  readonly clearing: Undoable | undefined;
  readonly takeBack: (key: string) => void;
  /** The table may order on, counted from now. */
  readonly fine: () => void;
  readonly busy: boolean;
  /** Why the last word did not get through. */
  readonly failure: string | null;
};

/** The two answers to "many orders at table 12". They are the server's to carry out: offline they fail, and say so. */
export function useCrowdDeeds({ tableId }: Pick<TableCrowd, "tableId">): CrowdDeeds {
  const device = useDevice();
  const textOf = useRefusalText();
  const { crowd: words } = useWords().door;
  const { pending, begin, takeBack } = useUndo();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const key = `crowd/${tableId}`;
  const say = async (body: Parameters<typeof device.api.setTableOrdering>[1]) => {
    setBusy(true);
    try {
      await device.api.setTableOrdering(tableId, body);
      setFailure(null);
    } catch (error) {
      setFailure(textOf(error));
    }
    setBusy(false);
  };
  return {
    clear: () => begin({ key, carryOut: () => void say({ ordering: "closed", clear: words.reason }) }),
    clearing: pending.get(key), takeBack, fine: () => void say({ ordering: "open" }), busy, failure,
  };
}
