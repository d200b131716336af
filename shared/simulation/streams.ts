/** The streams of one server process: each with a cursor of its own, fed from the log and never from a queue, as server/sync/stream.ts does it. */
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
export type StreamWord = Said<"stream-ready"> | Said<"stream-events"> | Said<"stream-ping"> | Said<"stream-reset"> | Said<"stream-ended">;

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
  isOpen: boolean;
  isReady: boolean;
  isFed: boolean;
  /** There may be more than was read last. */
  isBehind: boolean;
  held: number;
  stalledAt: number | null;
  readonly say: (word: StreamWord) => void;
};

export function createStreams({ time, parts, counters, database, now, isAlive, refusal }: StreamsDeps): Streams {
  let streams: Stream[] = [];
  let mostHeld = 0;
  let head = database.log().head;
  time.after(PING_MS, beat);

  return {
    open(who, cursor, say) {
      let isHeard = true;
      const stream: Stream = { who, at: cursor, isOpen: true, isReady: false, isFed: false, isBehind: false, held: 0, stalledAt: null, say: (word) => isHeard && say(word) };
      streams.push(stream);
      time.after(0, () => begin(stream, cursor));
      return {
        close: () => end(stream),
        taken(events) {
          const wasFull = stream.held >= MOST_HELD;
          stream.held = Math.max(0, stream.held - events);
          stream.stalledAt = stream.held > 0 ? time.now() : null;
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
      for (const stream of streams) if (stream.who.subjectId === subjectId) end(stream, { kind: "stream-ended", failure: null });
    },
    end() {
      for (const stream of streams) end(stream, { kind: "stream-ended", failure: null });
    },
    mostHeld: () => mostHeld,
  };

  async function begin(stream: Stream, cursor: Cursor): Promise<void> {
    await time.point(isAlive);
    if (!stream.isOpen) return;
    const failure = refusal(stream.who);
    if (failure !== null) return end(stream, { kind: "stream-ended", failure });
    const log = database.log();
    const { kind } = await database.read(cursor, 1);
    if (kind === "must_refetch" || cursor.logId !== log.logId || cursor.epoch !== log.epoch) return end(stream, { kind: "stream-reset" });
    await time.point(isAlive);
    if (!stream.isOpen) return;
    head = Math.max(head, log.head);
    stream.isReady = true;
    stream.say({ kind: "stream-ready", ready: { logId: log.logId, epoch: log.epoch, head: log.head, floor: log.floor, serverTime: now(), pingMs: PING_MS } });
    await feed(stream);
  }

  function wake(stream: Stream): void {
    stream.isBehind = true;
    if (stream.isReady && !stream.isFed) time.after(0, () => feed(stream));
  }

  async function feed(stream: Stream): Promise<void> {
    if (!stream.isReady || stream.isFed) return;
    stream.isFed = true;
    do {
      stream.isBehind = false;
      while (stream.isOpen && isAlive() && (!parts.habits.feedsBounded || stream.held < MOST_HELD)) {
        const page = await database.read(stream.at, PAGE);
        await time.point(isAlive);
        if (!stream.isOpen) break;
        if (page.kind === "must_refetch") {
          end(stream, { kind: "stream-reset" });
          break;
        }
        const last = page.events.at(-1);
        if (last === undefined) break;
        stream.at = { seq: last.seq, id: last.id };
        stream.held += page.events.length;
        mostHeld = Math.max(mostHeld, stream.held);
        stream.stalledAt ??= time.now();
        stream.say({ kind: "stream-events", events: page.events });
      }
    } while (stream.isBehind && stream.isOpen && stream.held < MOST_HELD);
    stream.isFed = false;
  }

  /** Heads are read again at an interval, so that a lost hint costs no more than that; each reader hears that it is heard. */
  async function beat(): Promise<void> {
    if (!isAlive()) return;
    time.after(PING_MS, beat);
    if (parts.habits.sweeps) head = database.log().head;
    for (const stream of streams) {
      if (stream.stalledAt !== null && time.now() - stream.stalledAt > STALLED_MS && stream.held > 0) {
        fired(counters, "slow reader cut off");
        end(stream, { kind: "stream-ended", failure: null });
        continue;
      }
      if (parts.habits.sweeps) await feed(stream);
      if (stream.isOpen && stream.isReady) stream.say({ kind: "stream-ping", ping: { head, serverTime: now() } });
    }
  }

  function end(stream: Stream, word?: StreamWord): void {
    streams = streams.filter((it) => it !== stream);
    if (!stream.isOpen) return;
    stream.isOpen = false;
    if (word !== undefined) stream.say(word);
  }
}
