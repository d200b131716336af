import { deadline } from "./deadline.ts";

/** One JSON exchange with our own server. Every answer is a value; only a lost connection has no status. */
export type Answer = {
  readonly status: number;
  /** Null where it is not JSON. */
  readonly body: unknown;
  /** How long the server asks to be left alone, in milliseconds. */
  readonly retryAfterMs?: number;
};

export type Ask = {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  body?: unknown;
  headers?: Record<string, string>;
  /** Which of this browser's identities asks. */
  as?: string;
  timeoutMs?: number;
};

const TIMEOUT_MS = 10_000;

/** Asks `path`; status 0 means that no answer came in time. */
export async function askServer(path: string, { method = "GET", body, headers = {}, as, timeoutMs = TIMEOUT_MS }: Ask = {}): Promise<Answer> {
  const end = deadline(timeoutMs);
  try {
    const response = await fetch(path, {
      method,
      headers: {
        Accept: "application/json",
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...(as === undefined ? {} : { "X-Heard-As": as }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      cache: "no-store",
      signal: end.signal,
    });
    const text = await response.text();
    const retryAfterMs = retryAfterOf(response);
    return { status: response.status, body: parse(text), ...(retryAfterMs === null ? {} : { retryAfterMs }) };
  } catch (error) {
    // fetch throws TypeError when nothing answered and a DOMException when time ran out.
    if (error instanceof TypeError || error instanceof DOMException) return { status: 0, body: null };
    throw error;
  } finally {
    end.met();
  }
}

/** `Retry-After` in seconds, as our server says it; a date there is passed over. */
export function retryAfterOf(response: Response): number | null {
  const seconds = Number(response.headers.get("Retry-After") ?? "");
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : null;
}

function parse(text: string): unknown {
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch (error) {
    // A proxy's error page: the status says what matters.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
