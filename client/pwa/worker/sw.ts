/**
 * Keeps the app's own files on the device, so that a tablet opens without a network. It never
 * touches the API: what a kitchen sees comes from the device's store, never from a cache of
 * answers.
 */
import {
  addPlugins,
  cleanupOutdatedCaches,
  matchPrecache,
  getCacheKeyForURL,
  precache,
  type PrecacheEntry,
} from "workbox-precaching";

import { onNotificationClick, onPush } from "./notify.ts";
import { isOurFile } from "./our-file.ts";

declare const self: ServiceWorkerGlobalScope & {
  readonly __WB_MANIFEST: (PrecacheEntry | string)[];
};

const SHELL = "/index.html";

addPlugins([
  {
    cacheWillUpdate: async ({ request, response }) =>
      (await isOurFile(new URL(request.url).pathname, response)) ? response : null,
  },
]);
precache(self.__WB_MANIFEST);
cleanupOutdatedCaches();

self.addEventListener("fetch", (event) => {
  const kept = keptAddress(event.request);
  if (kept !== null) event.respondWith(answer(kept, event.request));
});

// A new version takes over only when the page says so.
self.addEventListener("message", (event) => {
  const data: unknown = event.data;
  if (typeof data === "object" && data !== null && "type" in data && data.type === "SKIP_WAITING")
    void self.skipWaiting();
});

self.addEventListener("push", onPush);
self.addEventListener("notificationclick", onNotificationClick);

/** The address under which a request's answer is kept, or null where it is none of our business. */
function keptAddress(request: Request): string | null {
  const url = new URL(request.url);
  if (
    request.method !== "GET" ||
    url.origin !== self.location.origin ||
    url.pathname.startsWith("/api/") ||
    url.pathname === "/metrics"
  )
    return null;
  if (request.mode === "navigate" && !namesFile(url.pathname)) return SHELL;
  return getCacheKeyForURL(url.pathname) === undefined ? null : url.pathname;
}

/** Does the address end like a file's? A missing file is the server's to answer, not a page. */
function namesFile(pathname: string): boolean {
  const dot = pathname.lastIndexOf(".");
  return dot >= 0 && /^\w+$/.test(pathname.slice(dot + 1));
}

/** What is kept, or the network's answer where the browser has dropped it. */
const answer = async (kept: string, request: Request): Promise<Response> =>
  // oxlint-disable-next-line no-restricted-globals -- a file of the app, which the browser looks at: not an answer that we would believe
  (await matchPrecache(kept)) ?? fetch(request);
