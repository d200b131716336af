/**
 * The browser's offer to install the app. It comes once, early, and can be taken up once: kept
 * until a person asks for it.
 */

type InstallOffer = Event & { prompt(): Promise<unknown> };

const listeners = new Set<() => void>();
let offer: InstallOffer | null = null;

/** Before the first screen: the offer may come while it is being drawn. */
export function listenForInstall(): void {
  window.addEventListener("beforeinstallprompt", (event) => {
    // Our own button instead of the browser's bar, which would cover tickets.
    event.preventDefault();
    become(event as InstallOffer);
  });
  window.addEventListener("appinstalled", () => become(null));
}

export const canInstall = (): boolean => offer !== null;

export function onInstallChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** To be called by a touch: the browser asks the person. */
export async function install(): Promise<void> {
  const taken = offer;
  become(null);
  await taken?.prompt();
}

function become(next: InstallOffer | null): void {
  offer = next;
  for (const listener of listeners) listener();
}
