/**
 * Figures and exports are read in a thread of their own (FAIR-6): a day is thousands of orders to
 * parse and count, and done beside the pushes it made a neighbour's wait for all of it (measured:
 * 15 ms and 136 at p99 became 274 and 718). The thread has its own few connections and its own
 * bounds, is started by the first who asks, and started anew where it ended: what was asked of it
 * is told unavailable, and nothing else is touched. One restaurant has one figure or batch of rows
 * under way, and all together one, in turn: the processor's other core is for those who work, and
 * beside them figures rest between their batches (FAIR-10).
 */

import { Worker } from "node:worker_threads";
import { once } from "#shared/kernel/once.ts";
import type { Day } from "#shared/restaurant/business-day.ts";
import { DatabaseUnavailable } from "../db/pg-error.ts";
import { HEAVY_WAITING } from "../db/database.ts";
import type { Beside } from "../fair/beside.ts";
import { Crowded } from "../fair/crowded.ts";
import { createTurnstile } from "../fair/turnstile.ts";
import type { FiguresAnswer, Question, Setup } from "./figures-worker.ts";

export type FiguresThread = {
  /**
   * A day's figures as JSON. Rejects with `Crowded`, `DatabaseUnavailable`, or as the reading does.
   */
  figures(restaurantId: string, date: Day): Promise<string>;
  /** A day's orders as CSV, read no further than they are taken. Rejects like `figures`. */
  orders(restaurantId: string, date: Day): Promise<ReadableStream<Uint8Array>>;
  /** What was asked is told unavailable; resolves when the database is let go of. */
  close(): Promise<void>;
};

export type FiguresThreadDeps = Setup & {
  readonly beside: Pick<Beside, "isBeside">;
  readonly log: { warn(fields: object, message: string): void };
};

/** Exports that somebody reads, each a batch of rows. */
export const MAX_EXPORTS = { all: 64, each: 4 } as const;
/** A day of thousands of orders of dozens of lines takes some hundred. */
const MEMORY_MB = 512;
const CLOSE_MS = 300;

export function createFiguresThread({ log, beside, ...setup }: FiguresThreadDeps): FiguresThread {
  const turns = createTurnstile({ atOnce: 1, each: 1, waiting: HEAVY_WAITING });
  const open = new Map<string, number>();
  let running: Thread | null = null;
  let isClosed = false;

  const thread = (): Thread => {
    if (isClosed) throw new DatabaseUnavailable(new Error("the server is stopping"));
    running ??= startThread(setup, (error) => {
      running = null;
      if (!isClosed)
        log.warn({ err: error }, "the thread of figures ended; the next question starts another");
    });
    return running;
  };

  const count = (restaurantId: string, by: 1 | -1): void => {
    const now = (open.get(restaurantId) ?? 0) + by;
    if (now > 0) open.set(restaurantId, now);
    else open.delete(restaurantId);
  };

  return {
    figures: (restaurantId, date) =>
      turns.run(restaurantId, async () => {
        const said = await thread().ask({
          kind: "figures",
          restaurantId,
          date,
          rests: beside.isBeside(restaurantId),
        });
        if (said.kind !== "text") throw new Error(`figures cannot be answered with ${said.kind}`);
        return said.text;
      }),
    async orders(restaurantId, date) {
      if (
        (open.get(restaurantId) ?? 0) >= MAX_EXPORTS.each ||
        [...open.values()].reduce((sum, one) => sum + one, 0) >= MAX_EXPORTS.all
      )
        throw new Crowded("too many exports are being read");
      count(restaurantId, 1);
      try {
        const reading = thread();
        const of = reading.nextId();
        await turns.run(restaurantId, () =>
          reading.ask({ kind: "open-export", restaurantId, date }, of),
        );
        return rows(
          (work) => turns.run(restaurantId, work),
          reading,
          of,
          () => count(restaurantId, -1),
        );
      } catch (error) {
        count(restaurantId, -1);
        throw error;
      }
    },
    async close() {
      isClosed = true;
      await running?.close();
    },
  };
}

function rows(
  inTurn: <T>(work: () => Promise<T>) => Promise<T>,
  thread: Thread,
  of: number,
  onEnded: () => void,
): ReadableStream<Uint8Array> {
  // Who leaves while rows are read ends it twice.
  const ended = once(onEnded);
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const said = await inTurn(() => thread.ask({ kind: "next-rows", of }));
          if (said.kind !== "rows") throw new Error(`rows cannot be answered with ${said.kind}`);
          if (said.bytes !== null) return controller.enqueue(said.bytes);
          controller.close();
        } catch (error) {
          controller.error(error);
        }
        ended();
      },
      async cancel() {
        ended();
        await thread.ask({ kind: "end-export", of });
      },
    },
    { highWaterMark: 0 },
  );
}

type Asked<Q = Question> = Q extends unknown ? Omit<Q, "id"> : never;

type Thread = {
  nextId(): number;
  ask(question: Asked, id?: number): Promise<FiguresAnswer>;
  close(): Promise<void>;
};

function startThread(setup: Setup, onEnd: (error: unknown) => void): Thread {
  const worker = new Worker(new URL("./figures-worker.ts", import.meta.url), {
    workerData: setup,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  });
  // What it works on keeps the process alive, not that it could be asked.
  worker.unref();
  const waiting = new Map<
    number,
    { resolve: (answer: FiguresAnswer) => void; reject: (error: Error) => void }
  >();
  let last = 0;
  let over: unknown = null;
  let failure: unknown = new Error("the thread of figures ended");
  const ended = new Promise<void>((resolve) =>
    worker.once("exit", () => {
      over = failure;
      onEnd(failure);
      for (const { reject } of waiting.values()) reject(new DatabaseUnavailable(failure));
      waiting.clear();
      resolve();
    }),
  );
  worker.on("error", (error) => {
    failure = error;
  });
  worker.on("message", (answer: FiguresAnswer) => {
    const asker = waiting.get(answer.id);
    waiting.delete(answer.id);
    if (answer.kind !== "failed") asker?.resolve(answer);
    else
      asker?.reject(
        answer.isUnavailable
          ? new DatabaseUnavailable(new Error(answer.message))
          : new Error(answer.message),
      );
  });
  const thread: Thread = {
    nextId: () => (last += 1),
    ask: (question, id = thread.nextId()) =>
      new Promise((resolve, reject) => {
        if (over !== null) return reject(new DatabaseUnavailable(over));
        waiting.set(id, { resolve, reject });
        worker.postMessage({ id, ...question });
      }),
    async close() {
      const late = setTimeout(() => void worker.terminate(), CLOSE_MS);
      await Promise.race([thread.ask({ kind: "close" }).catch(() => undefined), ended]);
      await worker.terminate();
      clearTimeout(late);
    },
  };
  return thread;
}
