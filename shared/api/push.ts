import { z } from "zod/mini";
import { shaped } from "#shared/kernel/schema.ts";
import type { IsoTime } from "#shared/kernel/time.ts";

/**
 * `PUT /api/push/subscription`: where a browser's push service takes messages for it, and the keys
 * that only it can open them with.
 */
export const pushSubscription = z.strictObject({
  endpoint: shaped(
    1_000,
    /^https?:\/\/[\x21-\x7e]+$/,
    "must be the address of a push service, of at most 1000 characters",
  ),
  /** In base64url, as browsers write them; some pad. */
  keys: z.strictObject({
    p256dh: shaped(89, /^[A-Za-z0-9_-]{87}={0,2}$/, "must be 65 bytes in base64url"),
    auth: shaped(24, /^[A-Za-z0-9_-]{22}={0,2}$/, "must be 16 bytes in base64url"),
  }),
});
export type PushSubscriptionBody = z.infer<typeof pushSubscription>;

/** `GET /api/push/key`. */
export type PushKey = {
  /** The server's own public key, which a browser binds its subscription to. */
  readonly key: string;
};

/**
 * `POST /api/push/test`: what became of it; `none` where this session or device has no
 * subscription.
 */
export type PushTested = { readonly outcome: "sent" | "none" | "gone" | "refused" | "later" };

/**
 * What a phone is told. Nothing of a guest is in it: it passes through somebody else's service and
 * lies on a locked screen.
 */
export type PushPayload = {
  readonly locale: string;
  readonly timezone: string;
  /** A later message with the same tag takes the place of the earlier one. */
  readonly tag: string;
  readonly at: IsoTime;
} & (
  | {
      readonly kind: "order_unheard" | "order_waiting";
      readonly number: string;
      readonly table: string | null;
    }
  | {
      readonly kind: "order_unscreened";
      readonly number: string;
      readonly table: string | null;
      readonly stations: readonly string[];
    }
  | { readonly kind: "stations_unscreened"; readonly stations: readonly string[] }
  | { readonly kind: "table_crowded"; readonly label: string; readonly count: number }
  | { readonly kind: "codes_guessed"; readonly count: number }
  | { readonly kind: "device_silent"; readonly device: string; readonly since: IsoTime }
  | { readonly kind: "test" }
);
