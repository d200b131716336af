import { useCallback, useState } from "react";
import { z } from "zod/mini";
import { sameName } from "#shared/kernel/letters.ts";
import { trimmed } from "#shared/kernel/tidy.ts";
import type { TableRow } from "#shared/api/tables.ts";
import { useDevice } from "../../device/device-context.tsx";
import { Refusal } from "../../device/refusal.ts";
import { useOwnerAction } from "../../device/use-owner-action.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Field } from "../../ui/field.tsx";
import { PlusIcon, QrIcon } from "../../ui/icons.tsx";
import { NoticeCard } from "../../ui/notice-card.tsx";
import { QrCode } from "../../ui/qr-code.tsx";
import { printPage } from "../../platform/page.ts";
import { useWords } from "../../words/words.tsx";
import { nextTableId } from "./table-id.ts";
import { TableDialog } from "./table-dialog.tsx";
import { useLoaded } from "./use-loaded.ts";
import { useSaved } from "./use-saved.ts";

/** Tables and the codes that guests scan. */
export function TablesPanel() {
  const device = useDevice();
  const { owner: words, common } = useWords();
  const load = useCallback(() => device.api.tables(), [device]);
  const { value: rows, failure, reload } = useLoaded(load, null);
  const { value, set, settle } = useSaved(
    `heard.table-draft.${device.identity.restaurantId}`,
    z.string(),
  );
  const label = value ?? "";
  const { attempt, failure: wrong, say } = useOwnerAction(reload);
  const [shownId, setShownId] = useState<string | null>(null);
  const shown = rows?.find((row) => row.id === shownId) ?? null;
  const taken = (wanted: string, but: string | null) =>
    (rows ?? []).some((row) => row.id !== but && sameName(row.label, wanted));
  const add = async () => {
    const wanted = trimmed(label);
    if (rows === null || wanted === "") return;
    if (taken(wanted, null)) return say(words.tableExists);
    const table = {
      id: nextTableId(
        wanted,
        rows.map((row) => row.id),
      ),
      label: wanted,
    };
    if (await attempt(() => device.api.saveTables([...asWritten(rows), table])))
      settle(value, (now) => now);
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
          <Field
            label={words.tableLabel}
            value={label}
            maxLength={40}
            autoComplete="off"
            error={wrong ?? undefined}
            onChange={(event) => set(event.target.value === "" ? null : event.target.value)}
          />
          <Button
            type="submit"
            tone="go"
            icon={<PlusIcon />}
            disabled={trimmed(label) === "" || rows === null}
          >
            {words.addTable}
          </Button>
        </form>
        {rows !== null && rows.length === 0 && <EmptyState title={words.noTablesYet} />}
        <ul className="tables-list" aria-label={words.tables}>
          {(rows ?? []).map((row) => (
            <li key={row.id}>
              <Button
                wide
                icon={<QrIcon />}
                aria-label={words.showQr(row.label)}
                onClick={() => setShownId(row.id)}
              >
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
        <TableDialog
          table={shown}
          onClose={() => setShownId(null)}
          onRotate={async () => {
            await device.api.rotateTable(shown.id);
            reload();
          }}
          onRename={async (next) => {
            if (taken(next, shown.id)) throw new Refusal("table_exists", words.tableExists);
            await device.api.saveTables(
              asWritten(rows ?? []).map((row) =>
                row.id === shown.id ? { id: row.id, label: next } : row,
              ),
            );
            reload();
          }}
          onRemove={async () => {
            await device.api.saveTables(asWritten(rows ?? []).filter((row) => row.id !== shown.id));
            reload();
          }}
        />
      )}
    </>
  );
}

const asWritten = (rows: readonly TableRow[]) => rows.map(({ id, label }) => ({ id, label }));
