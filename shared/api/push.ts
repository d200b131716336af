import { z } from "zod/mini";
import type { IsoTime } from "#shared/kernel/time.ts";

/** Bytes in base64url, as browsers write a subscription's keys; some pad them. */
const bytes = (count: number) => z.string().check(z.regex(new RegExp(`^[A-Za-z0-9_-]{${Math.ceil((count * 4) / 3)}}={0,2}$`), `must be ${count} bytes in base64url`));

/** `PUT /api/push/subscription`: where a browser's push service takes messages for it, and the keys that only it can open them with. */
export const pushSubscription = z.strictObject({
  endpoint: z.string().check(z.maxLength(1_000, "must be at most 1000 characters"), z.regex(/^https?:\/\/[\x21-\x7e]+$/, "must be the address of a push service")),
  keys: z.strictObject({ p256dh: bytes(65), auth: bytes(16) }),
});
export type PushSubscriptionBody = z.infer<typeof pushSubscription>;

/** `GET /api/push/key`. */
export type PushKey = { /** The server's own public key, which a browser binds its subscription to. */ readonly key: string };

/** `POST /api/push/test`: what became of it; `none` where this session or device has no subscription. */
export type PushTested = { readonly outcome: "sent" | "none" | "gone" | "refused" | "later" };

/** What a phone is told. Nothing of a guest is in it: it passes through somebody else's service and lies on a locked screen. */
export type PushPayload = {
  readonly locale: string;
  readonly timezone: string;
  /** A later message with the same tag takes the place of the earlier one. */
  readonly tag: string;
  readonly at: IsoTime;
} & (
  | { readonly kind: "order_unheard" | "order_waiting"; readonly number: string; readonly table: string | null }
  | { readonly kind: "device_silent"; readonly device: string; readonly since: IsoTime }
  | { readonly kind: "test" }
);
