import { permitScripts } from "../platform/service-worker.ts";

export const WORKER_URL = "/sw.js";

let done = false;

/**
 * The page's only default policy: the service worker's own address, and nothing else (CSP
 * `trusted-types default`). Before registering.
 */
export function trustServiceWorker(): void {
  if (done) return;
  done = true;
  permitScripts((url) => url === WORKER_URL);
}
