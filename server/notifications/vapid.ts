import { createECDH, createHmac } from "node:crypto";

/** Base64url: what browsers and push services are given, and what signs. */
export type VapidKeys = { readonly publicKey: string; readonly privateKey: string };

const BYTES = 32;

/**
 * The key pair that push services know this installation by, made from the server's secret: every
 * server on one database has the same without keeping another secret, and a browser's subscription
 * holds for as long as the secret does.
 */
export function vapidKeys(serverSecret: Uint8Array): VapidKeys {
  for (let turn = 0; ; turn += 1) {
    const scalar = createHmac("sha256", serverSecret)
      .update(JSON.stringify(["vapid", turn]))
      .digest();
    const curve = createECDH("prime256v1");
    try {
      curve.setPrivateKey(scalar);
    } catch {
      // One number in four billion is none of the curve's; the next one is.
      continue;
    }
    return {
      publicKey: curve.getPublicKey("base64url"),
      privateKey: padded(curve.getPrivateKey()).toString("base64url"),
    };
  }
}

/** Node leaves zeros at the front off, and a key without them is refused. */
const padded = (key: Buffer): Buffer => Buffer.concat([Buffer.alloc(BYTES - key.length), key]);
