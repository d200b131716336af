/**
 * A message from the server, shown on the phone though no page of ours is open. Whatever comes is
 * shown: a browser that sees nothing shown takes the permission away. Alarms of one kind are one
 * notification that counts: a kitchen screen that dies in a rush must not bury the phone.
 */
import type { PushPayload } from "#shared/api/push.ts";
import { MINUTE } from "#shared/kernel/time.ts";
import { pushText, type ToldOrder } from "../../words/push-words.ts";

declare const self: ServiceWorkerGlobalScope;

/** Not in every library of types yet. */
type Shown = NotificationOptions & { renotify?: boolean; timestamp?: number };

type Told = ToldOrder & { readonly tag: string; readonly at: string };

const BOARD = "/owner";
/**
 * Nobody sends a word that is older: what stands on the phone that long is not counted among the
 * new ones.
 */
const OLD_MS = 10 * MINUTE;

const TURN_MS = 2_000;

/** One after the other: two that come at once would each count without the other. */
let showing: Promise<void> = Promise.resolve();

export function onPush(event: PushEvent): void {
  const payload = readPayload(event.data);
  const shown = showing.then(() => show(payload));
  // Whoever comes next neither fails with this one nor waits for it for ever; the browser hears of
  // it.
  showing = Promise.race([
    shown.catch(() => undefined),
    new Promise<void>((resolve) => setTimeout(resolve, TURN_MS)),
  ]);
  event.waitUntil(shown);
}

/** To the board: in the window that has it, else in a new one. */
export function onNotificationClick(event: NotificationEvent): void {
  event.notification.close();
  event.waitUntil(openBoard());
}

async function show(payload: PushPayload | null): Promise<void> {
  const locale = payload?.locale ?? self.navigator.language;
  const tag = payload === null ? "heard" : "number" in payload ? payload.kind : payload.tag;
  const orders =
    payload !== null && "number" in payload ? [...(await toldBefore(tag, payload)), payload] : [];
  const { title, body } = pushText(payload, locale, orders);
  const options: Shown = {
    body,
    lang: locale,
    icon: "/icons/any-192.png",
    tag,
    renotify: true,
    requireInteraction: payload !== null && payload.kind !== "test",
    data: orders.map((order): Told => ({
      number: order.number,
      table: order.table,
      tag: order.tag,
      at: order.at,
    })),
    ...(payload === null ? {} : { timestamp: Date.parse(payload.at) }),
  };
  await self.registration.showNotification(title, options);
}

/** The other orders that the notification on the phone is about. */
async function toldBefore(tag: string, payload: PushPayload): Promise<Told[]> {
  const shown = await self.registration.getNotifications({ tag });
  const told = shown.flatMap(({ data }) => (Array.isArray(data) ? (data as Told[]) : []));
  return told.filter(
    (one) => one.tag !== payload.tag && Date.parse(payload.at) - Date.parse(one.at) < OLD_MS,
  );
}

async function openBoard(): Promise<void> {
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const board = windows.find(({ url }) => new URL(url).pathname === BOARD);
  if (board === undefined) await self.clients.openWindow(BOARD);
  else await board.focus();
}

const KINDS: readonly string[] = [
  "order_unheard",
  "order_waiting",
  "order_unscreened",
  "stations_unscreened",
  "table_crowded",
  "codes_guessed",
  "device_silent",
  "test",
] satisfies PushPayload["kind"][];

/**
 * By hand: a schema library would be most of this worker. A kind that a newer server sends is told
 * without its words.
 */
function readPayload(data: PushMessageData | null): PushPayload | null {
  try {
    const value: unknown = data?.json();
    const known =
      typeof value === "object" &&
      value !== null &&
      "kind" in value &&
      typeof value.kind === "string" &&
      KINDS.includes(value.kind);
    return known ? (value as PushPayload) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
