/**
 * Who is waiting for which restaurant's events, and the newest of them, ready to send.
 *
 * An event's bytes are made once per process and shared by every stream. There is no queue per
 * reader: a reader holds a cursor and asks for everything past it; what the small cache no longer
 * holds comes from the database, read once for all who ask at the same time. Nothing here is a
 * promise of delivery: forgetting everything costs a read.
 */

import type { Clock } from "#shared/kernel/time.ts";
import { TOLD, type Told } from "#shared/sync/told-to-displays.ts";
import type { StoredEvent } from "./event-store.ts";
import { eventsFor } from "./telling.ts";

/** The event a reader has got up to. Seq 0 has no id. */
export type Position = { readonly seq: number; readonly id: string | null };

/** Consecutive events as stream bytes. */
export type Frames = {
  readonly bytes: Buffer;
  readonly last: Position;
  readonly count: number;
  /**
   * When this process committed the newest of them, in milliseconds since 1970; null where another
   * did or it is older history.
   */
  readonly committedAt: number | null;
};

export type Feed = {
  /** The newest seq this process knows to be committed. */
  head(): number;
  /**
   * What follows `position`: at most a page. Null: nothing yet. `must_refetch`: that position is
   * not in the log (any more).
   */
  read(position: Position): Promise<Frames | null | "must_refetch">;
  /** The same where nothing has to be read for it; null: nothing yet, or `read` will tell. */
  atHand(position: Position): Frames | null;
  /** Calls back at every change until the feed is closed. One callback. */
  onChange(callback: () => void): void;
  close(): void;
};

export type Fanout = {
  /** `told`: what its reader is told of an event; each kind of reader has its bytes once. */
  subscribe(restaurantId: string, head: Position, told?: Told): Feed;
  /** Events that this process has just committed, in log order. */
  published(restaurantId: string, events: readonly StoredEvent[]): void;
  /** Somebody else committed: the head is at least this. */
  advanced(restaurantId: string, head: number): void;
  /** The restaurants with readers here and the heads known for them. */
  heads(): ReadonlyMap<string, number>;
  /**
   * A head that was read from the database after `knownBefore` was known. A smaller one means a
   * restored backup: everybody checks where they stand.
   */
  confirmed(restaurantId: string, head: number, knownBefore: number): void;
  feeds(): number;
};

export type FanoutDeps = {
  /** A page after the position, straight from the log. */
  readonly readAfter: (
    restaurantId: string,
    at: Position,
  ) => Promise<readonly StoredEvent[] | "must_refetch">;
  /** The first reader arrived: hints from other processes matter from now on. */
  readonly onFirstFeed: () => void;
  readonly clock: Clock;
};

export const MAX_CACHED_EVENTS = 512;
export const MAX_CACHED_BYTES = 1024 * 1024;

export function createFanout(deps: FanoutDeps): Fanout {
  const tails = new Map<string, SharedTail>();
  const keyOf = (restaurantId: string, told: Told): string => `${restaurantId} ${told}`;
  const tailsOf = (restaurantId: string): SharedTail[] =>
    TOLD.flatMap((told) => tails.get(keyOf(restaurantId, told)) ?? []);

  return {
    subscribe(restaurantId, head, told = "all") {
      if (tails.size === 0) deps.onFirstFeed();
      const key = keyOf(restaurantId, told);
      const tail = tails.get(key) ?? newTail(restaurantId, told, head);
      tails.set(key, tail);
      tail.head = Math.max(tail.head, head.seq);
      const reader: Reader = { onChange: () => undefined };
      tail.readers.add(reader);
      return {
        head: () => tail.head,
        read: (position) =>
          readTail(tail, position, async () => {
            const events = await deps.readAfter(restaurantId, position);
            return events === "must_refetch" ? events : eventsFor(told, events);
          }),
        atHand: (position) => joinAt(tail, position),
        onChange: (callback) => {
          reader.onChange = callback;
        },
        close() {
          tail.readers.delete(reader);
          if (tail.readers.size === 0 && tails.get(key) === tail) tails.delete(key);
        },
      };
    },
    published(restaurantId, events) {
      const last = events.at(-1);
      if (last === undefined) return;
      for (const tail of tailsOf(restaurantId)) {
        remember(tail, eventsFor(tail.told, events), deps.clock.now());
        tail.head = Math.max(tail.head, last.seq);
        wakeAll(tail);
      }
    },
    advanced(restaurantId, head) {
      for (const tail of tailsOf(restaurantId)) {
        if (head <= tail.head) continue;
        tail.head = head;
        wakeAll(tail);
      }
    },
    heads() {
      const heads = new Map<string, number>();
      for (const { restaurantId, head } of tails.values())
        heads.set(restaurantId, Math.max(head, heads.get(restaurantId) ?? 0));
      return heads;
    },
    confirmed(restaurantId, head, knownBefore) {
      for (const tail of tailsOf(restaurantId)) {
        if (head >= knownBefore && head <= tail.head) continue;
        if (head < knownBefore) {
          tail.cache = [];
          tail.cachedBytes = 0;
        }
        tail.head = head;
        wakeAll(tail);
      }
    },
    feeds: () => [...tails.values()].reduce((sum, tail) => sum + tail.readers.size, 0),
  };
}

/**
 * An event as every stream sends it. `body` is JSON text and holds no line break; `type` is ours.
 */
export const frameOf = (event: StoredEvent): Buffer => Buffer.from(frameText(event));

const frameText = ({ seq, type, body }: StoredEvent): string =>
  `id: ${seq}\nevent: ${type}\ndata: ${body}\n\n`;

type Cached = {
  readonly seq: number;
  readonly id: string | null;
  /** Empty for the position a fresh tail starts from. */ readonly frame: Buffer;
};

type Reader = { onChange: () => void };

type SharedTail = {
  readonly restaurantId: string;
  readonly told: Told;
  head: number;
  /** Consecutive. A reader is served from here only if its own event is here, under its own id. */
  cache: Cached[];
  cachedBytes: number;
  readonly readers: Set<Reader>;
  /** Reads under way, by position: a hint wakes many readers that stand on the same event. */
  readonly reading: Map<string, Promise<readonly StoredEvent[] | "must_refetch">>;
  joined: { readonly from: Position; readonly frames: Frames } | null;
  committedAt: number | null;
};

const NOTHING = Buffer.alloc(0);

function newTail(restaurantId: string, told: Told, head: Position): SharedTail {
  return {
    restaurantId,
    told,
    head: head.seq,
    cache: [{ ...head, frame: NOTHING }],
    cachedBytes: 0,
    readers: new Set(),
    reading: new Map(),
    joined: null,
    committedAt: null,
  };
}

async function readTail(
  tail: SharedTail,
  position: Position,
  fetch: () => Promise<readonly StoredEvent[] | "must_refetch">,
): Promise<Frames | null | "must_refetch"> {
  const joined = joinAt(tail, position);
  if (joined !== null) return joined;
  const cachedEnd = tail.cache.at(-1);
  if (
    cachedEnd !== undefined &&
    cachedEnd.seq === position.seq &&
    cachedEnd.id === position.id &&
    cachedEnd.seq >= tail.head
  )
    return null;
  const key = `${position.seq}:${position.id ?? ""}`;
  const under = tail.reading.get(key) ?? fetch().finally(() => tail.reading.delete(key));
  tail.reading.set(key, under);
  const events = await under;
  if (events === "must_refetch") return events;
  const last = events.at(-1);
  if (last === undefined) return null;
  if (position.seq === cachedEnd?.seq && tail.cache.at(-1) === cachedEnd)
    remember(tail, events, null);
  tail.head = Math.max(tail.head, last.seq);
  let rows: readonly StoredEvent[] | null = events;
  let bytes = NOTHING;
  return {
    get bytes() {
      // In one piece, because a hundred buffers that are joined took twice as long; and when it is
      // wanted, because the next page is asked for before.
      if (rows !== null) bytes = Buffer.from(rows.map(frameText).join(""));
      rows = null;
      return bytes;
    },
    last: { seq: last.seq, id: last.id },
    count: events.length,
    committedAt: null,
  };
}

/**
 * What the cache holds past a position that it holds too; null where there is nothing, or it does
 * not hold the position.
 */
function joinAt(tail: SharedTail, from: Position): Frames | null {
  const last = tail.cache.at(-1);
  const { joined } = tail;
  if (last === undefined || last.seq <= from.seq) return null;
  if (
    joined !== null &&
    joined.from.seq === from.seq &&
    joined.from.id === from.id &&
    joined.frames.last.seq === last.seq
  )
    return joined.frames;
  const index = from.seq - (tail.cache[0]?.seq ?? 0);
  if (tail.cache[index]?.id !== from.id) return null;
  const news = tail.cache.slice(index + 1);
  const frames = {
    bytes: Buffer.concat(news.map((event) => event.frame)),
    last: { seq: last.seq, id: last.id },
    count: news.length,
    committedAt: tail.committedAt,
  };
  tail.joined = { from, frames };
  return frames;
}

/**
 * Adds what follows the cache; events that do not follow it replace it. A hint may have made us
 * read them before the writer told us.
 */
function remember(
  tail: SharedTail,
  given: readonly StoredEvent[],
  committedAt: number | null,
): void {
  const oldest = tail.cache[0]?.seq ?? 0;
  const events = given.filter((event) => tail.cache[event.seq - oldest]?.id !== event.id);
  const first = events[0];
  const end = tail.cache.at(-1);
  if (first === undefined) return;
  if (end !== undefined && end.seq + 1 !== first.seq) {
    tail.cache = [];
    tail.cachedBytes = 0;
  }
  tail.joined = null;
  tail.committedAt = committedAt;
  for (const event of events) {
    const frame = frameOf(event);
    tail.cache.push({ seq: event.seq, id: event.id, frame });
    tail.cachedBytes += frame.length;
  }
  let drop = 0;
  while (
    tail.cache.length - drop > 1 &&
    (tail.cache.length - drop > MAX_CACHED_EVENTS || tail.cachedBytes > MAX_CACHED_BYTES)
  ) {
    tail.cachedBytes -= tail.cache[drop]?.frame.length ?? 0;
    drop += 1;
  }
  if (drop > 0) tail.cache.splice(0, drop);
}

function wakeAll(tail: SharedTail): void {
  for (const reader of tail.readers) reader.onChange();
}
