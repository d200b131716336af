import { useCallback, useState } from "react";
import type { DeviceRow } from "#shared/api/devices.ts";
import { fromIso, SECOND } from "#shared/kernel/time.ts";
import { useDevice, useNow } from "../../device/device-context.tsx";
import { useOwnerAction } from "../../device/use-owner-action.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { PlusIcon } from "../../ui/icons.tsx";
import { NoticeCard } from "../../ui/notice-card.tsx";
import { lapseOf } from "../../words/format.ts";
import { useFormat, useWords } from "../../words/words.tsx";
import { PairingDialog } from "./pairing-dialog.tsx";
import { PushCard } from "./push-card.tsx";
import { useLoaded } from "./use-loaded.ts";
import { useStationName } from "../orders/use-station-name.ts";

const REFRESH_MS = 5 * SECOND;
const HERE_NOW_MS = 30 * SECOND;

/** Who takes part, when each was last heard of, and what each still lacks. */
export function DevicesPanel() {
  const device = useDevice();
  const { owner: words, common, role: roles } = useWords();
  const load = useCallback(() => device.api.devices(), [device]);
  const { value: rows, failure, reload } = useLoaded(load, REFRESH_MS);
  const [pairing, setPairing] = useState(false);
  const [revoking, setRevoking] = useState<DeviceRow | null>(null);
  const { attempt, failure: wrong } = useOwnerAction(reload);
  const revoke = (row: DeviceRow) => {
    setRevoking(null);
    void attempt(() => device.api.revokeDevice(row.deviceId));
  };
  return (
    <>
      <Card
        title={words.devices}
        aside={
          <Button tone="go" size="kitchen" icon={<PlusIcon />} onClick={() => setPairing(true)}>
            {words.pairNew}
          </Button>
        }
      >
        {failure !== null && <NoticeCard tone="warm" title={words.noContact} detail={failure} />}
        {wrong !== null && <NoticeCard tone="late" title={wrong} />}
        {rows === null ? (
          failure === null && <p className="quiet-text">{common.working}</p>
        ) : rows.length === 0 ? (
          <EmptyState title={words.noDevices} detail={words.noDevicesHint} />
        ) : null}
        <ul aria-label={words.devices}>
          {(rows ?? []).map((row) => (
            <Row
              key={row.deviceId}
              row={row}
              role={roles[row.role]}
              onRevoke={() => setRevoking(row)}
            />
          ))}
        </ul>
      </Card>
      <PushCard />
      {pairing && (
        <PairingDialog
          devices={rows ?? []}
          onClose={() => {
            setPairing(false);
            reload();
          }}
        />
      )}
      {revoking !== null && (
        <Dialog
          title={words.revokeTitle(revoking.name)}
          closeLabel={common.close}
          onClose={() => setRevoking(null)}
          foot={
            <>
              <Button size="kitchen" onClick={() => setRevoking(null)}>
                {common.cancel}
              </Button>
              <Button size="kitchen" tone="stop" onClick={() => revoke(revoking)}>
                {words.revoke}
              </Button>
            </>
          }
        >
          <p>{words.revokeHint}</p>
        </Dialog>
      )}
    </>
  );
}

function Row({ row, role, onRevoke }: { row: DeviceRow; role: string; onRevoke: () => void }) {
  const { owner: words, office } = useWords();
  const stationName = useStationName();
  const format = useFormat();
  const now = useNow(5 * SECOND);
  const seenAt = row.lastSeenAt === null ? null : fromIso(row.lastSeenAt);
  const here = seenAt !== null && now - seenAt < HERE_NOW_MS;
  const lapse = lapseOf(seenAt === null ? 0 : now - seenAt);
  const stations = row.stationIds.map(stationName).join(", ");
  return (
    <li className="devices__row" data-device={row.deviceId}>
      <div className="devices__who">
        <p className="devices__name">
          <bdi>{row.name}</bdi>
        </p>
        <p className="quiet-text">{[role, stations].filter(Boolean).join(" · ")}</p>
        <p className="devices__state">
          <Badge tone={here ? "go" : "warm"}>
            {seenAt === null
              ? words.neverSeen
              : here
                ? words.seenNow
                : office.house.seenAgo[lapse.unit](lapse.count)}
          </Badge>
          {seenAt !== null && (
            <Badge tone={row.behind > 0 ? "warm" : "plain"}>
              {row.behind > 0 ? words.behind(format.number(row.behind)) : words.upToDate}
            </Badge>
          )}
          {row.appVersion !== null && <Badge>{office.house.version(row.appVersion)}</Badge>}
        </p>
      </div>
      <Button tone="stop" aria-label={words.revokeDevice(row.name)} onClick={onRevoke}>
        {words.revoke}
      </Button>
    </li>
  );
}
