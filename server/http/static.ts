import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { extname, join, relative, sep } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Context } from "hono";
import type { HttpEnv } from "./env.ts";
import { Problem, problemResponse } from "./problem.ts";

/** Addresses that the client draws by itself: all of them are answered with its index.html. */
const APP_ROUTES = new Set(["", "pair", "login", "kitchen", "expo", "floor", "owner", "display", "t"]);

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
const COMPRESSED = new Set([".html", ".js", ".css", ".json", ".webmanifest", ".svg", ".txt"]);
/** Below this, headers cost more than compression saves. */
const WORTH_COMPRESSING_BYTES = 1_024;
const BROTLI_QUALITY = 9;

type Bytes = Uint8Array<ArrayBuffer>;
type Encoding = "br" | "gzip";
type File = {
  readonly bytes: Bytes;
  readonly etag: string;
  readonly type: string;
  readonly cacheControl: string;
  readonly compressible: boolean;
  /** Made when first asked for, off the main thread, and kept. */
  readonly compressed: Map<Encoding, Promise<Bytes>>;
};

export type StaticSite = { readonly respond: (c: Context<HttpEnv>) => Promise<Response> };

/**
 * Reads the built client into memory once. A request can then only name what was in the directory at the start: there is
 * no path to escape from. A directory that is not there answers 404 everywhere, so that the API runs without a client.
 */
export async function loadStaticSite(directory: string): Promise<StaticSite> {
  const files = await readFiles(directory);
  return {
    async respond(c) {
      const file = files.get(c.req.path) ?? (isAppRoute(c.req.path) ? files.get("/index.html") : undefined);
      if (file === undefined) return problemResponse(new Problem("not_found", "There is no such page."));
      if (c.req.method !== "GET" && c.req.method !== "HEAD") {
        return problemResponse(new Problem("method_not_allowed", "Pages are only read.", { headers: { Allow: "GET, HEAD" } }));
      }
      return answer(c, file);
    },
  };
}

async function answer(c: Context<HttpEnv>, file: File): Promise<Response> {
  const headers: Record<string, string> = { "Cache-Control": file.cacheControl, ETag: file.etag, Vary: "Accept-Encoding" };
  if (c.req.header("if-none-match")?.includes(file.etag) === true) return new Response(null, { status: 304, headers });
  headers["Content-Type"] = file.type;
  const encoding = wantedEncoding(c.req.header("accept-encoding"), file);
  const bytes = encoding === null ? file.bytes : await compressedBytes(file, encoding);
  if (encoding !== null) headers["Content-Encoding"] = encoding;
  headers["Content-Length"] = String(bytes.length);
  return new Response(bytes, { headers });
}

function isAppRoute(path: string): boolean {
  const [first = "", ...rest] = path.slice(1).split("/");
  // A missing file is a 404, not a page: the browser must not take HTML for a script.
  return APP_ROUTES.has(first) && !(rest.at(-1) ?? first).includes(".");
}

function wantedEncoding(accepted: string | undefined, file: File): Encoding | null {
  if (accepted === undefined || !file.compressible) return null;
  const names = accepted.toLowerCase().split(",").filter((part) => !/;\s*q=0(\.0*)?\s*$/.test(part)).map((part) => part.split(";")[0]?.trim());
  if (names.includes("br")) return "br";
  return names.includes("gzip") ? "gzip" : null;
}

function compressedBytes(file: File, encoding: Encoding): Promise<Bytes> {
  const known = file.compressed.get(encoding);
  if (known !== undefined) return known;
  const made = compress(file.bytes, encoding);
  file.compressed.set(encoding, made);
  return made;
}

async function compress(bytes: Bytes, encoding: Encoding): Promise<Bytes> {
  switch (encoding) {
    case "br":
      return new Uint8Array(await promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } }));
    case "gzip":
      return new Uint8Array(await promisify(gzip)(bytes));
  }
}

async function readFiles(directory: string): Promise<ReadonlyMap<string, File>> {
  const files = new Map<string, File>();
  for (const path of await listFiles(directory)) {
    const url = `/${relative(directory, path).split(sep).join("/")}`;
    files.set(url, toFile(url, new Uint8Array(await readFile(path))));
  }
  return files;
}

function toFile(url: string, bytes: Bytes): File {
  const extension = extname(url);
  return {
    bytes,
    etag: `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"`,
    type: TYPES[extension] ?? "application/octet-stream",
    // Everything under assets/ has its content's hash in its name; all else is asked for again each time (sw.js above all).
    cacheControl: url.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache",
    compressible: COMPRESSED.has(extension) && bytes.length >= WORTH_COMPRESSING_BYTES,
    compressed: new Map(),
  };
}

async function listFiles(directory: string): Promise<string[]> {
  try {
    const entries = await readdir(directory, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}
