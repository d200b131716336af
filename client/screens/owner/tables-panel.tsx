import { useCallback, useState } from "react";
import type { TableRow } from "#shared/api/tables.ts";
import { useDevice } from "../../device/device-context.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Field } from "../../ui/field.tsx";
import { PlusIcon, QrIcon } from "../../ui/icons.tsx";
import { NoticeCard } from "../../ui/notice-card.tsx";
import { QrCode } from "../../ui/qr-code.tsx";
import { copyText, printPage } from "../../platform/page.ts";
import { useWords } from "../../words/words.tsx";
import { nextTableId } from "./table-id.ts";
import { useLoaded } from "./use-loaded.ts";

/** Tables and the codes that guests scan. */
export function TablesPanel() {
  const device = useDevice();
  const { owner: words, common } = useWords();
  const load = useCallback(() => device.api.tables(), [device]);
  const { value: rows, failure, reload } = useLoaded(load, null);
  const [label, setLabel] = useState("");
  const [wrong, setWrong] = useState<string | null>(null);
  const [shown, setShown] = useState<TableRow | null>(null);
  const [copied, setCopied] = useState(false);
  const add = async () => {
    const wanted = label.trim();
    if (rows === null || wanted === "") return;
    if (rows.some((row) => row.label.toLowerCase() === wanted.toLowerCase())) {
      setWrong(words.tableExists);
      return;
    }
    try {
      await device.api.saveTables([...rows.map((row) => ({ id: row.id, label: row.label })), { id: nextTableId(wanted, rows.map((row) => row.id)), label: wanted }]);
      setLabel("");
      setWrong(null);
    } catch (error) {
      setWrong(error instanceof Error ? error.message : words.failed);
    }
    reload();
  };
  return (
    <>
      <Card
        title={words.tables}
        aside={
          rows !== null && rows.length > 0 ? (
            <Button tone="quiet" onClick={printPage}>
              {words.print}
            </Button>
          ) : undefined
        }
      >
        {failure !== null && <NoticeCard tone="warm" title={words.noContact} detail={failure} />}
        <form
          className="tables-form"
          onSubmit={(event) => {
            event.preventDefault();
            void add();
          }}
        >
          <Field label={words.tableLabel} value={label} maxLength={40} autoComplete="off" error={wrong ?? undefined} onChange={(event) => setLabel(event.target.value)} />
          <Button type="submit" tone="go" icon={<PlusIcon />} disabled={label.trim() === "" || rows === null}>
            {words.addTable}
          </Button>
        </form>
        {rows !== null && rows.length === 0 && <EmptyState title={words.noTablesYet} />}
        <ul className="tables-list" aria-label={words.tables}>
          {(rows ?? []).map((row) => (
            <li key={row.id}>
              <Button wide icon={<QrIcon />} aria-label={words.showQr(row.label)} onClick={() => setShown(row)}>
                {common.table(row.label)}
              </Button>
            </li>
          ))}
        </ul>
      </Card>
      {/* On paper only: every table's code on a card of its own. */}
      <div className="print-sheet" aria-hidden="true">
        {(rows ?? []).map((row) => (
          <figure key={row.id} className="print-sheet__card">
            <figcaption>{common.table(row.label)}</figcaption>
            <QrCode text={row.orderUrl} label={words.showQr(row.label)} />
            <p>{words.scanToOrder}</p>
          </figure>
        ))}
      </div>
      {shown !== null && (
        <Dialog
          title={common.table(shown.label)}
          closeLabel={common.close}
          onClose={() => {
            setShown(null);
            setCopied(false);
          }}
          foot={
            <Button size="kitchen" onClick={() => void copyText(shown.orderUrl).then(setCopied)}>
              {copied ? words.copied : words.copyLink}
            </Button>
          }
        >
          <QrCode text={shown.orderUrl} label={words.showQr(shown.label)} />
          <p className="code__how">{words.scanToOrder}</p>
          <p className="tables-link">{shown.orderUrl}</p>
        </Dialog>
      )}
    </>
  );
}
