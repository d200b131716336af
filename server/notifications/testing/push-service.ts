/**
 * A push service and the phones behind it, as the standards describe them and without the package
 * that sends: what it understands, a browser's would. It answers as it is told to, and keeps what
 * it took.
 */
import {
  createDecipheriv,
  createECDH,
  createHmac,
  createPublicKey,
  randomBytes,
  randomUUID,
  verify,
  type ECDH,
} from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { PushPayload, PushSubscriptionBody } from "#shared/api/push.ts";

export type Taken = {
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  /** Still sealed. */
  readonly body: Buffer;
};

export type Phone = {
  readonly subscription: PushSubscriptionBody;
  /** What it could open, in the order it came. */
  readonly told: () => readonly PushPayload[];
};

export type PushService = {
  readonly origin: string;
  readonly taken: readonly Taken[];
  readonly phone: () => Phone;
  /** What it answers from now on; `null` leaves the caller waiting. */
  answers: number | null;
  readonly close: () => Promise<void>;
};

export async function startPushService(): Promise<PushService> {
  const taken: Taken[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      taken.push({
        path: request.url ?? "",
        headers: request.headers,
        body: Buffer.concat(chunks),
      });
      if (service.answers === null) return;
      response
        .writeHead(
          service.answers,
          service.answers >= 300 && service.answers < 400 ? { Location: "/elsewhere" } : {},
        )
        .end();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const service: PushService = {
    origin,
    taken,
    answers: 201,
    phone() {
      const path = `/send/${randomUUID()}`;
      const curve = createECDH("prime256v1");
      const auth = randomBytes(16);
      const subscription = {
        endpoint: origin + path,
        keys: { p256dh: curve.generateKeys("base64url"), auth: auth.toString("base64url") },
      };
      return {
        subscription,
        told: () =>
          taken
            .filter((one) => one.path === path)
            .map(({ body }) => JSON.parse(open(body, curve, auth).toString("utf8")) as PushPayload),
      };
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return service;
}

/**
 * RFC 8291 over RFC 8188: salt, record size and the sender's key stand in front of one sealed
 * record.
 */
function open(body: Buffer, curve: ECDH, auth: Buffer): Buffer {
  const salt = body.subarray(0, 16);
  const senderKey = body.subarray(21, 21 + body.readUInt8(20));
  const sealed = body.subarray(21 + senderKey.length);
  const info = Buffer.concat([Buffer.from("WebPush: info\0"), curve.getPublicKey(), senderKey]);
  const keying = expand(hmac(auth, curve.computeSecret(senderKey)), info, 32);
  const secret = hmac(salt, keying);
  const decipher = createDecipheriv(
    "aes-128-gcm",
    expand(secret, Buffer.from("Content-Encoding: aes128gcm\0"), 16),
    expand(secret, Buffer.from("Content-Encoding: nonce\0"), 12),
  );
  decipher.setAuthTag(sealed.subarray(-16));
  const padded = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
  return padded.subarray(0, padded.lastIndexOf(2));
}

const hmac = (key: Buffer, data: Buffer): Buffer => createHmac("sha256", key).update(data).digest();

/** HKDF's second half, for less than a block. */
const expand = (key: Buffer, info: Buffer, length: number): Buffer =>
  hmac(key, Buffer.concat([info, Buffer.from([1])])).subarray(0, length);

export type Vapid = { readonly aud: string; readonly sub: string; readonly exp: number };

/** RFC 8292: what the sender says of itself, where its signature holds under the key it names. */
export function vapidOf({ headers }: Taken): { readonly claims: Vapid; readonly key: string } {
  const [, token = "", key = ""] =
    /^vapid t=([^,]+), ?k=(.+)$/.exec(headers.authorization ?? "") ?? [];
  const [head = "", claims = "", signature = ""] = token.split(".");
  const point = Buffer.from(key, "base64url");
  const jwk = {
    kty: "EC",
    crv: "P-256",
    x: point.subarray(1, 33).toString("base64url"),
    y: point.subarray(33).toString("base64url"),
  };
  const good = verify(
    "sha256",
    Buffer.from(`${head}.${claims}`),
    { key: createPublicKey({ key: jwk, format: "jwk" }), dsaEncoding: "ieee-p1363" },
    Buffer.from(signature, "base64url"),
  );
  if (!good) throw new Error("the signature does not hold");
  return { claims: JSON.parse(Buffer.from(claims, "base64url").toString("utf8")) as Vapid, key };
}
