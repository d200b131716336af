import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { DEVICE_ROLES, deviceRole, type DeviceRole } from "#shared/devices/roles.ts";
import type { HttpEnv } from "../http/env.ts";
import { Problem } from "../http/problem.ts";

/** The longest that browsers keep a cookie. A device stays paired until somebody unpairs it. */
export const DEVICE_COOKIE_SECONDS = 400 * 24 * 3600;

/**
 * Which of its identities a browser speaks as: one browser may be a kitchen screen and the owner's
 * board at once.
 */
export const ROLE_HEADER = "X-Heard-As";

/** A guest's phone, where it orders (server/guests/sessions.ts). */
export const GUEST_COOKIE = "heard_guest";

export type Presented = { readonly token: string; readonly by: "bearer" | "cookie" };

/** Gives a browser its token, out of reach of scripts and of other sites. */
export function setTokenCookie(
  c: Context<HttpEnv>,
  role: DeviceRole,
  token: string,
  maxAgeSeconds: number,
): void {
  setCookie(c, cookieName(role), token, {
    httpOnly: true,
    sameSite: "Strict",
    path: "/api",
    secure: c.get("secure"),
    maxAge: maxAgeSeconds,
  });
}

export function clearTokenCookie(c: Context<HttpEnv>, role: DeviceRole): void {
  setTokenCookie(c, role, "", 0);
}

/**
 * The token that a request carries, or null. A bearer token wins. Of several cookies the one named
 * by `X-Heard-As` counts; without the header there must be only one, because guessing which screen
 * is meant would act as the wrong one.
 */
export function presentedToken(c: Context<HttpEnv>): Presented | null {
  const bearer = bearerToken(c);
  if (bearer !== undefined) return { token: bearer, by: "bearer" };
  const token = cookieToken(c);
  return token === undefined ? null : { token, by: "cookie" };
}

/** All tokens that the request carries, whatever they are good for. */
export function heldTokens(c: Context<HttpEnv>): string[] {
  return [bearerToken(c), ...DEVICE_ROLES.map((role) => getCookie(c, cookieName(role)))].filter(
    (token) => token !== undefined,
  );
}

const bearerToken = (c: Context<HttpEnv>): string | undefined =>
  /^Bearer +(\S+)$/i.exec(c.req.header("authorization") ?? "")?.[1];

/**
 * Throws `cross_site` unless a change asked for with a cookie comes from a page of this very site.
 */
export function refuseCrossSite(c: Context<HttpEnv>): void {
  if (c.req.method === "GET" || c.req.method === "HEAD") return;
  const site = c.req.header("sec-fetch-site");
  // Browsers name the site only where they trust the connection; on plain HTTP in a restaurant's
  // network they send Origin alone.
  const sameOrigin = site === undefined ? isOwn(c, c.req.header("origin")) : site === "same-origin";
  if (!sameOrigin)
    throw new Problem(
      "cross_site",
      "Send Origin or Sec-Fetch-Site as a browser does, or a bearer token.",
    );
}

/**
 * By which this request came, or the one that this server is known by: a proxy may call it
 * otherwise.
 */
const isOwn = (c: Context<HttpEnv>, origin: string | undefined): boolean =>
  origin === c.get("origin") || origin === c.get("linkOrigin");

const cookieName = (role: DeviceRole): string => `heard_${role}`;

function cookieToken(c: Context<HttpEnv>): string | undefined {
  const wanted = c.req.header(ROLE_HEADER);
  if (wanted !== undefined) {
    const role = deviceRole.safeParse(wanted);
    if (!role.success) throw new Problem("invalid", `${ROLE_HEADER} names no role.`);
    return getCookie(c, cookieName(role.data));
  }
  const roles = DEVICE_ROLES.filter((role) => getCookie(c, cookieName(role)) !== undefined);
  // Named for a page whose own storage was cleared: it cannot see these cookies.
  if (roles.length > 1)
    throw new Problem(
      "unauthenticated",
      `This browser has several roles: say which with ${ROLE_HEADER}.`,
      { members: { roles } },
    );
  return roles[0] === undefined ? undefined : getCookie(c, cookieName(roles[0]));
}
