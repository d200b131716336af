/**
 * A protocol client's exchanges, as client/sync/transport.ts makes them in a browser: each answers with the input that the core is told, and
 * none rejects. The connections are its own, so that they end with it.
 */
import { Agent, request, type ClientRequest, type IncomingMessage } from "node:http";
import { z } from "zod/mini";
import { SECOND } from "#shared/kernel/time.ts";
import type { HeardEvent } from "#shared/orders/event.ts";
import type { Effect, Failure, Input } from "#shared/sync/device/ports.ts";
import { pushConflict } from "#shared/sync/messages/conflict.ts";
import type { Cursor } from "#shared/sync/messages/cursor.ts";
import { mustRefetch } from "#shared/sync/messages/must-refetch.ts";
import { PROTOCOL } from "#shared/sync/messages/protocol.ts";
import { pageSchema } from "#shared/sync/messages/pull.ts";
import { pushAnswer } from "#shared/sync/messages/push.ts";
import { parseSnapshot } from "#shared/sync/messages/snapshot.ts";
import { jsonOf, readStream } from "./stream-reader.ts";

/** Status 0: no answer came in time. */
export type Answer = { readonly status: number; readonly body: unknown; readonly retryAfterMs: number | null };

export type Ask = { readonly method?: "GET" | "POST"; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> };

export type Transport = {
  ask(path: string, what?: Ask): Promise<Answer>;
  snapshot(): Promise<Input>;
  pull(effect: Extract<Effect, { kind: "pull" }>): Promise<Input>;
  push(effect: Extract<Effect, { kind: "push" }>): Promise<Input>;
  ack(seq: number): Promise<void>;
  stream(effect: Extract<Effect, { kind: "open-stream" }>, tell: (input: Input) => void): () => void;
  /** Takes no more bytes of streams, as a tablet that sleeps, or takes them again. */
  stall(stalled: boolean): void;
  /** Cuts everything, as a process that dies. */
  close(): void;
};

const PAGE = 500;
const TIMEOUT_MS = 10 * SECOND;

export function createTransport(port: number, token: string | null): Transport {
  const agent = new Agent({ keepAlive: true, maxSockets: 6 });
  const auth: Record<string, string> = token === null ? {} : { Authorization: `Bearer ${token}` };
  const streaming = new Set<IncomingMessage>();
  const open = new Set<ClientRequest>();
  let stalled = false;

  function send(path: string, { method = "GET", body, headers = {} }: Ask, answered: (response: IncomingMessage) => void, failed: () => void): ClientRequest {
    const text = body === undefined ? null : JSON.stringify(body);
    const framing = text === null ? {} : { "Content-Type": "application/json", "Content-Length": String(Buffer.byteLength(text)) };
    const sent = request({ host: "127.0.0.1", port, path, method, agent, headers: { Accept: "application/json", ...auth, ...framing, ...headers } }, answered);
    open.add(sent);
    sent.on("close", () => open.delete(sent));
    sent.on("error", failed);
    sent.end(text ?? undefined);
    return sent;
  }

  function ask(path: string, what: Ask = {}): Promise<Answer> {
    return new Promise((resolve) => {
      const none = (): void => resolve({ status: 0, body: null, retryAfterMs: null });
      const sent = send(path, what, (response) => {
        void textOf(response).then((text) => {
          clearTimeout(timer);
          if (text === null) none();
          else resolve({ status: response.statusCode ?? 0, body: jsonOf(text), retryAfterMs: Number(response.headers["retry-after"] ?? 0) * 1_000 || null });
        });
      }, none);
      // Of the whole exchange; a socket that was silent is not used again.
      const timer = setTimeout(() => sent.destroy(), TIMEOUT_MS);
      sent.on("close", () => clearTimeout(timer));
    });
  }

  return {
    ask,
    async snapshot() {
      const answer = await ask("/api/snapshot");
      const snapshot = answer.status === 200 ? parseSnapshot(answer.body) : null;
      return snapshot === null ? { kind: "snapshot-failed", failure: failureOf(answer) } : { kind: "snapshot-taken", snapshot };
    },
    async pull({ cursor, ackedSeq }) {
      const answer = await ask(addressOf(cursor, PAGE), { headers: acked(ackedSeq) });
      if (answer.status === 409 && mustRefetch.safeParse(answer.body).success) return { kind: "pull-reset" };
      const page = answer.status === 200 ? pageSchema.safeParse(answer.body) : null;
      if (page === null || !page.success) return { kind: "pull-failed", failure: failureOf(answer) };
      return { kind: "pulled", page: { ...page.data, events: page.data.events as unknown as readonly HeardEvent[] } };
    },
    async push({ clientId, mutations, ackedSeq }) {
      const answer = await ask("/api/sync/push", { method: "POST", body: { protocol: PROTOCOL, clientId, mutations }, headers: acked(ackedSeq) });
      const conflict = answer.status === 409 ? pushConflict.safeParse(answer.body) : null;
      if (conflict?.success === true) return { kind: "push-conflict", clientId, conflict: conflict.data };
      const answered = answer.status === 200 ? pushAnswer.safeParse(answer.body) : null;
      return answered?.success === true ? { kind: "pushed", clientId, answer: answered.data } : { kind: "push-failed", failure: failureOf(answer) };
    },
    async ack(seq) {
      await ask("/api/events/ack", { method: "POST", body: { seq } });
    },
    stream({ stream, cursor }, tell) {
      let closed = false;
      const say = (input: Input): void => {
        if (!closed) tell(input);
      };
      const ended = (failure: Failure | null): void => say({ kind: "stream-ended", stream, failure });
      const sent = send(addressOf(cursor), { headers: { Accept: "text/event-stream" } }, (response) => {
        if (response.statusCode !== 200) {
          void textOf(response).then((text) => {
            const answer = { status: text === null ? 0 : (response.statusCode ?? 0), body: jsonOf(text ?? ""), retryAfterMs: null };
            if (answer.status === 409 && mustRefetch.safeParse(answer.body).success) say({ kind: "stream-reset", stream });
            else ended(failureOf(answer));
          });
          return;
        }
        streaming.add(response);
        const reader = readStream(stream, say);
        response.setEncoding("utf8");
        response.on("data", (text: string) => {
          if (!reader.feed(text)) response.destroy();
        });
        if (stalled) response.pause();
        response.on("error", () => undefined);
        response.on("close", () => {
          streaming.delete(response);
          if (!reader.ended()) ended(response.complete ? null : { kind: "unreachable" });
        });
      }, () => ended({ kind: "unreachable" }));
      return () => {
        closed = true;
        sent.destroy();
      };
    },
    stall(on) {
      stalled = on;
      for (const response of streaming) if (on) response.pause();
      else response.resume();
    },
    close() {
      for (const sent of open) sent.destroy();
      agent.destroy();
    },
  };
}

const acked = (seq: number): Record<string, string> => (seq > 0 ? { "X-Acked-Seq": String(seq) } : {});

function addressOf(cursor: Cursor, limit?: number): string {
  const query = new URLSearchParams({ since: String(cursor.seq), logId: cursor.logId, epoch: String(cursor.epoch) });
  if (cursor.id !== null) query.set("sinceId", cursor.id);
  if (limit !== undefined) query.set("limit", String(limit));
  return `/api/events/orders?${query.toString()}`;
}

/** Null where it broke off. */
function textOf(response: IncomingMessage): Promise<string | null> {
  return new Promise((resolve) => {
    let text = "";
    response.setEncoding("utf8");
    response.on("data", (piece: string) => (text += piece));
    response.on("error", () => resolve(null));
    response.on("close", () => resolve(response.complete ? text : null));
  });
}

const problem = z.object({ code: z.string(), detail: z.optional(z.string()) });

function failureOf({ status, body, retryAfterMs }: Answer): Failure {
  if (status === 0) return { kind: "unreachable" };
  if (status === 426) return { kind: "needs-update" };
  const said = problem.safeParse(body);
  if (status === 401 || status === 403) return said.success ? { kind: "refused", code: said.data.code } : { kind: "nonsense", detail: `${status} without a reason` };
  if (status === 408 || status === 429 || status >= 500) return { kind: "unavailable", retryAfterMs };
  return { kind: "nonsense", detail: said.success ? `${status} ${said.data.code}: ${said.data.detail ?? ""}` : `${status} with something that is not ours` };
}
