/**
 * One JSON exchange with our own server. Every answer is a value; only what is not our server's has
 * no status.
 */
import { deadline } from "./deadline.ts";
import { isLost, reach, readAnswer, type ServerAnswer, type BodyReader } from "./our-server.ts";

export type { ServerAnswer } from "./our-server.ts";

export type HttpAsk = {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  body?: unknown;
  headers?: Record<string, string>;
  /** Which of this browser's identities asks. */
  as?: string;
  timeoutMs?: number;
  /** Reads a good answer while it arrives, where it is too large to be held as one text. */
  read?: BodyReader;
};

const TIMEOUT_MS = 10_000;

/** Asks `path`; status 0 means that no answer of ours came in time. */
export async function askServer(
  path: string,
  { method = "GET", body, headers = {}, as, timeoutMs = TIMEOUT_MS, read }: HttpAsk = {},
): Promise<ServerAnswer> {
  const end = deadline(timeoutMs);
  try {
    return await readAnswer(
      await reach(path, {
        method,
        headers: {
          Accept: "application/json",
          ...(body === undefined ? {} : { "Content-Type": "application/json" }),
          ...(as === undefined ? {} : { "X-Heard-As": as }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: end.signal,
      }),
      read,
    );
  } catch (error) {
    if (isLost(error)) return { status: 0, body: null };
    throw error;
  } finally {
    end.met();
  }
}
