/**
 * The only way out of this page: every exchange with our own server goes through here (the lint
 * rule on `fetch` sees to it), because a proxy, a portal or a filter on the way answers too, with
 * any status and in its own words. Only what is in our form means what it says: a problem document
 * under an error's status, and under 2xx what was asked for; where that is nothing (204), the
 * headers of every answer of ours. Everything else is a stranger's, which tells nothing but that
 * our server was not reached.
 */
import { PROBLEM_CODES } from "#shared/api/problem.ts";

/** One answer, read. */
export type ServerAnswer = {
  /** 0: nothing of ours came, or not in time. */
  readonly status: number;
  /** Null where there is none. */
  readonly body: unknown;
  /** How long to leave the server alone, in ms. */
  readonly retryAfterMs?: number;
  /** What a stranger answered in our server's place; left out where nothing came at all. */
  readonly stranger?: number;
};

export type Fetcher = (path: string, init: RequestInit) => Promise<Response>;

/**
 * Asks, without any cache, and follows nobody who leads elsewhere: nothing of ours does. Rejects as
 * `fetch` does.
 */
export const reach: Fetcher = (path, init) =>
  fetch(path, { ...init, cache: "no-store", redirect: "manual" });

/**
 * Is this the reason that `fetch`, or reading what it answered, ended with: the network, or the
 * time? Anything else is a mistake of ours.
 */
export const isLost = (error: unknown): boolean =>
  error instanceof TypeError || error instanceof DOMException;

/** Is what was asked for on its way, in this form? */
export const isWanted = (response: Response, type: string): boolean =>
  response.ok && typeOf(response) === type;

/** Answers what a body says whose text comes in pieces; undefined where that is nothing. */
export type BodyReader = (pieces: AsyncIterable<string>) => Promise<unknown>;

/**
 * Reads an answer in JSON, or a problem. Rejects where the rest of it did not come. `read`: instead
 * of the whole text at once.
 */
export async function readAnswer(response: Response, read?: BodyReader): Promise<ServerAnswer> {
  const retryAfterMs = retryAfterOf(response);
  const wait = retryAfterMs === null ? {} : { retryAfterMs };
  const { status } = response;
  if (status === 204 && hasOurMarks(response)) return { status, body: null };
  const isOurs =
    typeOf(response) === (response.ok ? "application/json" : "application/problem+json");
  const inPieces = isOurs && response.ok && read !== undefined && response.body !== null;
  const said = inPieces ? await read(piecesOf(response.body)) : parse(await response.text());
  const body = isOurs ? said : undefined;
  if (body === undefined || (!response.ok && !isProblem(body)))
    return {
      status: 0,
      body: null,
      stranger: response.type === "opaqueredirect" ? MOVED : status,
      ...wait,
    };
  return { status, body, ...wait };
}

/** What the browser keeps from us of an answer that leads elsewhere. */
const MOVED = 302;

/**
 * An empty body has no form to be known by, and a portal may answer 204 to anything. Older servers
 * put these two on every answer as well.
 */
const hasOurMarks = ({ headers }: Response): boolean =>
  /^[\w-]{8,64}$/.test(headers.get("X-Request-Id") ?? "") &&
  headers.get("Cross-Origin-Resource-Policy") === "same-origin";

const typeOf = (response: Response): string =>
  (response.headers.get("Content-Type") ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";

/** A newer server may have codes that are not known here yet: those say whose they are. */
function isProblem(body: unknown): boolean {
  if (
    typeof body !== "object" ||
    body === null ||
    !("code" in body) ||
    typeof body.code !== "string"
  )
    return false;
  return (
    (PROBLEM_CODES as readonly string[]).includes(body.code) ||
    ("type" in body && body.type === `/api/problems#${body.code}`)
  );
}

/** `Retry-After` in seconds, as our server says it; a date there is passed over. */
function retryAfterOf(response: Response): number | null {
  const seconds = Number(response.headers.get("Retry-After") ?? "");
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : null;
}

async function* piecesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  const reader = body.getReader();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read())
    yield decoder.decode(piece.value, { stream: true });
}

/** Undefined where it is not JSON: cut off, or not ours. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
