import { useSyncExternalStore } from "react";
import { useDevice } from "../../device/device-context.tsx";
import type { Device } from "../../device/device.ts";
import { isVisible, onVisibility } from "../../platform/page.ts";
import { makeUndoStore, type Undoable, type UndoStore } from "./undo-store.ts";

const stores = new WeakMap<Device, UndoStore>();

/**
 * What can be taken back on this device right now: one list for all of its screens, so that looking
 * elsewhere gives nothing up.
 */
export function useUndo(): Pick<UndoStore, "begin" | "takeBack" | "drop"> & {
  readonly pending: ReadonlyMap<string, Undoable>;
} {
  const store = storeOf(useDevice());
  const pending = useSyncExternalStore(store.subscribe, store.pending);
  return { pending, begin: store.begin, takeBack: store.takeBack, drop: store.drop };
}

function storeOf(device: Device): UndoStore {
  const known = stores.get(device);
  if (known !== undefined) return known;
  const store = makeUndoStore();
  stores.set(device, store);
  onVisibility(() => {
    if (!isVisible()) store.carryOutAll();
  });
  return store;
}
