import { isIPv6 } from "node:net";
import type { MiddlewareHandler } from "hono";
import type { Config } from "../config.ts";
import type { HttpEnv } from "./env.ts";

/** What a source without a socket is called (in-process tests). */
export const LOCAL_SOURCE = "local";

type Peer = { readonly remoteAddress?: string | undefined; readonly encrypted?: boolean };

/**
 * Notes who asks and by which address, believing forwarding headers of exactly `trustProxy` proxies
 * about who it is and how they came: each proxy appends the address it saw, so with n proxies the
 * n-th from the right is the last one that we have reason to believe. Where there are fewer, the
 * request did not come through all of them: what it says of itself was written by nobody we know,
 * and only the socket counts. (Who may reach the server around its proxies can still lie;
 * HOST=127.0.0.1 keeps everybody out.)
 *
 * A forwarded host is never believed: many proxies pass on what a caller wrote, and links that are
 * printed on tables would lead to a stranger's site.
 */
export function source({
  trustProxy,
  publicUrl,
}: Pick<Config, "trustProxy" | "publicUrl">): MiddlewareHandler<HttpEnv> {
  const named = publicUrl === null ? null : new URL(publicUrl);
  return async (c, next) => {
    const peer: Peer = c.env?.incoming?.socket ?? {};
    const url = new URL(c.req.url);
    const hops = listed(c.req.header("x-forwarded-for"));
    const believed = trustProxy > 0 && (hops.length === 0 || hops.length >= trustProxy);
    // Of these most proxies write one value over the others': the leftmost is who met the caller.
    const schemes = believed ? listed(c.req.header("x-forwarded-proto")) : [];
    const scheme =
      schemes.at(-trustProxy) ??
      schemes[0] ??
      (peer.encrypted === true ? "https" : url.protocol.slice(0, -1));
    // A proxy that ends TLS and does not say so: the name by which it is reached does.
    const secure = scheme === "https" || (named?.protocol === "https:" && named.host === url.host);
    /** TLS ends before us, so somebody in front ends it. */
    const isProxied = named?.protocol === "https:" && peer.encrypted !== true;
    const origin = `${secure ? "https" : "http"}://${url.host}`;
    c.set(
      "source",
      (believed ? hops.at(-trustProxy) : undefined) ?? peer.remoteAddress ?? LOCAL_SOURCE,
    );
    c.set("secure", secure);
    c.set("origin", origin);
    c.set("linkOrigin", publicUrl ?? origin);
    c.set(
      "local",
      trustProxy === 0 &&
        isLoopback(peer.remoteAddress ?? LOCAL_SOURCE) &&
        isLoopbackName(url.hostname) &&
        !isProxied &&
        c.env?.incoming?.httpVersion !== "1.0" &&
        !BETWEEN.some((name) => c.req.header(name) !== undefined),
    );
    await next();
  };
}

/**
 * Who sends one of these is no caller on this machine, or does not want to be one. Some proxies say
 * nothing at all, but speak HTTP/1.0 or name us by another host.
 */
const BETWEEN = [
  "forwarded",
  "via",
  "x-forwarded-for",
  "x-forwarded-proto",
  "x-forwarded-host",
  "x-forwarded-port",
  "x-forwarded-server",
  "x-real-ip",
  "x-client-ip",
  "true-client-ip",
  "cf-connecting-ip",
] as const;

/**
 * The name under which a source's attempts are counted. IPv6 hands whole /64 networks to single
 * customers, so those count as one; an IPv4 address written as IPv6 counts as itself.
 */
export function sourceKey(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address)) return address.slice(0, 64);
  const [head = "", tail] = address.toLowerCase().split("%", 1).join("").split("::");
  const groups = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros =
    tail === undefined
      ? []
      : Array<string>(Math.max(0, 8 - groups.length - after.length)).fill("0");
  return `${[...groups, ...zeros, ...after]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":")}::/64`;
}

/** True for the machine itself. */
export function isLoopback(address: string): boolean {
  return (
    address === LOCAL_SOURCE || address === "::1" || /^(::ffff:)?127\.\d+\.\d+\.\d+$/i.test(address)
  );
}

const isLoopbackName = (hostname: string): boolean =>
  hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);

function listed(header: string | undefined): string[] {
  return (header ?? "")
    .split(",")
    .map((value) => value.trim())
    .filter((value) => value !== "");
}
