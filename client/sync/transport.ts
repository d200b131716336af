/** The device's exchanges with the server. Each answers with the input that the core is told; none rejects. */
import { SECOND } from "#shared/kernel/time.ts";
import type { HeardEvent } from "#shared/orders/event.ts";
import type { Effect, Input } from "#shared/sync/device/ports.ts";
import { pushConflict } from "#shared/sync/messages/conflict.ts";
import { mustRefetch } from "#shared/sync/messages/must-refetch.ts";
import { PROTOCOL, PROTOCOL_HEADER } from "#shared/sync/messages/protocol.ts";
import { pageSchema } from "#shared/sync/messages/pull.ts";
import { pushAnswer } from "#shared/sync/messages/push.ts";
import { parseSnapshot } from "#shared/sync/messages/snapshot.ts";
import { askServer, type Answer, type Ask } from "../platform/http.ts";
import { failureOf } from "./classify.ts";
import { addressOf } from "./event-address.ts";
import { openStream } from "./stream.ts";

export type Transport = {
  snapshot(): Promise<Input>;
  pull(effect: Extract<Effect, { kind: "pull" }>): Promise<Input>;
  push(effect: Extract<Effect, { kind: "push" }>): Promise<Input>;
  /** Says how far this device has stored the log; a failure does not matter, the next exchange carries it too. */
  ack(seq: number): Promise<void>;
  /** Returns how to close it. */
  stream(effect: Extract<Effect, { kind: "open-stream" }>, tell: (input: Input) => void): () => void;
};

const PAGE = 500;
const TIMEOUT_MS = 10 * SECOND;
/** Ten thousand orders over a bad line. */
const SNAPSHOT_TIMEOUT_MS = 60 * SECOND;

/** `role` chooses among this browser's identities; `version` is the app's. */
export function createTransport(role: string, version: string, ask: typeof askServer = askServer): Transport {
  const headers = { "X-Heard-As": role, "X-Heard-Version": version, [PROTOCOL_HEADER]: String(PROTOCOL) };
  const exchange = (path: string, { headers: more, ...rest }: Ask) => ask(path, { timeoutMs: TIMEOUT_MS, ...rest, headers: { ...headers, ...more } });
  return {
    async snapshot() {
      const answer = await exchange("/api/snapshot", { timeoutMs: SNAPSHOT_TIMEOUT_MS });
      const snapshot = answer.status === 200 ? parseSnapshot(answer.body) : null;
      return snapshot === null ? { kind: "snapshot-failed", failure: failureOf(answer) } : { kind: "snapshot-taken", snapshot };
    },
    async pull({ cursor, ackedSeq }) {
      return readPull(await exchange(addressOf(cursor, PAGE), { headers: acked(ackedSeq) }));
    },
    async push({ clientId, mutations, ackedSeq }) {
      const body = { protocol: PROTOCOL, clientId, mutations };
      return readPush(clientId, await exchange("/api/sync/push", { method: "POST", body, headers: acked(ackedSeq) }));
    },
    async ack(seq) {
      await exchange("/api/events/ack", { method: "POST", body: { seq } });
    },
    stream: ({ stream, cursor }, tell) => openStream({ stream, cursor, headers }, tell),
  };
}

export function readPull(answer: Answer): Input {
  if (answer.status === 409 && mustRefetch.safeParse(answer.body).success) return { kind: "pull-reset" };
  const page = answer.status === 200 ? pageSchema.safeParse(answer.body) : null;
  if (page === null || !page.success) return { kind: "pull-failed", failure: failureOf(answer) };
  // The envelope is checked; the data is the server's own fold input (messages/event.ts).
  return { kind: "pulled", page: { ...page.data, events: page.data.events as unknown as readonly HeardEvent[] } };
}

export function readPush(clientId: string, answer: Answer): Input {
  if (answer.status === 409) {
    const conflict = pushConflict.safeParse(answer.body);
    if (conflict.success) return { kind: "push-conflict", clientId, conflict: conflict.data };
  }
  const answered = answer.status === 200 ? pushAnswer.safeParse(answer.body) : null;
  return answered?.success === true ? { kind: "pushed", clientId, answer: answered.data } : { kind: "push-failed", failure: failureOf(answer) };
}

const acked = (seq: number): Record<string, string> => (seq > 0 ? { "X-Acked-Seq": String(seq) } : {});
