/**
 * Where the browser is. History API only; a secret stands in the fragment and is never sent. No
 * router: nine fixed paths need none of what one brings.
 */
import { decoded } from "#shared/api/links.ts";

export type Address = { readonly path: string; readonly fragment: string };

const listeners = new Set<() => void>();
let current = read();

export const address = (): Address => current;

export function onAddress(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Goes to another screen of this app. */
export function goTo(path: string, how: "push" | "replace" = "push"): void {
  if (how === "push") history.pushState(null, "", path);
  else history.replaceState(null, "", path);
  refresh();
}

/**
 * Starts the app anew at another screen: what this page still believes about who it is is left
 * behind.
 */
export const startAt = (path: string): void => location.replace(path);

export const goBack = (): void => history.back();

/** This site, as another device would type it. */
export const origin = (): string => location.origin;

export const reload = (): void => location.reload();

window.addEventListener("popstate", refresh);
window.addEventListener("hashchange", refresh);

function refresh(): void {
  current = read();
  for (const listener of listeners) listener();
}

function read(): Address {
  return { path: location.pathname, fragment: decoded(location.hash.slice(1)) };
}
