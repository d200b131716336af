/** Whether this page can have a service worker: only under HTTPS and on localhost. */
export const hasServiceWorker = (): boolean => "serviceWorker" in navigator;

type PolicyFactory = {
  createPolicy(name: string, rules: { createScriptURL(url: string): string | null }): unknown;
};

/**
 * Installs the page's default Trusted Types policy, which turns text into script addresses only
 * where `permits` says so.
 */
export function permitScripts(permits: (url: string) => boolean): void {
  const factory = (window as Window & { trustedTypes?: PolicyFactory }).trustedTypes;
  factory?.createPolicy("default", { createScriptURL: (url) => (permits(url) ? url : null) });
}
