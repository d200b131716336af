/**
 * Under which name a request asks for this server: once, and in one way. Two names are two
 * readings: what stands in front of us takes the one, we would take the other, and a link or a
 * check of the origin would be about a host that nobody meant.
 */
import type { IncomingMessage } from "node:http";
import type { Http2ServerRequest } from "node:http2";
import { Problem } from "./problem.ts";

/** What is wrong with it, or null. */
export function hostProblem(request: IncomingMessage | Http2ServerRequest): Problem | null {
  const { httpVersion, rawHeaders } = request;
  const hosts = rawHeaders.flatMap((name, at) =>
    at % 2 === 0 && name.length === 4 && name.toLowerCase() === "host"
      ? [rawHeaders[at + 1] ?? ""]
      : [],
  );
  if (hosts.length > 1) return new Problem("invalid", "The Host header is there more than once.");
  const [host] = hosts;
  // As the protocol demands; Node's own refusal gives no reason, and is switched off.
  if (httpVersion === "1.1" && (host ?? "").trim() === "")
    return new Problem("invalid", "The Host header is missing.");
  const target =
    request.httpVersionMajor === 1 ? targetHost(request.url ?? "") : authorityOf(request.headers);
  if (target === null || host === undefined) return null;
  return plain(target) === plain(host)
    ? null
    : new Problem("invalid", "The address and the Host header name different hosts.");
}

function authorityOf({ ":authority": authority }: IncomingMessage["headers"]): string | null {
  return typeof authority === "string" ? authority : null;
}

/** `GET http://host/path`: what a proxy is asked. Null where the address is only a path. */
function targetHost(url: string): string | null {
  const found = /^(https?:)\/\/([^/?#]*)/i.exec(url);
  return found === null ? null : (found[2] ?? "");
}

/** Case and a scheme's own port make no difference. */
const plain = (host: string): string =>
  host
    .trim()
    .toLowerCase()
    .replace(/:(80|443)$/, "");
