import { isIPv6 } from "node:net";
import type { MiddlewareHandler } from "hono";
import type { HttpEnv } from "./env.ts";

/** What a source without a socket is called (in-process tests). */
export const LOCAL_SOURCE = "local";

type Peer = { readonly remoteAddress?: string | undefined; readonly encrypted?: boolean };

/**
 * Notes who asks and by which address, believing forwarding headers of exactly `trustedProxies` proxies: each proxy
 * appends the address it saw, so with n proxies the n-th from the right is the last one that we have reason to believe. Where
 * there are fewer, the request did not come through all of them: what it says of itself was written by nobody we know, and
 * only the socket counts. (Who may reach the server around its proxies can still lie; HOST=127.0.0.1 keeps everybody out.)
 */
export function source(trustedProxies: number): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    const peer: Peer = c.env?.incoming?.socket ?? {};
    const url = new URL(c.req.url);
    const hops = listed(c.req.header("x-forwarded-for"));
    const believed = trustedProxies > 0 && (hops.length === 0 || hops.length >= trustedProxies);
    // Of these two most proxies write one value over the others': the leftmost is who met the caller.
    const forwarded = (name: string): string | undefined => {
      const values = believed ? listed(c.req.header(name)) : [];
      return values.at(-trustedProxies) ?? values[0];
    };
    const scheme = forwarded("x-forwarded-proto") ?? (peer.encrypted === true ? "https" : url.protocol.slice(0, -1));
    c.set("source", (believed ? hops.at(-trustedProxies) : undefined) ?? peer.remoteAddress ?? LOCAL_SOURCE);
    c.set("secure", scheme === "https");
    c.set("origin", `${scheme === "https" ? "https" : "http"}://${forwarded("x-forwarded-host") ?? url.host}`);
    await next();
  };
}

/**
 * The name under which a source's attempts are counted. IPv6 hands whole /64 networks to single customers, so those
 * count as one; an IPv4 address written as IPv6 counts as itself.
 */
export function sourceKey(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address)) return address.slice(0, 64);
  const [head = "", tail] = address.toLowerCase().split("%", 1).join("").split("::");
  const groups = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - groups.length - after.length)).fill("0");
  return `${[...groups, ...zeros, ...after].slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16)).join(":")}::/64`;
}

/** True for the machine itself: what may read `/metrics` without a token. */
export function isLoopback(address: string): boolean {
  return address === LOCAL_SOURCE || address === "::1" || /^(::ffff:)?127\.\d+\.\d+\.\d+$/i.test(address);
}

function listed(header: string | undefined): string[] {
  return (header ?? "").split(",").map((value) => value.trim()).filter((value) => value !== "");
}
