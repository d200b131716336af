import { createHash, createHmac, hash, randomBytes, randomInt, timingSafeEqual } from "node:crypto";
import { CODE_ALPHABET, CODE_LENGTH, showCode } from "#shared/devices/pairing.ts";

const PREFIX = "hrd_";
const TOKEN_SHAPE = /^hrd_[A-Za-z0-9_-]{43}$/;

/**
 * A secret and what is stored of it. The secret itself is seen once, by the one who asked for it.
 */
export type Secret = { readonly text: string; readonly hash: string };

const RANDOM_BYTES = 24;
const MARK_BYTES = 8;
/** Six bytes are eight letters: a token's group is read off its text. 144 random bits are left. */
const GROUP_BYTES = 6;

/**
 * Whose token: a device's or an owner's, or a guest's phone's. Their marks differ, so that one is
 * not taken for the other even before it is looked up.
 */
type Holder = "staff" | "guest";

/**
 * A bearer token: 192 random bits, and the mark of the installation that made it. The mark tells a
 * made-up token from one of ours without asking anybody; what a token is good for stands in the
 * database. The prefix lets secret scanners find a leaked one. Tokens of one `group` begin alike
 * (`groupOf`).
 */
export function newToken(
  serverSecret: Uint8Array,
  holder: Holder,
  group: Uint8Array = randomBytes(GROUP_BYTES),
): Secret {
  const random = Buffer.concat([group, randomBytes(RANDOM_BYTES - GROUP_BYTES)]);
  const text =
    PREFIX + Buffer.concat([random, mark(serverSecret, holder, random)]).toString("base64url");
  return { text, hash: hashSecret(text) };
}

/**
 * What the phones at one table have in common, so that they can be counted together before the
 * database is asked. Tells nothing about the table.
 */
export const tableGroup = (
  serverSecret: Uint8Array,
  restaurantId: string,
  tableId: string,
): Buffer =>
  createHmac("sha256", serverSecret)
    .update(JSON.stringify(["phones at", restaurantId, tableId]))
    .digest()
    .subarray(0, GROUP_BYTES);

export const groupOf = (token: string): string =>
  token.slice(PREFIX.length, PREFIX.length + (GROUP_BYTES * 4) / 3);

/** Whether this installation made the token for such a holder. */
export function isMarked(serverSecret: Uint8Array, holder: Holder, token: string): boolean {
  if (!looksLikeToken(token)) return false;
  const bytes = Buffer.from(token.slice(PREFIX.length), "base64url");
  return timingSafeEqual(
    bytes.subarray(RANDOM_BYTES),
    mark(serverSecret, holder, bytes.subarray(0, RANDOM_BYTES)),
  );
}

const mark = (serverSecret: Uint8Array, holder: Holder, random: Uint8Array): Buffer =>
  createHmac("sha256", serverSecret)
    .update(`${holder} token `)
    .update(random)
    .digest()
    .subarray(0, MARK_BYTES);

export const looksLikeToken = (text: string): boolean => TOKEN_SHAPE.test(text);

/**
 * SHA-256 in hex. Enough for secrets of full entropy, which cannot be guessed from their hash;
 * passwords are hashed elsewhere.
 */
export const hashSecret = (text: string): string => hash("sha256", text);

/** A pairing code of 50 bits as it is shown, with the hash of the code itself. */
export function newPairingCode(): Secret {
  const code = Array.from({ length: CODE_LENGTH }, () =>
    CODE_ALPHABET.charAt(randomInt(CODE_ALPHABET.length)),
  ).join("");
  return { text: showCode(code), hash: hashSecret(code) };
}

/**
 * A table's token, made from the server's secret instead of kept, so that it can be shown and
 * printed again; `rotation` is raised to make every printed code of the table void.
 */
export function makeTableToken(
  serverSecret: Uint8Array,
  restaurantId: string,
  tableId: string,
  rotation: number,
): string {
  return createHmac("sha256", serverSecret)
    .update(JSON.stringify(["table", restaurantId, tableId, rotation]))
    .digest("base64url");
}

/**
 * What proves that an order is the asker's own. Made from the server's secret like a table's token:
 * there is nothing to keep, and nothing to steal from the database.
 */
export function orderToken(
  serverSecret: Uint8Array,
  restaurantId: string,
  orderId: string,
): string {
  return createHmac("sha256", serverSecret)
    .update(JSON.stringify(["order", restaurantId, orderId]))
    .digest("base64url");
}

/** Compares two secrets without telling by its duration how much of them is equal. */
export function sameSecret(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
