import { useCallback } from "react";
import { fromIso, SECOND } from "#shared/kernel/time.ts";
import { silentDevices } from "#shared/kitchen/silence.ts";
import { useDevice, useNow, useView } from "../../device/device-context.tsx";
import { Button } from "../../ui/button.tsx";
import { NoticeCard } from "../../ui/notice-card.tsx";
import { isolated } from "../../words/isolated.ts";
import { useFormat, useWords } from "../../words/words.tsx";
import { useLoaded } from "./use-loaded.ts";

const REFRESH_MS = 10 * SECOND;

/**
 * Screens that should be here and are not, by the rule that the server tells phones by. Nothing
 * where the server does not answer: then the badge says so.
 */
export function SilentDevices({ onDevices }: { onDevices: () => void }) {
  const device = useDevice();
  const { orders } = useView();
  const { owner: words } = useWords();
  const format = useFormat();
  const now = useNow(5 * SECOND);
  const load = useCallback(() => device.api.devices(), [device]);
  const { value, failure } = useLoaded(load, REFRESH_MS);
  const silent =
    value === null || failure !== null ? [] : silentDevices(value, orders.values(), now);
  if (silent.length === 0) return null;
  return (
    <NoticeCard
      tone="late"
      title={words.silent(silent.length)}
      detail={format.list(
        silent.map((row) =>
          words.silentSince(isolated(row.name), format.time(fromIso(row.lastSeenAt ?? ""))),
        ),
      )}
    >
      <div>
        <Button onClick={onDevices}>{words.devices}</Button>
      </div>
    </NoticeCard>
  );
}
