/**
 * A browser that has signed in to an account once is known to it: it carries a name of its own that
 * only this installation can have made for that account and its present password. Nothing is kept
 * here, and a new password makes every one of them a stranger again. The name lets nobody in; it
 * gives the browser tries of its own (sign-in.ts).
 */
import { createHmac, randomBytes } from "node:crypto";
import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import type { HttpEnv } from "../http/env.ts";
import { DEVICE_COOKIE_SECONDS } from "./cookies.ts";
import { sameSecret } from "./tokens.ts";

type Account = { readonly userId: string; readonly passwordHash: string };

/**
 * What the browser says it is to the account of this address, believed by nobody yet; undefined
 * where it says nothing.
 */
export const saidToBeKnown = (
  c: Context<HttpEnv>,
  serverSecret: Uint8Array,
  email: string,
): string | undefined => getCookie(c, cookieOf(serverSecret, email));

/** The browser's name where it is known to the account, else null. */
export function knownBrowser(
  serverSecret: Uint8Array,
  account: Account,
  said: string,
): string | null {
  const [name = ""] = said.split(".");
  return sameSecret(said, signed(serverSecret, account, name)) ? name : null;
}

/** Makes the browser known, under the name it has already where it has one. */
export function makeKnown(
  c: Context<HttpEnv>,
  serverSecret: Uint8Array,
  email: string,
  account: Account,
  name: string | null,
): void {
  const value = signed(serverSecret, account, name ?? randomBytes(16).toString("base64url"));
  setCookie(c, cookieOf(serverSecret, email), value, {
    httpOnly: true,
    sameSite: "Strict",
    path: "/api/sessions",
    secure: c.get("secure"),
    maxAge: DEVICE_COOKIE_SECONDS,
  });
}

/**
 * One cookie for each account that this browser signs in to; its name says nothing about the
 * address to who reads it.
 */
const cookieOf = (serverSecret: Uint8Array, email: string): string =>
  `heard_known_${createHmac("sha256", serverSecret)
    .update(JSON.stringify(["known as", email]))
    .digest("hex")
    .slice(0, 16)}`;

const signed = (
  serverSecret: Uint8Array,
  { userId, passwordHash }: Account,
  name: string,
): string =>
  `${name}.${createHmac("sha256", serverSecret)
    .update(JSON.stringify(["known browser", userId, passwordHash, name]))
    .digest("base64url")}`;
