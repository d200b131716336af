import { useState } from "react";
import { trimmed } from "#shared/kernel/tidy.ts";
import type { TableRow } from "#shared/api/tables.ts";
import { useOwnerAction } from "../../device/use-owner-action.ts";
import { Button } from "../../ui/button.tsx";
import { useAskedClose } from "../../ui/asked-close.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { NoticeCard } from "../../ui/notice-card.tsx";
import { QrCode } from "../../ui/qr-code.tsx";
import { copyText } from "../../platform/page.ts";
import { TableDoor } from "../orders/table-door.tsx";
import { useWords } from "../../words/words.tsx";

type TableDialogProps = {
  table: TableRow;
  onClose: () => void;
  /** Each rejects with a sentence for the person. */
  onRotate: () => Promise<void>;
  onRename: (label: string) => Promise<void>;
  onRemove: () => Promise<void>;
};

type Asking = "rotate" | "remove" | null;

/** One table: its code, a new one where the old has left the house, its label, and its end. */
export function TableDialog({ table, onClose, onRotate, onRename, onRemove }: TableDialogProps) {
  const { owner: words, office, common } = useWords();
  const { house } = office;
  const [copied, setCopied] = useState(false);
  const [asking, setAsking] = useState<Asking>(null);
  const [label, setLabel] = useState(table.label);
  const [done, setDone] = useState<string | null>(null);
  const { attempt, failure } = useOwnerAction();
  const { close, asking: askingToClose } = useAskedClose(trimmed(label) !== table.label, onClose);
  const change = async (work: () => Promise<void>, after: () => void) => {
    if (await attempt(work)) after();
    setAsking(null);
  };
  if (asking !== null) {
    const rotates = asking === "rotate";
    // The same dialog with other words in it: it does not come up anew.
    return (
      <>
        <Dialog
          title={rotates ? house.rotateTitle(table.label) : house.removeTitle(table.label)}
          closeLabel={common.close}
          onClose={() => setAsking(null)}
          foot={
            <>
              <Button size="kitchen" onClick={() => setAsking(null)}>
                {common.cancel}
              </Button>
              <Button
                size="kitchen"
                tone="stop"
                onClick={() =>
                  void (rotates
                    ? change(onRotate, () => setDone(house.rotated))
                    : change(onRemove, onClose))
                }
              >
                {rotates ? house.rotateYes : house.removeYes}
              </Button>
            </>
          }
        >
          <p>{rotates ? house.rotateHint : house.removeHint}</p>
        </Dialog>
      </>
    );
  }
  return (
    <>
      <Dialog
        title={common.table(table.label)}
        closeLabel={common.close}
        onClose={close}
        foot={
          <Button size="kitchen" onClick={() => void copyText(table.orderUrl).then(setCopied)}>
            {copied ? words.copied : words.copyLink}
          </Button>
        }
      >
        {failure !== null && <NoticeCard tone="late" title={failure} />}
        {done !== null && <NoticeCard tone="go" title={done} />}
        <QrCode text={table.orderUrl} label={words.showQr(table.label)} />
        <p className="code__how">{words.scanToOrder}</p>
        <p className="tables-link">{table.orderUrl}</p>
        <form
          className="tables-form"
          onSubmit={(event) => {
            event.preventDefault();
            void change(
              () => onRename(trimmed(label)),
              () => setDone(house.renamed),
            );
          }}
        >
          <Field
            label={words.tableLabel}
            value={label}
            maxLength={40}
            autoComplete="off"
            onChange={(event) => setLabel(event.target.value)}
          />
          <Button type="submit" disabled={trimmed(label) === "" || trimmed(label) === table.label}>
            {house.rename}
          </Button>
        </form>
        <TableDoor tableId={table.id} label={table.label} />
        <div className="menu-lists">
          <Button onClick={() => setAsking("rotate")}>{house.rotate}</Button>
          <Button tone="stop" onClick={() => setAsking("remove")}>
            {house.removeTable}
          </Button>
        </div>
      </Dialog>
      {askingToClose}
    </>
  );
}
