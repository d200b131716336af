import { orderingAt } from "#shared/restaurant/guest-ordering.ts";
import { useDevice, useSettings } from "../../device/device-context.tsx";
import { useOwnerAction } from "../../device/use-owner-action.ts";
import { Button } from "../../ui/button.tsx";
import { useWords } from "../../words/words.tsx";
import "./crowd.css";

/**
 * Whether guests may order by themselves at this table, and the word that changes it (ORD-51). The
 * server carries it out: offline it fails, and says so.
 */
export function TableDoor({ tableId, label }: { tableId: string; label: string }) {
  const device = useDevice();
  const { table: words } = useWords().door;
  const { open } = orderingAt(useSettings(), tableId);
  const { attempt, busy, failure } = useOwnerAction();
  const change = () =>
    attempt(() => device.api.setTableOrdering(tableId, { ordering: open ? "closed" : "open" }));
  return (
    <section className="table-door">
      <p>{open ? words.open : words.closed}</p>
      <Button
        size="kitchen"
        tone={open ? "quiet" : "go"}
        disabled={busy}
        aria-label={open ? words.closeNamed(label) : words.reopenNamed(label)}
        onClick={() => void change()}
      >
        {open ? words.close : words.reopen}
      </Button>
      {failure !== null && <p role="alert">{failure}</p>}
    </section>
  );
}
