import { createHash, createHmac, hash, randomBytes, randomInt, timingSafeEqual } from "node:crypto";
import { CODE_ALPHABET, CODE_LENGTH, showCode } from "#shared/devices/pairing.ts";

const PREFIX = "hrd_";
const TOKEN_SHAPE = /^hrd_[A-Za-z0-9_-]{43}$/;

/** A secret and what is stored of it. The secret itself is seen once, by the one who asked for it. */
export type Secret = { readonly text: string; readonly hash: string };

/** A bearer token: 256 random bits. The prefix lets secret scanners find a leaked one. */
export function newToken(): Secret {
  const text = PREFIX + randomBytes(32).toString("base64url");
  return { text, hash: hashSecret(text) };
}

export const looksLikeToken = (text: string): boolean => TOKEN_SHAPE.test(text);

/** SHA-256 in hex. Enough for secrets of full entropy, which cannot be guessed from their hash; passwords are hashed elsewhere. */
export const hashSecret = (text: string): string => hash("sha256", text);

/** A pairing code of 50 bits as it is shown, with the hash of the code itself. */
export function newPairingCode(): Secret {
  const code = Array.from({ length: CODE_LENGTH }, () => CODE_ALPHABET.charAt(randomInt(CODE_ALPHABET.length))).join("");
  return { text: showCode(code), hash: hashSecret(code) };
}

/**
 * A table's token, made from the server's secret instead of kept, so that it can be shown and printed again; `rotation`
 * is raised to make every printed code of the table void.
 */
export function tableToken(serverSecret: Uint8Array, restaurantId: string, tableId: string, rotation: number): string {
  return createHmac("sha256", serverSecret).update(JSON.stringify(["table", restaurantId, tableId, rotation])).digest("base64url");
}

/** Compares two secrets without telling by its duration how much of them is equal. */
export function sameSecret(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
