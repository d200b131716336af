/**
 * Serves the built client. Our own: Hono's `serveStatic` looks on the disk at each request, gives
 * no ETag, and knows neither which addresses are screens nor which names never change.
 */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { extname, join, relative, sep } from "node:path";
import type { Context } from "hono";
import { readLink } from "#shared/api/links.ts";
import type { HttpEnv } from "./env.ts";
import { Problem, problemResponse } from "./problem.ts";

/** Addresses that the client draws by itself: all of them are answered with its index.html. */
const APP_ROUTES: ReadonlySet<string> = new Set([
  "pair",
  "login",
  "kitchen",
  "expo",
  "floor",
  "owner",
  "display",
  "t",
]);

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".txt": "text/plain; charset=utf-8",
};
/** What the build writes beside a file (server/launch/compress.mjs), the smaller one first. */
const ENCODINGS = [
  { name: "br", extension: ".br" },
  { name: "gzip", extension: ".gz" },
] as const;

/** Sent in place of the file beside them, or for whoever builds the client. */
const NOT_SERVED = [...ENCODINGS.map(({ extension }) => extension), ".map"];

type Bytes = Uint8Array<ArrayBuffer>;
type Encoding = (typeof ENCODINGS)[number]["name"];
type File = {
  readonly bytes: Bytes;
  readonly etag: string;
  readonly type: string;
  readonly cacheControl: string;
  readonly encoded: ReadonlyMap<Encoding, Bytes>;
};

export type StaticSite = { readonly respond: (c: Context<HttpEnv>) => Response };

/**
 * Reads the built client into memory once. A request can then only name what was in the directory
 * at the start: there is no path to escape from. A directory that is not there answers 404
 * everywhere, so that the API runs without a client.
 */
export async function loadStaticSite(directory: string): Promise<StaticSite> {
  const files = await readFiles(directory);
  return {
    respond(c) {
      const file =
        files.get(c.req.path) ?? (isAppRoute(c.req.path) ? files.get("/index.html") : undefined);
      if (file === undefined)
        return problemResponse(new Problem("not_found", "There is no such page."));
      if (c.req.method !== "GET" && c.req.method !== "HEAD") {
        return problemResponse(
          new Problem("method_not_allowed", "Pages are only read.", {
            headers: { Allow: "GET, HEAD" },
          }),
        );
      }
      return answer(c, file);
    },
  };
}

function answer(c: Context<HttpEnv>, file: File): Response {
  const headers: Record<string, string> = {
    "Cache-Control": file.cacheControl,
    ETag: file.etag,
    Vary: "Accept-Encoding",
  };
  if (c.req.header("if-none-match")?.includes(file.etag) === true)
    return new Response(null, { status: 304, headers });
  headers["Content-Type"] = file.type;
  const encoding = wantedEncoding(c.req.header("accept-encoding"), file);
  const bytes = (encoding === null ? undefined : file.encoded.get(encoding)) ?? file.bytes;
  if (encoding !== null) headers["Content-Encoding"] = encoding;
  headers["Content-Length"] = String(bytes.length);
  return new Response(bytes, { headers });
}

/**
 * `/`, a screen, or something plain below one; with or without a slash at the end. A missing file
 * is a 404, not a page: the browser must not take HTML for a script. So is whatever only looks like
 * an address of ours (`//etc/passwd`).
 */
function isAppRoute(path: string): boolean {
  if (path === "/" || readLink(path, "") !== null) return true;
  const [first = "", ...rest] = (path.endsWith("/") ? path.slice(1, -1) : path.slice(1)).split("/");
  return APP_ROUTES.has(first) && rest.every((part) => /^[\w-]+$/.test(part));
}

function wantedEncoding(accepted: string | undefined, { encoded }: File): Encoding | null {
  if (accepted === undefined || encoded.size === 0) return null;
  const names = new Set(
    accepted
      .toLowerCase()
      .split(",")
      .map((part) => part.split(";").map((piece) => piece.trim()))
      .filter(([, ...weights]) => !weights.some((weight) => /^q=0(\.0*)?$/.test(weight)))
      .map(([name]) => name),
  );
  return ENCODINGS.find(({ name }) => names.has(name) && encoded.has(name))?.name ?? null;
}

async function readFiles(directory: string): Promise<ReadonlyMap<string, File>> {
  const contents = new Map<string, Bytes>();
  for (const path of await listFiles(directory))
    contents.set(
      `/${relative(directory, path).split(sep).join("/")}`,
      new Uint8Array(await readFile(path)),
    );
  return new Map(
    [...contents]
      .filter(([url]) => !NOT_SERVED.some((extension) => url.endsWith(extension)))
      .map(([url, bytes]) => [url, toFile(url, bytes, contents)]),
  );
}

function toFile(url: string, bytes: Bytes, contents: ReadonlyMap<string, Bytes>): File {
  return {
    bytes,
    etag: `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"`,
    type: TYPES[extname(url)] ?? "application/octet-stream",
    // Everything under assets/ has its content's hash in its name; all else is asked for again each
    // time (sw.js above all).
    cacheControl: url.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache",
    encoded: new Map(
      ENCODINGS.flatMap(({ name, extension }) => {
        const made = contents.get(`${url}${extension}`);
        return made === undefined ? [] : [[name, made]];
      }),
    ),
  };
}

async function listFiles(directory: string): Promise<string[]> {
  try {
    const entries = await readdir(directory, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}
