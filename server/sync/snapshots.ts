/**
 * Snapshots to readers of any pace (FAIR-6, FAIR-7). The database is read once, as fast as it can,
 * into pieces of bytes that all readers of the same head share; each reader takes the pieces at its
 * own pace, beginning while they are still being made, and holds nothing but its place in them. The
 * bytes go when the last reader has left, and at the end of their life with whoever still reads
 * them.
 *
 * Where a restaurant holds as many copies as it may, who comes gets the newest of them, although
 * the log has grown since: that is what a slow line would have brought too, and the stream goes on
 * from there. It is checked to be of the log that is there now, so that a restored backup's is
 * given to nobody.
 */

import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import { once } from "#shared/kernel/once.ts";
import { MINUTE } from "#shared/kernel/time.ts";
import type { Told } from "#shared/sync/told-to-displays.ts";
import type { Database } from "../db/database.ts";
import type { Beside } from "../fair/beside.ts";
import { Crowded } from "../fair/crowded.ts";
import { MAX_REST_MS } from "../fair/rests.ts";
import { createTurnstile } from "../fair/turnstile.ts";
import { checkCursor } from "./event-store.ts";
import { END_TEXT, frameText, makeSnapshot, MANY_OPEN_ORDERS, type Frame } from "./snapshot.ts";

export type Snapshots = {
  /**
   * A snapshot's bytes, made no further ahead than they are read. Rejects with `Crowded` where this
   * process holds too much, or as the database does.
   */
  open(
    restaurantId: string,
    told: Told,
    said: { readonly serverTime: string; readonly retentionMs: number },
  ): Promise<ReadableStream<Uint8Array>>;
  stats(): { readonly copies: number; readonly readers: number; readonly bytes: number };
};

export type SnapshotsDeps = {
  readonly database: Pick<Database, "heavy" | "reader">;
  readonly beside: Pick<Beside, "isBeside">;
  readonly log: { warn(fields: object, message: string): void };
};

/**
 * Of one restaurant at once, of what each kind of reader is told (SYN-35): one that is being read,
 * and a newer one.
 */
export const MAX_COPIES = 2;
/** In all. What one restaurant has open is some megabytes on its worst evening. */
export const MAX_HELD_BYTES = 128 * 1024 * 1024;
/** Who has not read it by then is cut off: a device waits for a minute. */
export const COPY_LIFE_MS = 2 * MINUTE;

/** Readers that wait for their next piece: as many as there may be. */
const HANDING = { atOnce: 1, each: 1, waiting: { all: Infinity, each: Infinity } } as const;

/**
 * Between two pieces of one restaurant, beside others that work (FAIR-10): some 16 MB a second, so
 * that eight tablets that come back at once have a megabyte each in half of one.
 */
const PIECE_REST_MS = 16;

export function createSnapshots({ database, beside, log }: SnapshotsDeps): Snapshots {
  // One piece in each turn of the event loop, of the restaurants in turn (FAIR-1): sixteen readers
  // of a large board cost what one does between two other requests.
  const handing = createTurnstile(HANDING);
  const resting = createTurnstile({ ...HANDING, atOnce: Infinity });
  const turn = (restaurantId: string): Promise<unknown> =>
    resting.run(restaurantId, async () => {
      if (beside.isBeside(restaurantId)) await sleep(PIECE_REST_MS);
      await handing.run(restaurantId, nextTurn);
    });
  const held = new Map<string, readonly Copy[]>();
  const all = (): Copy[] => [...held.values()].flat();
  const bytesOf = (copies: readonly Copy[]): number =>
    copies.reduce((sum, copy) => sum + copy.bytes, 0);

  const copiesOf = (restaurantId: string, told: Told): readonly Copy[] =>
    held.get(`${restaurantId} ${told}`) ?? [];

  const keep = (restaurantId: string, told: Told, copies: readonly Copy[]): void => {
    if (copies.length > 0) held.set(`${restaurantId} ${told}`, copies);
    else held.delete(`${restaurantId} ${told}`);
  };

  const drop = (restaurantId: string, told: Told, copy: Copy): void => {
    keep(
      restaurantId,
      told,
      copiesOf(restaurantId, told).filter((one) => one !== copy),
    );
    clearTimeout(copy.life);
  };

  const make = (restaurantId: string, told: Told): Copy => {
    const copy = newCopy();
    keep(restaurantId, told, [...copiesOf(restaurantId, told), copy]);
    const grow = (): void => {
      copy.grown.resolve();
      copy.grown = Promise.withResolvers();
    };
    const end = (state: "whole" | "failed"): void => {
      copy.state = state;
      grow();
      if (state === "failed" || copy.readers === 0) return drop(restaurantId, told, copy);
      copy.life = setTimeout(() => {
        log.warn({ restaurantId, readers: copy.readers }, "a snapshot was not read in time");
        copy.state = "failed";
        drop(restaurantId, told, copy);
      }, COPY_LIFE_MS).unref();
    };
    const making = makeSnapshot(database, restaurantId, told, {
      frame: copy.frame.resolve,
      async piece(bytes, tookMs) {
        copy.pieces.push(bytes);
        copy.bytes += bytes.length;
        grow();
        if (beside.isBeside(restaurantId)) await sleep(Math.min(MAX_REST_MS, tookMs));
      },
    });
    making.then(
      (open) => {
        if (open > MANY_OPEN_ORDERS)
          log.warn(
            { restaurantId, openOrders: open },
            "a restaurant has very many open orders: nobody finishes them",
          );
        end("whole");
      },
      (error: unknown) => {
        copy.error = error;
        copy.frame.reject(error);
        end("failed");
      },
    );
    return copy;
  };

  const mayBeGiven = async (restaurantId: string, told: Told, copy: Copy): Promise<boolean> => {
    const {
      log: { logId, epoch, head, headId },
    } = await copy.frame.promise;
    const check = await checkCursor(database.reader(restaurantId), restaurantId, {
      seq: head,
      id: headId,
      logId,
      epoch,
    });
    if (check?.kind !== "ok" || copy.state === "failed") return false;
    return check.log.head === head || copiesOf(restaurantId, told).length >= MAX_COPIES;
  };

  const copyFor = async (restaurantId: string, told: Told): Promise<Copy> => {
    for (let asked: Copy | undefined; ;) {
      const mine = copiesOf(restaurantId, told);
      const newest = mine.at(-1);
      if (newest !== undefined && newest !== asked) {
        if (await mayBeGiven(restaurantId, told, newest)) return newest;
        asked = newest;
        continue;
      }
      // Where a place is wanting, it is for copies of a log that is no more.
      if (mine.length >= MAX_COPIES || bytesOf(all()) >= MAX_HELD_BYTES)
        throw new Crowded("too many snapshots are being read");
      return make(restaurantId, told);
    }
  };

  return {
    async open(restaurantId, told, said) {
      const copy = await copyFor(restaurantId, told);
      copy.readers += 1;
      // Who leaves while a piece is on its way has left once.
      const leave = once(() => {
        copy.readers -= 1;
        if (copy.readers === 0 && copy.state !== "making") drop(restaurantId, told, copy);
      });
      try {
        return reading(
          copy,
          frameText(await copy.frame.promise, told, said),
          () => turn(restaurantId),
          leave,
        );
      } catch (error) {
        leave();
        throw error;
      }
    },
    stats: () => ({
      copies: all().length,
      readers: all().reduce((sum, copy) => sum + copy.readers, 0),
      bytes: bytesOf(all()),
    }),
  };
}

type Copy = {
  readonly frame: PromiseWithResolvers<Frame>;
  readonly pieces: Buffer[];
  bytes: number;
  state: "making" | "whole" | "failed";
  error: unknown;
  readers: number;
  /** Of the next piece, or the end. */
  grown: PromiseWithResolvers<void>;
  life: NodeJS.Timeout | undefined;
};

function newCopy(): Copy {
  const frame = Promise.withResolvers<Frame>();
  // Whoever waits for it is told; nobody may.
  frame.promise.catch(() => undefined);
  return {
    frame,
    pieces: [],
    bytes: 0,
    state: "making",
    error: new Error("the snapshot was not read in time"),
    readers: 0,
    grown: Promise.withResolvers(),
    life: undefined,
  };
}

/** One reader's way through the pieces. A piece is asked for when the one before it was taken. */
function reading(
  copy: Copy,
  frame: string,
  turn: () => Promise<unknown>,
  leave: () => void,
): ReadableStream<Uint8Array> {
  let next = -1;
  // A slow reader keeps its place, not a text that it was sent.
  let start: string | null = frame;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (start !== null) {
          controller.enqueue(Buffer.from(start));
          start = null;
        } else {
          while (next >= copy.pieces.length && copy.state === "making") await copy.grown.promise;
          await turn();
          const piece = copy.pieces[next];
          if (copy.state === "failed") {
            controller.error(copy.error);
            return leave();
          }
          controller.enqueue(piece ?? Buffer.from(END_TEXT));
          if (piece === undefined) {
            controller.close();
            return leave();
          }
        }
        next += 1;
      },
      cancel: leave,
    },
    { highWaterMark: 0 },
  );
}
