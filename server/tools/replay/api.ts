import { setTimeout as sleep } from "node:timers/promises";
import { EventSourceParserStream, type EventSourceMessage } from "eventsource-parser/stream";
import { backoffMs } from "#shared/kernel/backoff.ts";
import { SECOND } from "#shared/kernel/time.ts";

/** Our public HTTP API as any program meets it. */
export type Api = { readonly url: string; readonly token: string | null };

export type Ask = {
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

/** An answer that is an error and stays one. */
export class Refused extends Error {
  readonly status: number;
  constructor(path: string, status: number, body: string) {
    super(`${path} answered ${status}: ${body.slice(0, 400)}`);
    this.status = status;
  }
}

/**
 * Asks until there is an answer: no connection, 429 and 5xx are tried again with the same body, so
 * whoever asks must have given it an identity. Throws `Refused` for any other error, and what went
 * wrong last once `giveUpMs` are over.
 */
export async function ask<T>(
  { url, token }: Api,
  path: string,
  { method = "GET", body, headers = {} }: Ask = {},
  giveUpMs = 60 * SECOND,
): Promise<T> {
  const until = performance.now() + giveUpMs;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const response = await fetch(url + path, {
        method,
        headers: {
          ...authorization(token),
          ...(body === undefined ? {} : { "Content-Type": "application/json" }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(10 * SECOND),
      });
      if (response.ok) return (response.status === 204 ? null : await response.json()) as T;
      throw new Refused(path, response.status, await response.text());
    } catch (error) {
      const final = error instanceof Refused && error.status !== 429 && error.status < 500;
      if (final || performance.now() >= until) throw error;
    }
    await sleep(backoffMs(RETRY, attempt, RANDOM));
  }
}

/**
 * The messages of an event stream until it ends or `signal` says so. Throws when it cannot be
 * opened.
 */
export async function* listen(
  { url, token }: Api,
  path: string,
  signal: AbortSignal,
): AsyncGenerator<EventSourceMessage> {
  const response = await fetch(url + path, {
    headers: { ...authorization(token), Accept: "text/event-stream" },
    signal,
  });
  if (!response.ok || response.body === null)
    throw new Refused(path, response.status, await response.text());
  yield* response.body
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream());
}

const RETRY = { baseMs: 100, capMs: 2 * SECOND, floorMs: 50 };
const RANDOM = { next: () => Math.random() };

const authorization = (token: string | null): Record<string, string> =>
  token === null ? {} : { Authorization: `Bearer ${token}` };
