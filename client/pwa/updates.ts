/**
 * The service worker, and new versions of the app. A new version is fetched in the background and
 * waits; the page decides when it is loaded, and nobody is ever reloaded mid-rush.
 */
import type { Workbox } from "workbox-window";
import { HOUR } from "#shared/kernel/time.ts";
import { reload } from "../platform/address.ts";
import { whenIdle } from "../platform/moments.ts";
import { hasServiceWorker } from "../platform/service-worker.ts";
import { reloadWhenIdle } from "./take-over.ts";
import { trustServiceWorker, WORKER_URL } from "./trusted-types.ts";

export type Updates = {
  /** A new version is here and waits to be loaded. */
  waiting(): boolean;
  onChange(listener: () => void): void;
  /** This tab is not reloaded while `busy` says so. */
  busyWhile(busy: () => boolean): void;
  /** Loads it: here at once, in other tabs of this app as soon as they are idle. */
  load(): void;
};

let updates: Updates | null = null;

/**
 * Registers the service worker after the first call, when the page has drawn. In development, or
 * where there can be none, nothing ever waits.
 */
export function watchUpdates(): Updates {
  updates ??=
    import.meta.env.PROD && hasServiceWorker()
      ? start()
      : {
          waiting: () => false,
          onChange: () => undefined,
          busyWhile: () => undefined,
          load: reload,
        };
  return updates;
}

/**
 * How long a screen may keep the worker waiting, in ms: it fetches the whole app, and the tickets
 * come first.
 */
const REGISTER_WITHIN_MS = 5_000;

function start(): Updates {
  trustServiceWorker();
  const listeners = new Set<() => void>();
  let workbox: Workbox | null = null;
  let waiting = false;
  const takeOver = reloadWhenIdle({ reload, every });
  const quietly = (work: Promise<unknown>) =>
    void work.catch((error: unknown) => {
      // Offline, or a server that is just being replaced: tried again in an hour and at the next
      // start.
      if (!(error instanceof TypeError || error instanceof DOMException)) throw error;
    });
  const register = async () => {
    const { Workbox } = await import("workbox-window");
    const made = new Workbox(WORKER_URL);
    made.addEventListener("waiting", () => {
      waiting = true;
      for (const listener of listeners) listener();
    });
    // Another tab may have asked. A busy one goes on with what it has loaded, which is all that its
    // screen needs.
    made.addEventListener("controlling", (event) => {
      if (event.isUpdate === true) takeOver.now();
    });
    await made.register();
    // Only now: one that could not be registered has nothing to update, and is registered at the
    // next try.
    workbox = made;
  };
  whenIdle(() => quietly(register()), REGISTER_WITHIN_MS);
  // A tablet stays on one page for weeks, and only navigations look for a new worker by themselves.
  setInterval(() => quietly(workbox === null ? register() : workbox.update()), HOUR);
  return {
    waiting: () => waiting,
    onChange: (listener) => void listeners.add(listener),
    busyWhile: (busy) => takeOver.busyWhile(busy),
    load() {
      takeOver.asked();
      workbox?.messageSkipWaiting();
    },
  };
}

function every(ms: number, work: () => void): () => void {
  const timer = setInterval(work, ms);
  return () => clearInterval(timer);
}
