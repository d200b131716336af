/**
 * What browsers are told to refuse. Our own: Hono's `secureHeaders` reaches only what Hono answers,
 * and the same has to stand on streams (sse.ts) and on refusals that are written to the socket
 * (wire-refusals.ts).
 */
import type { MiddlewareHandler } from "hono";
import type { HttpEnv } from "./env.ts";

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "font-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types default",
].join("; ");

/**
 * The camera reads pairing codes, the wake lock keeps a kitchen screen on; nothing else is ever
 * needed.
 */
const PERMISSIONS_POLICY = [
  "camera=(self)",
  "screen-wake-lock=(self)",
  "fullscreen=(self)",
  "autoplay=(self)",
  ...[
    "accelerometer",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "usb",
  ].map((name) => `${name}=()`),
].join(", ");

const ALWAYS: readonly (readonly [name: string, value: string])[] = [
  ["Content-Security-Policy", CONTENT_SECURITY_POLICY],
  ["X-Content-Type-Options", "nosniff"],
  ["Referrer-Policy", "no-referrer"],
  ["Cross-Origin-Opener-Policy", "same-origin"],
  ["Cross-Origin-Resource-Policy", "same-origin"],
  ["X-Frame-Options", "DENY"],
  ["Permissions-Policy", PERMISSIONS_POLICY],
];

const HSTS = ["Strict-Transport-Security", "max-age=31536000"] as const;

/** The headers of every answer, also of those that are written to the socket directly (streams). */
export function securityHeaders(
  secure: boolean,
): readonly (readonly [name: string, value: string])[] {
  return secure ? [...ALWAYS, HSTS] : ALWAYS;
}

/** Puts them on every answer of the app. */
export function withSecurityHeaders(): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    await next();
    for (const [name, value] of securityHeaders(c.get("secure"))) c.res.headers.set(name, value);
  };
}
