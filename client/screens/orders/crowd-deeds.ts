import type { TableCrowd } from "#shared/kitchen/crowds.ts";
import { useDevice } from "../../device/device-context.tsx";
import { useOwnerAction } from "../../device/use-owner-action.ts";
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

/**
 * The two answers to "many orders at table 12". They are the server's to carry out: offline they
 * fail, and say so.
 */
export function useCrowdDeeds({ tableId }: Pick<TableCrowd, "tableId">): CrowdDeeds {
  const device = useDevice();
  const { crowd: words } = useWords().door;
  const { pending, begin, takeBack } = useUndo();
  const { attempt, busy, failure } = useOwnerAction();
  const key = `crowd/${tableId}`;
  const say = (body: Parameters<typeof device.api.setTableOrdering>[1]) =>
    attempt(() => device.api.setTableOrdering(tableId, body));
  return {
    clear: () =>
      begin({ key, carryOut: () => void say({ ordering: "closed", clear: words.reason }) }),
    clearing: pending.get(key),
    takeBack,
    fine: () => void say({ ordering: "open" }),
    busy,
    failure,
  };
}
