/** The device's exchanges with the server. Each answers with the input that the core is told; none rejects. */
import { SECOND } from "#shared/kernel/time.ts";
import { readPull, readPush, readSnapshot } from "#shared/sync/device/answers.ts";
import type { Effect, Input } from "#shared/sync/device/ports.ts";
import { PROTOCOL, PROTOCOL_HEADER } from "#shared/sync/messages/protocol.ts";
import { takeSnapshotText } from "#shared/sync/messages/snapshot-lines.ts";
import { askServer, type Ask } from "../platform/http.ts";
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
      return readSnapshot(await exchange("/api/snapshot", { timeoutMs: SNAPSHOT_TIMEOUT_MS, read: readOrderByOrder }));
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

async function readOrderByOrder(pieces: AsyncIterable<string>): Promise<unknown> {
  const taker = takeSnapshotText();
  for await (const piece of pieces) taker.take(piece);
  return taker.end() ?? undefined;
}

const acked = (seq: number): Record<string, string> => (seq > 0 ? { "X-Acked-Seq": String(seq) } : {});
