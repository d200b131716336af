import { useCallback, useMemo, useState } from "react";
import { own } from "#shared/kernel/own.ts";
import { useDevice } from "../../device/device-context.tsx";
import { readSaved, save } from "../../platform/local-storage.ts";
import { CLEARED, clearedIn, readSeenMarks, withSeen } from "./seen.ts";

const KEY = "heard.seen";
const NONE: readonly string[] = [];

export type Seen = ReturnType<typeof useSeen>;

export function useSeen() {
  const device = useDevice();
  const [seen, setSeen] = useState(() => readSeenMarks(readSaved(KEY)));
  const see = useCallback(
    (orderId: string, keys: readonly string[]) => {
      if (keys.length === 0) return;
      // Another tab may have seen more meanwhile.
      const next = withSeen(readSeenMarks(readSaved(KEY)), orderId, keys, device.now());
      save(KEY, next);
      setSeen(next);
    },
    [device],
  );
  const clear = useCallback((orderId: string) => see(orderId, [CLEARED]), [see]);
  return {
    see,
    clear,
    cleared: useMemo(() => clearedIn(seen), [seen]),
    keysOf: useCallback(
      (orderId: string): readonly string[] => own(seen, orderId)?.keys ?? NONE,
      [seen],
    ),
  };
}
