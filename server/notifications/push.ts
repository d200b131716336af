/**
 * One message to one phone, through the push service of its browser (RFC 8030, 8291, 8292). The
 * package encrypts and signs; the call is ours, because where it goes, how long it may take and
 * that it follows no redirect are this server's safety.
 */
import { createECDH, createHash } from "node:crypto";
import webPush from "web-push";
import type { PushPayload, PushSubscriptionBody } from "#shared/api/push.ts";
import { SECOND } from "#shared/kernel/time.ts";
import type { Logger } from "../log/logger.ts";
import { isPushService } from "./push-services.ts";
import { vapidKeys } from "./vapid.ts";

/**
 * `gone`: the subscription is over. `refused`: this message will never be taken. `later`: worth
 * another try.
 */
export type PushOutcome = "sent" | "gone" | "refused" | "later";

export type Push = {
  readonly publicKey: string;
  /** Null: somebody's push service and a key on the curve. Else why it is none. */
  readonly objection: (subscription: PushSubscriptionBody) => "service" | "key" | null;
  /** Never throws. `ttlMs` is how long the service may keep it for a phone that is off. */
  readonly send: (
    subscription: PushSubscriptionBody,
    payload: PushPayload,
    ttlMs: number,
    stop: AbortSignal,
  ) => Promise<PushOutcome>;
};

export type PushOptions = {
  readonly serverSecret: Uint8Array;
  /** Origins besides the known services. */
  readonly services: readonly string[];
  /** Whom a push service may ask about this server: a mailto: or https: address. */
  readonly contact: string;
  readonly log: Pick<Logger, "warn">;
  readonly timeoutMs?: number;
};

export const SEND_TIMEOUT_MS = 10 * SECOND;

export function createPush({
  serverSecret,
  services,
  contact,
  log,
  timeoutMs = SEND_TIMEOUT_MS,
}: PushOptions): Push {
  const { publicKey, privateKey } = vapidKeys(serverSecret);
  return {
    publicKey,
    objection: ({ endpoint, keys }) =>
      !isPushService(endpoint, services) ? "service" : isOnCurve(keys.p256dh) ? null : "key",
    async send(subscription, payload, ttlMs, stop) {
      // Asked again: what the environment allows may be less than when it was stored.
      if (!isPushService(subscription.endpoint, services) || !isOnCurve(subscription.keys.p256dh))
        return "gone";
      const { headers, body } = webPush.generateRequestDetails(
        subscription,
        JSON.stringify(payload),
        {
          vapidDetails: { subject: contact, publicKey, privateKey },
          TTL: Math.max(0, Math.floor(ttlMs / SECOND)),
          urgency: "high",
          topic: createHash("sha256")
            .update(payload.tag)
            .digest("base64url")
            .slice(0, TOPIC_LENGTH),
        },
      );
      const { "Content-Length": _counted, ...sent } = headers;
      try {
        const answer = await fetch(subscription.endpoint, {
          method: "POST",
          headers: sent,
          body: new Uint8Array(body),
          redirect: "manual",
          signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), stop]),
        });
        await answer.body?.cancel();
        const outcome = outcomeOf(answer.status);
        if (outcome === "refused")
          log.warn(
            { status: answer.status, service: new URL(subscription.endpoint).hostname },
            "a push service refused a message",
          );
        return outcome;
      } catch (error) {
        // fetch throws TypeError where nothing answered and a DOMException where time ran out.
        if (!(error instanceof TypeError || error instanceof DOMException)) throw error;
        log.warn(
          { err: error, service: new URL(subscription.endpoint).hostname },
          "a push service was not reached",
        );
        return "later";
      }
    },
  };
}

const TOPIC_LENGTH = 32;

function outcomeOf(status: number): PushOutcome {
  if (status >= 200 && status < 300) return "sent";
  if (status === 404 || status === 410) return "gone";
  return status === 408 || status === 429 || status >= 500 ? "later" : "refused";
}

/** Anybody can write 65 bytes; encrypting to what is no point of the curve throws. */
function isOnCurve(p256dh: string): boolean {
  const curve = createECDH("prime256v1");
  curve.generateKeys();
  try {
    curve.computeSecret(Buffer.from(p256dh, "base64url"));
    return true;
  } catch (error) {
    if (
      error instanceof Error &&
      "code" in error &&
      error.code === "ERR_CRYPTO_ECDH_INVALID_PUBLIC_KEY"
    )
      return false;
    throw error;
  }
}
