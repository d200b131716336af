/**
 * The device's exchanges with the server, whoever carries them: what is asked, and what the answers
 * mean to the core.
 */
import { SECOND } from "#shared/kernel/time.ts";
import type { Cursor } from "../../messages/cursor.ts";
import { PROTOCOL, PROTOCOL_HEADER } from "../../messages/protocol.ts";
import { takeSnapshotText } from "../../messages/snapshot-lines.ts";
import { readPull, readPush, readSnapshot, type HttpAnswer } from "../answers.ts";
import type { Input } from "../ports.ts";
import type { Transport } from "./ports.ts";

export type Headers = Readonly<Record<string, string>>;

export type Ask = {
  readonly method: "GET" | "POST";
  readonly body?: unknown;
  readonly headers: Headers;
  /** Of the whole exchange. */
  readonly timeoutMs: number;
  /** Reads a good answer while it arrives, where it is too large to be held as one text. */
  readonly read?: (pieces: AsyncIterable<string>) => Promise<unknown>;
};

export type StreamAsk = {
  /** The number under which its words are told. */
  readonly stream: number;
  readonly path: string;
  readonly headers: Headers;
};

/** Who carries an exchange: knows where the server is, and who asks. */
export type Carrier = {
  /** Never rejects; status 0: no answer in time. */
  readonly ask: (path: string, ask: Ask) => Promise<HttpAnswer>;
  /**
   * Ends with exactly one `stream-ended`, `stream-reset` or `stream-unplaced`, unless it is closed
   * first by what is returned. Keeps no time: the core's watchdog does.
   */
  readonly stream: (ask: StreamAsk, tell: (input: Input) => void) => () => void;
};

const PAGE = 500;
const TIMEOUT_MS = 10 * SECOND;
/** Ten thousand orders over a bad line. */
const SNAPSHOT_TIMEOUT_MS = 60 * SECOND;

export function createExchanges({ ask, stream }: Carrier): Transport {
  const get = (path: string, headers: Headers = {}) =>
    ask(path, { method: "GET", headers: { ...SPOKEN, ...headers }, timeoutMs: TIMEOUT_MS });
  const post = (path: string, body: unknown, headers: Headers = {}) =>
    ask(path, { method: "POST", body, headers: { ...SPOKEN, ...headers }, timeoutMs: TIMEOUT_MS });
  return {
    async snapshot() {
      return readSnapshot(
        await ask("/api/snapshot", {
          method: "GET",
          headers: SPOKEN,
          timeoutMs: SNAPSHOT_TIMEOUT_MS,
          read: readOrderByOrder,
        }),
      );
    },
    async pull({ cursor, ackedSeq }) {
      return readPull(await get(addressOf(cursor, PAGE), acked(ackedSeq)));
    },
    async push({ clientId, mutations, ackedSeq }) {
      return readPush(
        clientId,
        await post("/api/sync/push", { protocol: PROTOCOL, clientId, mutations }, acked(ackedSeq)),
      );
    },
    async ack(seq) {
      await post("/api/events/ack", { seq });
    },
    stream: ({ stream: n, cursor }, tell) =>
      stream(
        { stream: n, path: addressOf(cursor), headers: { Accept: "text/event-stream", ...SPOKEN } },
        tell,
      ),
  };
}

/** In every exchange (SYN-33). */
const SPOKEN: Headers = { [PROTOCOL_HEADER]: String(PROTOCOL) };

/** The one address of the log, for pulls and streams: everything after `cursor`. */
function addressOf({ seq, logId, epoch, id }: Cursor, limit?: number): string {
  const query = Object.entries({
    since: seq,
    logId,
    epoch,
    ...(id === null ? {} : { sinceId: id }),
    ...(limit === undefined ? {} : { limit }),
  });
  return `/api/events/orders?${query.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&")}`;
}

async function readOrderByOrder(pieces: AsyncIterable<string>): Promise<unknown> {
  const taker = takeSnapshotText();
  for await (const piece of pieces) taker.take(piece);
  return taker.end() ?? undefined;
}

const acked = (seq: number): Headers => (seq > 0 ? { "X-Acked-Seq": String(seq) } : {});
