/**
 * The streams of one server process: each with a cursor of its own, fed from the log and never from
 * a queue, as server/sync/stream-loop.ts does it.
 */
import type { Random } from "#shared/kernel/random.ts";
import { SECOND } from "#shared/kernel/time.ts";
import type { Failure, Input } from "#shared/sync/device/ports.ts";
import type { Place } from "#shared/sync/event-log.ts";
import type { Cursor } from "#shared/sync/messages/cursor.ts";
import type { Actor } from "#shared/sync/sequencer-port.ts";
import type { Database } from "./database.ts";
import { fired, type Counters } from "./faults.ts";
import type { Parts } from "./parts.ts";
import type { VirtualTime } from "./virtual-time.ts";

type Said<K extends Input["kind"]> = Omit<Extract<Input, { kind: K }>, "stream">;

/** Without the stream's number: whoever opened the stream knows it. */
export type StreamWord =
  | Said<"stream-ready">
  | Said<"stream-events">
  | Said<"stream-ping">
  | Said<"stream-reset">
  | Said<"stream-ended">;

export type ServedStream = {
  close(): void;
  /** The device has taken these bytes. */
  taken(events: number): void;
  /** Nobody hears it any more, and nobody knows. */
  die(): void;
};

export type Streams = {
  /** Says what the stream says, until it is ended or the process dies. */
  open(who: Actor, cursor: Cursor, say: (word: StreamWord) => void): ServedStream;
  /** The log is known to have come so far. */
  advanced(head: number): void;
  /** This device or user is shut out. */
  revoked(subjectId: string): void;
  end(): void;
  /** Events that are said and not taken yet, of the stream that has had most (S10). */
  mostHeld(): number;
};

export type StreamsDeps = {
  readonly time: VirtualTime;
  readonly random: Random;
  readonly parts: Parts;
  readonly counters: Counters;
  readonly database: Database;
  readonly now: () => string;
  readonly isAlive: () => boolean;
  readonly refusal: (who: Actor) => Failure | null;
};

const PING_MS = 5 * SECOND;
const PAGE = 50;
/** A reader that lets so many events lie is fed no more, and after this long cut off (SYN-29). */
const MOST_HELD = 100;
const STALLED_MS = 5 * SECOND;

type Stream = {
  readonly who: Actor;
  at: Place;
  phase: "opening" | "ready" | "closed";
  /** `again`: it is being fed, and there may be more than was read last. */
  feeding: "no" | "reading" | "again";
  /** Said and not taken yet, and since when the device has taken nothing; null: it has all. */
  held: { readonly events: number; readonly sinceMs: number } | null;
  readonly say: (word: StreamWord) => void;
};

export function createStreams({
  time,
  parts,
  counters,
  database,
  now,
  isAlive,
  refusal,
}: StreamsDeps): Streams {
  let streams: Stream[] = [];
  let mostHeld = 0;
  let head = database.log().head;
  time.after(PING_MS, beat);

  return {
    open(who, cursor, say) {
      let isHeard = true;
      const stream: Stream = {
        who,
        at: cursor,
        phase: "opening",
        feeding: "no",
        held: null,
        say: (word) => isHeard && say(word),
      };
      streams.push(stream);
      time.after(0, () => begin(stream, cursor));
      return {
        close: () => end(stream),
        taken(events) {
          const wasFull = isFull(stream);
          const left = heldOf(stream) - events;
          stream.held = left > 0 ? { events: left, sinceMs: time.now() } : null;
          if (wasFull) wake(stream);
        },
        die() {
          isHeard = false;
        },
      };
    },
    advanced(to) {
      head = Math.max(head, to);
      for (const stream of streams) wake(stream);
    },
    revoked(subjectId) {
      for (const stream of streams)
        if (stream.who.subjectId === subjectId)
          end(stream, { kind: "stream-ended", failure: null });
    },
    end() {
      for (const stream of streams) end(stream, { kind: "stream-ended", failure: null });
    },
    mostHeld: () => mostHeld,
  };

  async function begin(stream: Stream, cursor: Cursor): Promise<void> {
    await time.point(isAlive);
    if (isClosed(stream)) return;
    const failure = refusal(stream.who);
    if (failure !== null) return end(stream, { kind: "stream-ended", failure });
    const log = database.log();
    const { kind } = await database.read(cursor, 1);
    if (kind === "must_refetch" || cursor.logId !== log.logId || cursor.epoch !== log.epoch)
      return end(stream, { kind: "stream-reset" });
    await time.point(isAlive);
    if (isClosed(stream)) return;
    head = Math.max(head, log.head);
    stream.phase = "ready";
    stream.say({
      kind: "stream-ready",
      ready: {
        logId: log.logId,
        epoch: log.epoch,
        head: log.head,
        floor: log.floor,
        serverTime: now(),
        pingMs: PING_MS,
      },
    });
    await feed(stream);
  }

  function wake(stream: Stream): void {
    if (stream.feeding !== "no") stream.feeding = "again";
    else if (stream.phase !== "opening") time.after(0, () => feed(stream));
  }

  async function feed(stream: Stream): Promise<void> {
    if (stream.phase !== "ready" || stream.feeding !== "no") return;
    do {
      stream.feeding = "reading";
      while (!isClosed(stream) && isAlive() && (!parts.habits.feedsBounded || !isFull(stream))) {
        const page = await database.read(stream.at, PAGE);
        await time.point(isAlive);
        if (isClosed(stream)) break;
        if (page.kind === "must_refetch") {
          end(stream, { kind: "stream-reset" });
          break;
        }
        const last = page.events.at(-1);
        if (last === undefined) break;
        stream.at = { seq: last.seq, id: last.id };
        stream.held = {
          events: heldOf(stream) + page.events.length,
          sinceMs: stream.held?.sinceMs ?? time.now(),
        };
        mostHeld = Math.max(mostHeld, stream.held.events);
        stream.say({ kind: "stream-events", events: page.events });
      }
    } while (isBehind(stream) && !isClosed(stream) && !isFull(stream));
    stream.feeding = "no";
  }

  /**
   * Heads are read again at an interval, so that a lost hint costs no more than that; each reader
   * hears that it is heard.
   */
  async function beat(): Promise<void> {
    if (!isAlive()) return;
    time.after(PING_MS, beat);
    if (parts.habits.sweeps) head = database.log().head;
    for (const stream of streams) {
      if (stream.held !== null && time.now() - stream.held.sinceMs > STALLED_MS) {
        fired(counters, "slow reader cut off");
        end(stream, { kind: "stream-ended", failure: null });
        continue;
      }
      if (parts.habits.sweeps) await feed(stream);
      if (stream.phase === "ready")
        stream.say({ kind: "stream-ping", ping: { head, serverTime: now() } });
    }
  }

  function end(stream: Stream, word?: StreamWord): void {
    streams = streams.filter((it) => it !== stream);
    if (stream.phase === "closed") return;
    stream.phase = "closed";
    if (word !== undefined) stream.say(word);
  }
}

const isClosed = ({ phase }: Stream): boolean => phase === "closed";
const isBehind = ({ feeding }: Stream): boolean => feeding === "again";
const heldOf = ({ held }: Stream): number => held?.events ?? 0;
const isFull = (stream: Stream): boolean => heldOf(stream) >= MOST_HELD;
