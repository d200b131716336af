/**
 * The service worker, and new versions of the app. A new version is fetched in the background and waits; the page decides when it is
 * loaded, and nobody is ever reloaded mid-rush.
 */
import { Workbox } from "workbox-window";
import { HOUR } from "#shared/kernel/time.ts";
import { reload } from "../platform/address.ts";
import { hasServiceWorker } from "../platform/service-worker.ts";
import { trustServiceWorker, WORKER_URL } from "./trusted-types.ts";

export type Updates = {
  /** A new version is here and waits to be loaded. */
  waiting(): boolean;
  onChange(listener: () => void): void;
  /** Loads it, in every tab of this app. */
  load(): void;
};

let updates: Updates | null = null;

/** Registers the service worker at the first call. In development, or where there can be none, nothing ever waits. */
export function watchUpdates(): Updates {
  updates ??= import.meta.env.PROD && hasServiceWorker() ? start() : { waiting: () => false, onChange: () => undefined, load: reload };
  return updates;
}

function start(): Updates {
  trustServiceWorker();
  const workbox = new Workbox(WORKER_URL);
  const listeners = new Set<() => void>();
  let waiting = false;
  workbox.addEventListener("waiting", () => {
    waiting = true;
    for (const listener of listeners) listener();
  });
  // Also when another tab asked: the old version's parts are gone from the cache now.
  workbox.addEventListener("controlling", (event) => {
    if (event.isUpdate === true) reload();
  });
  const quietly = (work: Promise<unknown>) =>
    void work.catch((error: unknown) => {
      // Offline, or a server that is just being replaced: tried again in an hour and at the next start.
      if (!(error instanceof TypeError || error instanceof DOMException)) throw error;
    });
  quietly(workbox.register());
  // A tablet stays on one page for weeks, and only navigations look for a new worker by themselves.
  setInterval(() => quietly(workbox.update()), HOUR);
  return {
    waiting: () => waiting,
    onChange: (listener) => void listeners.add(listener),
    load: () => workbox.messageSkipWaiting(),
  };
}
