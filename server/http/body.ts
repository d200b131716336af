import type { Context } from "hono";
import en from "zod/v4/locales/en.js";
import { config } from "zod/mini";
import { KEY_NAMES } from "#shared/menu/key-names.ts";
import { tidy } from "#shared/kernel/tidy.ts";
import type { Issue } from "./problem.ts";
import { Problem } from "./problem.ts";

// zod/mini carries no sentences of its own; a caller deserves better than "Invalid input".
config(en());

export type BodyLimits = { readonly maxBytes: number; readonly maxDepth: number };

/** Enough for every body but a menu; the push route has its own. */
export const SMALL_BODY: BodyLimits = { maxBytes: 64 * 1024, maxDepth: 12 };
/** An order of a hundred lines with all their modifiers. */
export const ORDER_BODY: BodyLimits = { maxBytes: 256 * 1024, maxDepth: 12 };
/** A menu of some thousand dishes. */
export const MENU_BODY: BodyLimits = { maxBytes: 2 * 1024 * 1024, maxDepth: 12 };

const MAX_ISSUES = 20;
/** What is wrong is said of what the caller sent, which may be as long as the body. */
const MAX_SAID = 300;

/** The part of a zod schema that is used here, so that zod and zod/mini both fit. */
export type Schema<T> = {
  safeParse(
    value: unknown,
  ): { success: true; data: T } | { success: false; error: { issues: readonly RawIssue[] } };
};
type RawIssue = { readonly path: readonly PropertyKey[]; readonly message: string };

/**
 * Reads a JSON body: content type, size, UTF-8, JSON, depth, text and keys, then the schema, in
 * this order. Throws a Problem (`unsupported_media_type`, `too_large`, `malformed_json`,
 * `too_deep`, `bad_key`, `bad_text`, `invalid`).
 */
export async function readJson<T>(
  c: Context,
  schema: Schema<T>,
  limits: BodyLimits = SMALL_BODY,
): Promise<T> {
  refuseOtherMedia(c.req.header("content-type"), c.req.header("content-encoding"));
  const bytes = await readBytes(c, limits.maxBytes);
  return checked(schema, parseJson(bytes, limits.maxDepth), "The body");
}

/** Parses bytes as JSON that Postgres and every device can keep. Throws a Problem. */
export function parseJson(bytes: Uint8Array, maxDepth: number): unknown {
  refuseCrowd(bytes);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new Problem(
      "malformed_json",
      cause instanceof SyntaxError ? cause.message : "The body is not UTF-8.",
    );
  }
  refuseBadValues(value, maxDepth);
  return value;
}

/**
 * Runs a schema over anything a caller sent. Throws a Problem with code `invalid` and its issues.
 */
export function checked<T>(schema: Schema<T>, value: unknown, what: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new Problem("invalid", `${what} does not have the documented shape.`, {
    issues: toIssues(result.error.issues),
  });
}

/** True where a text can be stored in Postgres and sent as UTF-8. */
export function isGoodText(text: string): boolean {
  return text.isWellFormed() && !text.includes("\u0000");
}

function refuseOtherMedia(
  contentType: string | undefined,
  contentEncoding: string | undefined,
): void {
  const [essence = "", ...parameters] = (contentType ?? "")
    .toLowerCase()
    .split(";")
    .map((part) => part.trim());
  if (essence !== "application/json") {
    throw new Problem(
      "unsupported_media_type",
      `Got ${essence === "" ? "no Content-Type" : essence.slice(0, 80)}.`,
    );
  }
  const charset = parameters
    .find((parameter) => parameter.startsWith("charset="))
    ?.slice("charset=".length);
  if (charset !== undefined && charset.replaceAll('"', "") !== "utf-8") {
    throw new Problem("unsupported_media_type", "Only UTF-8 is read.");
  }
  if (contentEncoding !== undefined && contentEncoding.toLowerCase() !== "identity") {
    throw new Problem("unsupported_media_type", "Compressed bodies are not read.");
  }
}

async function readBytes(c: Context, maxBytes: number): Promise<Uint8Array> {
  const declared = c.req.header("content-length");
  if (declared !== undefined) {
    if (Number(declared) > maxBytes) throw tooLarge(maxBytes);
    // The protocol parser holds the sender to the length it declared, so the whole may be read at
    // once.
    const bytes = new Uint8Array(await c.req.raw.arrayBuffer().catch(refuseCutOff));
    if (bytes.length > maxBytes) throw tooLarge(maxBytes);
    // A stream of HTTP/2 that is closed on a deadline ends like a whole one.
    if (bytes.length < Number(declared)) refuseCutOff();
    return bytes;
  }
  const body = c.req.raw.body;
  return body === null ? new Uint8Array() : readStream(body, maxBytes);
}

async function readStream(body: ReadableStream<Uint8Array>, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = body.getReader();
  for (
    let read = await reader.read().catch(refuseCutOff);
    !read.done;
    read = await reader.read().catch(refuseCutOff)
  ) {
    length += read.value.length;
    if (length > maxBytes) {
      await reader.cancel().catch(refuseCutOff);
      throw tooLarge(maxBytes);
    }
    chunks.push(read.value);
  }
  return Buffer.concat(chunks, length);
}

/**
 * Reading what a caller sends fails only where it is gone or its time is up: no mistake of ours,
 * and whoever still listens sends it again.
 */
function refuseCutOff(): never {
  throw new Problem("too_slow", "The body was cut off before its end.");
}

function tooLarge(maxBytes: number): Problem {
  return new Problem("too_large", `At most ${maxBytes} bytes are read.`);
}

/** What is taken has a key, an id or a text for each value; a few more for small bodies. */
const BYTES_PER_VALUE = 8;
const FEW_VALUES = 1_000;
const COMMA = 0x2c;

/**
 * Reading a body costs by its values, not by its bytes: two megabytes of `{},` take forty times as
 * long as a text of that length. Counted before they are made.
 */
function refuseCrowd(bytes: Uint8Array): void {
  const most = FEW_VALUES + bytes.length / BYTES_PER_VALUE;
  let values = 1;
  // By index: an iterator takes five times as long, and every body comes by here.
  for (let at = 0; at < bytes.length; at++) if (bytes[at] === COMMA) values++;
  if (values > most)
    throw new Problem(
      "too_large",
      `At most ${Math.floor(most)} values are read in a body of this length.`,
    );
}

/** Walks without recursion: how deep a body may be is our limit, not the call stack's. */
function refuseBadValues(root: unknown, maxDepth: number): void {
  const stack: { readonly value: unknown; readonly depth: number }[] = [{ value: root, depth: 0 }];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const { value, depth } = top;
    if (typeof value === "string") refuseBadText(value);
    if (typeof value !== "object" || value === null) continue;
    if (depth >= maxDepth) throw new Problem("too_deep", `At most ${maxDepth} levels are read.`);
    if (Array.isArray(value)) {
      // Without its entries: a list of a million numbers would become a million texts that count
      // them.
      for (const child of value as unknown[])
        if (mayBeBad(child)) stack.push({ value: child, depth: depth + 1 });
      continue;
    }
    for (const [key, child] of Object.entries(value)) {
      refuseBadText(key);
      if (KEY_NAMES.has(key)) throw new Problem("bad_key", `A key may not be called ${key}.`);
      if (mayBeBad(child)) stack.push({ value: child, depth: depth + 1 });
    }
  }
}

const mayBeBad = (value: unknown): boolean =>
  typeof value === "string" || (typeof value === "object" && value !== null);

function refuseBadText(text: string): void {
  if (!isGoodText(text))
    throw new Problem("bad_text", "A text holds U+0000 or half a surrogate pair.");
}

function toIssues(raw: readonly RawIssue[]): Issue[] {
  return raw.slice(0, MAX_ISSUES).map(({ path, message }) => ({
    path: shortened(path.map(String).join(".")),
    message: shortened(message),
  }));
}

const shortened = (text: string): string =>
  text.length <= MAX_SAID ? text : `${tidy(text.slice(0, MAX_SAID), MAX_SAID)}…`;
