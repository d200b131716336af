/** The server of a simulated evening: the real sequencer over a log in memory, with streams, restarts and restored backups. */
import type { Ids } from "#shared/kernel/ids.ts";
import type { Random } from "#shared/kernel/random.ts";
import { happens } from "#shared/kernel/seeded-random.ts";
import { SECOND, toIso } from "#shared/kernel/time.ts";
import type { HeardEvent } from "#shared/orders/event.ts";
import type { Effect, Input } from "#shared/sync/device/ports.ts";
import type { Place } from "#shared/sync/event-log.ts";
import { createMemoryLog, type LogContents } from "#shared/sync/memory-log.ts";
import type { Cursor } from "#shared/sync/messages/cursor.ts";
import { PROTOCOL } from "#shared/sync/messages/protocol.ts";
import { needsOf, noChanges, sequence } from "#shared/sync/sequencer.ts";
import type { Actor, Outcome, Submission } from "#shared/sync/sequencer-port.ts";
import type { VirtualTime } from "./virtual-time.ts";

/** Without the stream's number: whoever opened the stream knows it. */
export type StreamWord =
  | Omit<Extract<Input, { kind: "stream-ready" }>, "stream">
  | Omit<Extract<Input, { kind: "stream-events" }>, "stream">
  | Omit<Extract<Input, { kind: "stream-ping" }>, "stream">
  | Omit<Extract<Input, { kind: "stream-reset" }>, "stream">
  | Omit<Extract<Input, { kind: "stream-ended" }>, "stream">;

export type Backup = { readonly contents: LogContents; readonly history: readonly HeardEvent[] };

export type SimulatedServer = {
  isUp(): boolean;
  /** These four answer null where the server is down or dies on the way; what was committed by then stays. */
  push(who: Actor, effect: Extract<Effect, { kind: "push" }>): Promise<Input | null>;
  submit(submission: Submission): Promise<Outcome | null>;
  pull(cursor: Cursor): Promise<Input | null>;
  snapshot(): Promise<Input | null>;
  /** Says what the stream says, until the returned function ends it or the server dies. */
  stream(cursor: Cursor, say: (word: StreamWord) => void): () => void;
  crash(): void;
  start(): void;
  /** From here on it does not die by itself any more. */
  calm(): void;
  backup(): Backup;
  /** While it is down. Without a new epoch nothing but ids tells this log from the one that was. */
  restore(backup: Backup, newEpoch: boolean): void;
  trim(upTo: number): Promise<void>;
  /** Every event since the first, also those that were trimmed: what the log must be the fold of. */
  history(): readonly HeardEvent[];
  contents(): LogContents;
};

const PING_MS = 5 * SECOND;
const DIES_ON_THE_WAY = 0.003;
const PAGE = 50;

type Stream = { at: Place; open: boolean; readonly say: (word: StreamWord) => void };

export function createServer(time: VirtualTime, random: Random, ids: Ids): SimulatedServer {
  const log = createMemoryLog(ids.next());
  let history: readonly HeardEvent[] = [];
  let up = true;
  let dying = DIES_ON_THE_WAY;
  let epoch = 1;
  let streams: Stream[] = [];

  const now = () => toIso(time.now());

  async function submit(submission: Submission): Promise<Outcome | null> {
    if (!up) return null;
    const tx = log.begin();
    const loaded = await tx.load(needsOf([submission]));
    const changes = noChanges();
    const outcome = sequence(loaded, submission, { now: now(), ids }, changes);
    if (happens(random, dying)) {
      tx.giveUp();
      crash();
      return null;
    }
    await tx.write(loaded, changes);
    history = [...history, ...changes.events.map((event) => JSON.parse(event.body) as HeardEvent)];
    if (happens(random, dying)) {
      crash();
      return null;
    }
    for (const stream of streams) await feed(stream);
    return outcome;
  }

  async function feed(stream: Stream): Promise<void> {
    while (stream.open) {
      const page = await log.events.read(stream.at, PAGE);
      if (page.kind === "must_refetch") {
        stream.open = false;
        return stream.say({ kind: "stream-reset" });
      }
      const last = page.events.at(-1);
      if (last === undefined) return;
      stream.at = { seq: last.seq, id: last.id };
      stream.say({ kind: "stream-events", events: page.events });
    }
  }

  async function beat(): Promise<void> {
    time.after(PING_MS, beat);
    const { head } = await log.events.position();
    for (const stream of up ? streams.filter((it) => it.open) : []) stream.say({ kind: "stream-ping", ping: { head, serverTime: now() } });
  }
  time.after(PING_MS, beat);

  function crash(): void {
    up = false;
    const cut = streams;
    streams = [];
    for (const stream of cut) {
      stream.open = false;
      stream.say({ kind: "stream-ended", failure: null });
    }
  }

  const isOurs = async (cursor: Cursor) => {
    const { logId, epoch: current } = await log.events.position();
    return cursor.logId === logId && cursor.epoch === current;
  };

  return {
    isUp: () => up,
    submit,
    async push(who, { clientId, mutations }) {
      const outcome = await submit({ kind: "push", who, push: { protocol: PROTOCOL, clientId, mutations: [...mutations] } });
      if (outcome === null) return null;
      switch (outcome.kind) {
        case "pushed": {
          const { lastMutationId, results, head } = outcome;
          return { kind: "pushed", clientId, answer: { lastMutationId, results: [...results], head, serverTime: now() } };
        }
        case "out_of_order": return { kind: "push-conflict", clientId, conflict: { code: "out_of_order", expected: outcome.expected } };
        case "id_reused": return { kind: "push-conflict", clientId, conflict: { code: "id_reused", mutationId: outcome.mutationId } };
        default: return { kind: "push-conflict", clientId, conflict: { code: "client_taken" } };
      }
    },
    async pull(cursor) {
      if (!up) return null;
      const page = await log.events.read(cursor, PAGE);
      if (page.kind === "must_refetch" || !(await isOurs(cursor))) return { kind: "pull-reset" };
      const { logId, epoch: current, head, floor } = await log.events.position();
      return { kind: "pulled", page: { logId, epoch: current, head, floor, serverTime: now(), events: page.events } };
    },
    snapshot: async () => (up ? { kind: "snapshot-taken", snapshot: log.snapshot(now()) } : null),
    stream(cursor, say) {
      const stream: Stream = { at: cursor, open: true, say };
      const begin = async () => {
        if (!up || !stream.open) return say({ kind: "stream-ended", failure: { kind: "unreachable" } });
        if ((await log.events.read(cursor, 1)).kind === "must_refetch" || !(await isOurs(cursor))) return say({ kind: "stream-reset" });
        const { logId, epoch: current, head, floor } = await log.events.position();
        streams.push(stream);
        say({ kind: "stream-ready", ready: { logId, epoch: current, head, floor, serverTime: now(), pingMs: PING_MS } });
        await feed(stream);
      };
      time.after(0, begin);
      return () => {
        stream.open = false;
        streams = streams.filter((it) => it !== stream);
      };
    },
    crash,
    start() {
      up = true;
    },
    calm() {
      dying = 0;
    },
    backup: () => ({ contents: log.backup(), history }),
    restore(backup, newEpoch) {
      if (newEpoch) epoch++;
      log.restore(backup.contents, newEpoch ? epoch : backup.contents.log.epoch);
      ({ history } = backup);
    },
    trim: (upTo) => log.events.trim(upTo),
    history: () => history,
    contents: () => log.backup(),
  };
}
