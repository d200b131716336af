import { createECDH } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { PushPayload } from "#shared/api/push.ts";
import { MINUTE } from "#shared/kernel/time.ts";
import { createPush } from "./push.ts";
import { startPushService, vapidOf, type PushService } from "./testing/push-service.ts";
import { vapidKeys } from "./vapid.ts";

const SECRET = new Uint8Array(32).fill(7);
const PAYLOAD: PushPayload = {
  kind: "order_unheard",
  number: "B12",
  table: "Terraza 4 – ñ 🍔",
  locale: "es-ES",
  timezone: "Europe/Madrid",
  tag: "order_unheard/1",
  at: "2026-01-31T19:02:11.000Z",
};
const never = new AbortController().signal;
const warn = vi.fn();

let service: PushService;
beforeAll(async () => {
  service = await startPushService();
});
afterAll(() => service.close());
beforeEach(() => {
  service.answers = 201;
});

const push = (
  over: { serverSecret?: Uint8Array; services?: readonly string[]; timeoutMs?: number } = {},
) =>
  createPush({
    serverSecret: SECRET,
    services: [service.origin],
    contact: "mailto:heard@example.com",
    log: { warn },
    ...over,
  });

test("a phone opens what it was sent, and the service sees who sends, how urgent it is and for how long", async () => {
  const phone = service.phone();
  expect(await push().send(phone.subscription, PAYLOAD, 9.5 * MINUTE, never)).toBe("sent");
  expect(phone.told()).toEqual([PAYLOAD]);
  const taken = service.taken.at(-1)!;
  expect(taken.headers).toMatchObject({
    ttl: "570",
    urgency: "high",
    "content-encoding": "aes128gcm",
    topic: expect.stringMatching(/^[A-Za-z0-9_-]{32}$/),
  });
  expect(taken.body.toString("latin1")).not.toContain("B12");
  const { claims, key } = vapidOf(taken);
  expect(key).toBe(push().publicKey);
  expect(claims).toMatchObject({ aud: service.origin, sub: "mailto:heard@example.com" });
  expect(claims.exp * 1000).toBeGreaterThan(Date.now());
});

test.each([
  [200, "sent"],
  [201, "sent"],
  [404, "gone"],
  [410, "gone"],
  [400, "refused"],
  [403, "refused"],
  [413, "refused"],
  [429, "later"],
  [500, "later"],
  [503, "later"],
] as const)("a service that answers %i means %s", async (status, outcome) => {
  service.answers = status;
  expect(await push().send(service.phone().subscription, PAYLOAD, MINUTE, never)).toBe(outcome);
});

test("a redirect is not followed", async () => {
  service.answers = 307;
  const before = service.taken.length;
  expect(await push().send(service.phone().subscription, PAYLOAD, MINUTE, never)).toBe("refused");
  expect(service.taken.slice(before).map(({ path }) => path)).toEqual([
    expect.stringMatching(/^\/send\//),
  ]);
});

test("a service that says nothing is given up in time, and at once when the server stops", async () => {
  service.answers = null;
  expect(
    await push({ timeoutMs: 20 }).send(service.phone().subscription, PAYLOAD, MINUTE, never),
  ).toBe("later");
  expect(
    await push().send(service.phone().subscription, PAYLOAD, MINUTE, AbortSignal.abort()),
  ).toBe("later");
});

test("nothing is sent to an address that is no push service, nor to a key that is none", async () => {
  const { subscription } = service.phone();
  const before = service.taken.length;
  const badKey = {
    ...subscription,
    keys: { ...subscription.keys, p256dh: Buffer.alloc(65, 4).toString("base64url") },
  };
  expect(push().objection(subscription)).toBeNull();
  expect(push({ services: [] }).objection(subscription)).toBe("service");
  expect(push().objection(badKey)).toBe("key");
  expect(await push({ services: [] }).send(subscription, PAYLOAD, MINUTE, never)).toBe("gone");
  expect(await push().send(badKey, PAYLOAD, MINUTE, never)).toBe("gone");
  expect(service.taken).toHaveLength(before);
});

test("the keys come from the server's secret: the same on every server, others for another installation", () => {
  expect(vapidKeys(SECRET)).toEqual(vapidKeys(Uint8Array.from(SECRET)));
  expect(vapidKeys(new Uint8Array(32).fill(8)).publicKey).not.toBe(vapidKeys(SECRET).publicKey);
  for (let n = 0; n < 300; n += 1) {
    const { publicKey, privateKey } = vapidKeys(new Uint8Array(32).fill(n).with(0, n >> 8));
    expect(Buffer.from(privateKey, "base64url")).toHaveLength(32);
    const curve = createECDH("prime256v1");
    curve.setPrivateKey(Buffer.from(privateKey, "base64url"));
    expect(curve.getPublicKey("base64url")).toBe(publicKey);
  }
});
