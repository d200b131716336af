import { HOUR } from "#shared/kernel/time.ts";
import { askToKeep } from "../platform/persistent-storage.ts";

export type StorageState = "persistent" | "best-effort" | "full" | "unknown";

export type StorageWatch = { state(): StorageState; onChange(listener: () => void): void };

const FULL_SHARE = 0.95;

let watch: StorageWatch | null = null;

/**
 * Asks the browser to keep this device's storage, and again now and then: it may agree once the app
 * is installed or used often.
 */
export function watchStorage(): StorageWatch {
  watch ??= start();
  return watch;
}

function start(): StorageWatch {
  const listeners = new Set<() => void>();
  let state: StorageState = "unknown";
  const look = async () => {
    const keeping = await askToKeep();
    const next =
      keeping === null
        ? "unknown"
        : keeping.usedShare !== null && keeping.usedShare >= FULL_SHARE
          ? "full"
          : keeping.persistent
            ? "persistent"
            : "best-effort";
    if (next === state) return;
    state = next;
    for (const listener of listeners) listener();
  };
  const lookQuietly = () =>
    void look().catch((error: unknown) => {
      // Firefox asks the person, who may never answer; a browser that refuses the question keeps
      // its state.
      if (!(error instanceof DOMException || error instanceof TypeError)) throw error;
    });
  lookQuietly();
  setInterval(lookQuietly, HOUR);
  return { state: () => state, onChange: (listener) => void listeners.add(listener) };
}
