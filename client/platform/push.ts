/**
 * Messages that reach this phone when nobody looks at the page: what the browser allows, and its
 * one subscription.
 */

/**
 * `insecure`: only HTTPS pages may. `uninstalled`: this phone allows it to apps on its home screen
 * only. `refused`: the person said no, and must say so elsewhere to undo it.
 */
export type PushAbility =
  | "insecure"
  | "uninstalled"
  | "unsupported"
  | "refused"
  | "allowed"
  | "to-be-asked";

export type BrowserSubscription = {
  readonly endpoint: string;
  readonly keys: { readonly p256dh: string; readonly auth: string };
};

export function pushAbility(): PushAbility {
  if (!isSecureContext) return "insecure";
  if (
    !("serviceWorker" in navigator) ||
    !("PushManager" in globalThis) ||
    !("Notification" in globalThis)
  )
    return isAppleTouch() && !isInstalled() ? "uninstalled" : "unsupported";
  switch (Notification.permission) {
    case "granted":
      return "allowed";
    case "denied":
      return "refused";
    default:
      return "to-be-asked";
  }
}

/**
 * Asks the person, who may look at the question for as long as they like. To be called by a touch.
 */
export async function askForPush(): Promise<PushAbility> {
  await Notification.requestPermission();
  return pushAbility();
}

/** The subscription as it stands, or null. */
export async function currentPush(): Promise<BrowserSubscription | null> {
  const found = await (await worker())?.pushManager.getSubscription();
  return found === null || found === undefined ? null : plain(found);
}

/**
 * Subscribes under the server's key; one under another key is of no use and is replaced. Null where
 * the browser's push service does not take it.
 */
export async function subscribePush(key: string): Promise<BrowserSubscription | null> {
  const manager = (await worker())?.pushManager;
  if (manager === undefined) return null;
  try {
    const before = await manager.getSubscription();
    if (before !== null && toBase64url(before.options.applicationServerKey) !== key)
      await before.unsubscribe();
    return plain(await manager.subscribe({ userVisibleOnly: true, applicationServerKey: key }));
  } catch (error) {
    // AbortError: the service was not reached. NotAllowedError: the person took it back just now.
    if (error instanceof DOMException) return null;
    throw error;
  }
}

export async function endPush(): Promise<void> {
  const found = await (await worker())?.pushManager?.getSubscription();
  await found?.unsubscribe();
}

/**
 * The page's worker, which is there from its first visit on. `ready` alone would wait for ever
 * where there is none.
 */
async function worker(): Promise<ServiceWorkerRegistration | undefined> {
  return "serviceWorker" in navigator &&
    (await navigator.serviceWorker.getRegistration()) !== undefined
    ? navigator.serviceWorker.ready
    : undefined;
}

function plain(subscription: PushSubscription): BrowserSubscription | null {
  const { endpoint, keys } = subscription.toJSON();
  const p256dh = keys?.["p256dh"];
  const auth = keys?.["auth"];
  return endpoint === undefined || p256dh === undefined || auth === undefined
    ? null
    : { endpoint, keys: { p256dh, auth } };
}

const toBase64url = (bytes: ArrayBuffer | null): string =>
  bytes === null
    ? ""
    : btoa(String.fromCharCode(...new Uint8Array(bytes)))
        .replaceAll("+", "-")
        .replaceAll("/", "_")
        .replaceAll("=", "");

/** An iPad says that it is a Mac, and is the only one with a touch screen. */
const isAppleTouch = (): boolean =>
  /iPhone|iPad|iPod/.test(navigator.userAgent) ||
  (navigator.userAgent.includes("Macintosh") && navigator.maxTouchPoints > 1);

export const isInstalled = (): boolean =>
  matchMedia("(display-mode: standalone), (display-mode: fullscreen)").matches;
