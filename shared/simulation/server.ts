/** The server of a simulated evening, one thing from start to crash: the real sequencer over a log in memory, with streams, restarts, faults and restored backups. */
import type { Ids } from "#shared/kernel/ids.ts";
import type { Random } from "#shared/kernel/random.ts";
import { happens } from "#shared/kernel/seeded-random.ts";
import { SECOND, toIso } from "#shared/kernel/time.ts";
import type { HeardEvent } from "#shared/orders/event.ts";
import type { Effect, Failure, Input } from "#shared/sync/device/ports.ts";
import type { Place } from "#shared/sync/event-log.ts";
import type { LogContents } from "#shared/sync/memory-log.ts";
import type { Cursor } from "#shared/sync/messages/cursor.ts";
import { PROTOCOL } from "#shared/sync/messages/protocol.ts";
import { needsOf, noChanges } from "#shared/sync/sequencer.ts";
import type { Actor, Changes, Log, Outcome, Submission } from "#shared/sync/sequencer-port.ts";
import type { World } from "#shared/sync/world.ts";
import { fired, type Counters, type Fault } from "./faults.ts";
import type { Reply } from "./network.ts";
import type { Parts } from "./parts.ts";
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
  /** These answer null where the server is down or dies on the way; what was committed by then stays. */
  push(who: Actor, effect: Extract<Effect, { kind: "push" }>): Promise<Reply<Input>>;
  submit(submission: Submission): Promise<Reply<Outcome>>;
  pull(who: Actor, cursor: Cursor): Promise<Reply<Input>>;
  snapshot(who: Actor): Promise<Reply<Input>>;
  /** Says what the stream says, until it is ended or the server dies. */
  stream(who: Actor, cursor: Cursor, say: (word: StreamWord) => void): ServedStream;
  crash(): void;
  start(): void;
  /** From here on it does not die by itself any more, and lets everybody in. */
  calm(): void;
  /** Answers 503 until then. */
  busy(untilMs: number): void;
  /** How it answers this device or user from now on; null: as usual. */
  turnAway(subjectId: string, failure: Failure | null): void;
  turnsAway(subjectId: string): boolean;
  backup(): Backup;
  /** While it is down. Without a new epoch nothing but ids tells this log from the one that was. */
  restore(backup: Backup, newEpoch: boolean): void;
  trim(upTo: number): Promise<void>;
  log(): Log;
  /** Every event since the first, also those that were trimmed: what the log must be the fold of. */
  history(): readonly HeardEvent[];
  contents(): LogContents;
  /** As the watcher's own fold has it: to look at, not to keep. */
  world(): World;
  /** Events that are said and not taken yet, of the stream that has most (S10). */
  mostHeld(): number;
};

export type ServedStream = {
  close(): void;
  /** The device has taken these bytes. */
  taken(events: number): void;
  /** Nobody hears it any more, and nobody knows. */
  die(): void;
};

/** Who looks on. */
export type ServerWatch = {
  committed(events: readonly HeardEvent[], submission: Submission, changes: Changes): void;
  answered(outcome: Outcome, submission: Submission): void;
  restored(): void;
  world(): World;
};

const PING_MS = 5 * SECOND;
const DIES_ON_THE_WAY = 0.002;
const ROLLS_BACK = 0.003;
const LOSES_HINT = 0.01;
const PAGE = 50;
/** A reader that lets so many events lie is fed no more, and after this long cut off (SYN-29). */
const MOST_HELD = 100;
const STALLED_MS = 5 * SECOND;

type Stream = { at: Place; open: boolean; held: number; stalledAt: number | null; readonly say: (word: StreamWord) => void };

export function createServer(time: VirtualTime, random: Random, ids: Ids, parts: Parts, counters: Counters, watch: ServerWatch): SimulatedServer {
  const log = parts.createLog(ids.next());
  let history: HeardEvent[] = [];
  let up = true;
  let calmed = false;
  let epoch = 1;
  let busyUntil = 0;
  let streams: Stream[] = [];
  let mostHeld = 0;
  let kept: Log = { logId: "", epoch: 1, head: 0, headId: null, floor: 0 };
  const turned = new Map<string, Failure>();

  const now = () => toIso(time.now());
  const look = async () => (kept = await log.events.position());

  /** Dies here and now, where chance will have it. */
  function dies(where: Fault): boolean {
    if (calmed || !happens(random, DIES_ON_THE_WAY)) return false;
    fired(counters, where);
    crash();
    return true;
  }

  function refusal(who: Actor): Failure | null {
    if (time.now() < busyUntil) {
      fired(counters, "503 burst");
      return { kind: "unavailable", retryAfterMs: SECOND };
    }
    return turned.get(who.subjectId) ?? null;
  }

  async function submit(submission: Submission): Promise<Reply<Outcome>> {
    if (!up) return null;
    const failure = refusal(submission.who);
    if (failure !== null) return { failure };
    if (dies("server died before the commit")) return null;
    const tx = log.begin();
    const loaded = await tx.load(needsOf([submission]));
    const changes = noChanges();
    const outcome = parts.sequence(loaded, submission, { now: now(), ids }, changes);
    if (!calmed && happens(random, ROLLS_BACK)) {
      tx.giveUp();
      fired(counters, "database error rolled back");
      if (parts.habits.answersAfterCommit) return { failure: { kind: "unavailable", retryAfterMs: null } };
      watch.answered(outcome, submission);
      return { input: outcome };
    }
    if (dies("server died before the commit")) {
      tx.giveUp();
      return null;
    }
    await tx.write(loaded, changes);
    await committed(submission, changes);
    if (dies("server died after the commit")) return null;
    if (changes.events.length > 0 && !calmed && happens(random, LOSES_HINT)) fired(counters, "hint lost");
    else for (const stream of streams) await feed(stream);
    watch.answered(outcome, submission);
    return { input: outcome };
  }

  async function committed(submission: Submission, changes: Changes): Promise<void> {
    const { head } = kept;
    await look();
    if (changes.events.length === 0) return watch.committed([], submission, changes);
    // All there is: no reader asks like that, so that a bug planted in what readers get does not blind the one who looks on.
    const page = await log.events.read({ seq: head, id: null }, Infinity);
    const events = page.kind === "events" ? page.events : [];
    history.push(...events);
    watch.committed(events, submission, changes);
  }

  async function feed(stream: Stream): Promise<void> {
    while (stream.open) {
      if (parts.habits.feedsBounded && stream.held >= MOST_HELD) return;
      const page = await log.events.read(stream.at, PAGE);
      if (page.kind === "must_refetch") {
        stream.open = false;
        return stream.say({ kind: "stream-reset" });
      }
      const last = page.events.at(-1);
      if (last === undefined) return;
      stream.at = { seq: last.seq, id: last.id };
      stream.held += page.events.length;
      mostHeld = Math.max(mostHeld, stream.held);
      stream.stalledAt ??= time.now();
      stream.say({ kind: "stream-events", events: page.events });
    }
  }

  async function beat(): Promise<void> {
    time.after(PING_MS, beat);
    if (!up) return;
    for (const stream of streams.filter((it) => it.open)) {
      if (stream.stalledAt !== null && time.now() - stream.stalledAt > STALLED_MS && stream.held > 0) {
        fired(counters, "slow reader cut off");
        end(stream, null);
        continue;
      }
      await feed(stream);
      stream.say({ kind: "stream-ping", ping: { head: kept.head, serverTime: now() } });
    }
  }
  time.after(PING_MS, beat);

  function end(stream: Stream, failure: Failure | null): void {
    streams = streams.filter((it) => it !== stream);
    if (!stream.open) return;
    stream.open = false;
    stream.say({ kind: "stream-ended", failure });
  }

  function crash(): void {
    up = false;
    for (const stream of streams) end(stream, null);
  }

  function isServed(cursor: Cursor): boolean {
    if (cursor.logId !== kept.logId) return false;
    if (cursor.seq < kept.floor) fired(counters, "retention passed a cursor");
    if (cursor.seq > kept.head) fired(counters, "cursor ahead of the head");
    else if (cursor.id !== null && cursor.id !== history[cursor.seq - 1]?.id) fired(counters, "cursor of another branch");
    return cursor.epoch === kept.epoch;
  }

  return {
    isUp: () => up,
    submit,
    async push(who, { clientId, mutations }) {
      const reply = await submit({ kind: "push", who, push: { protocol: PROTOCOL, clientId, mutations: [...mutations] } });
      if (reply === null || "failure" in reply) return reply;
      if (dies("server died in an answer")) return null;
      const outcome = reply.input;
      switch (outcome.kind) {
        case "pushed": {
          const { lastMutationId, results, head } = outcome;
          return { input: { kind: "pushed", clientId, answer: { lastMutationId, results: [...results], head, serverTime: now() } } };
        }
        case "out_of_order": return { input: { kind: "push-conflict", clientId, conflict: { code: "out_of_order", expected: outcome.expected } } };
        case "id_reused": return { input: { kind: "push-conflict", clientId, conflict: { code: "id_reused", mutationId: outcome.mutationId } } };
        default: return { input: { kind: "push-conflict", clientId, conflict: { code: "client_taken" } } };
      }
    },
    async pull(who, cursor) {
      if (!up) return null;
      const failure = refusal(who);
      if (failure !== null) return { failure };
      const ours = isServed(cursor);
      const page = await log.events.read(cursor, PAGE);
      if (dies("server died in an answer")) return null;
      if (page.kind === "must_refetch" || !ours) return { input: { kind: "pull-reset" } };
      const { logId, epoch: current, head, floor } = kept;
      return { input: { kind: "pulled", page: { logId, epoch: current, head, floor, serverTime: now(), events: page.events } } };
    },
    async snapshot(who) {
      if (!up || dies("server died in an answer")) return null;
      const failure = refusal(who);
      return failure === null ? { input: { kind: "snapshot-taken", snapshot: log.snapshot(now()) } } : { failure };
    },
    stream(who, cursor, say) {
      const stream: Stream = { at: cursor, open: true, held: 0, stalledAt: null, say: (word) => heard && say(word) };
      let heard = true;
      const begin = async () => {
        if (!stream.open) return;
        const failure = up ? refusal(who) : { kind: "unreachable" as const };
        if (failure !== null) return end(stream, failure);
        const ours = isServed(cursor);
        if ((await log.events.read(cursor, 1)).kind === "must_refetch" || !ours) return stream.say({ kind: "stream-reset" });
        const { logId, epoch: current, head, floor } = kept;
        streams.push(stream);
        stream.say({ kind: "stream-ready", ready: { logId, epoch: current, head, floor, serverTime: now(), pingMs: PING_MS } });
        await feed(stream);
      };
      time.after(0, begin);
      return {
        close() {
          stream.open = false;
          streams = streams.filter((it) => it !== stream);
        },
        taken(events) {
          stream.held = Math.max(0, stream.held - events);
          stream.stalledAt = stream.held > 0 ? time.now() : null;
        },
        die() {
          heard = false;
        },
      };
    },
    crash() {
      fired(counters, "server killed");
      crash();
    },
    start() {
      up = true;
    },
    calm() {
      calmed = true;
      busyUntil = 0;
      turned.clear();
    },
    busy(untilMs) {
      busyUntil = untilMs;
    },
    turnAway(subjectId, failure) {
      if (failure === null) turned.delete(subjectId);
      else turned.set(subjectId, failure);
    },
    turnsAway: (subjectId) => turned.has(subjectId),
    backup: () => ({ contents: log.backup(), history: [...history] }),
    restore(backup, newEpoch) {
      if (newEpoch) epoch++;
      fired(counters, newEpoch ? "backup restored, new epoch" : "backup restored, same epoch");
      const { clients, results } = parts.habits.restoresClients ? backup.contents : log.backup();
      log.restore({ ...backup.contents, clients, results }, newEpoch ? epoch : backup.contents.log.epoch);
      history = [...backup.history];
      kept = log.backup().log;
      watch.restored();
    },
    async trim(upTo) {
      await log.events.trim(upTo);
      await look();
    },
    log: () => kept,
    history: () => history,
    contents: () => log.backup(),
    world: (...given) => watch.world(...given),
    mostHeld: () => mostHeld,
  };
}
