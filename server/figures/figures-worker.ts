/**
 * The thread of figures: it reads with connections of its own, parses, counts and writes rows, and
 * hands over texts.
 */
import { existsSync, readlinkSync } from "node:fs";
import { setPriority } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import { must } from "#shared/kernel/assert.ts";
import type { Day } from "#shared/restaurant/business-day.ts";
import { createDatabase } from "../db/database.ts";
import { pgErrorKind } from "../db/pg-error.ts";
import { MAX_REST_MS } from "../fair/rests.ts";
import { exportOrders } from "./export.ts";
import { readFigures } from "./read.ts";

export type Setup = { readonly url: string; readonly role: string | null };

export type Question = { readonly id: number } &
  /** `rests`: between its batches as long as each took. */
  (
    | {
        readonly kind: "figures";
        readonly restaurantId: string;
        readonly date: Day;
        readonly rests: boolean;
      }
    | { readonly kind: "open-export"; readonly restaurantId: string; readonly date: Day }
    /** `of`: the id under which the export was opened. */
    | { readonly kind: "next-rows" | "end-export"; readonly of: number }
    /** Lets go of the database; the thread ends by itself then. */
    | { readonly kind: "close" }
  );

export type FiguresAnswer = { readonly id: number } &
  /** Figures as JSON. */
  (
    | { readonly kind: "text"; readonly text: string }
    /** Null: that was all. */
    | { readonly kind: "rows"; readonly bytes: Uint8Array | null }
    | { readonly kind: "done" }
    | { readonly kind: "failed"; readonly isUnavailable: boolean; readonly message: string }
  );

const CONNECTIONS = 2;
/** Behind all that serve people, where the system has priorities for threads. */
const NICENESS = 10;
const THIS_THREAD = "/proc/thread-self";

const port = must(parentPort, "a thread of a server");
const setup = workerData as Setup;
const database = createDatabase({
  ...setup,
  maxConnections: CONNECTIONS,
  log: { warn: () => undefined },
});
const exports = new Map<number, ReadableStreamDefaultReader<Uint8Array>>();

standBack();

port.on("message", (question: Question) => {
  answer(question).then(
    (said) => port.postMessage({ id: question.id, ...said }),
    (error: unknown) =>
      port.postMessage({
        id: question.id,
        kind: "failed",
        isUnavailable: pgErrorKind(error) !== "bug" && pgErrorKind(error) !== "constraint",
        message: error instanceof Error ? error.message : String(error),
      }),
  );
});

const rest = (tookMs: number): Promise<void> => sleep(Math.min(MAX_REST_MS, tookMs));
const noRest = (): Promise<void> => Promise.resolve();

/**
 * Linux takes a thread's number for a process's, and says this one's in `THIS_THREAD`; elsewhere
 * threads have no priority of their own.
 */
function standBack(): void {
  if (existsSync(THIS_THREAD))
    setPriority(Number(readlinkSync(THIS_THREAD).split("/").at(-1)), NICENESS);
}

type Said<A = FiguresAnswer> = A extends unknown ? Omit<A, "id"> : never;

async function answer(question: Question): Promise<Said> {
  switch (question.kind) {
    case "figures":
      return {
        kind: "text",
        text: JSON.stringify(
          await readFigures(
            database,
            question.restaurantId,
            question.date,
            Date.now(),
            question.rests ? rest : noRest,
          ),
        ),
      };
    case "open-export":
      exports.set(
        question.id,
        (await exportOrders(database, question.restaurantId, question.date)).getReader(),
      );
      return { kind: "done" };
    case "next-rows": {
      const { value, done } = await must(
        exports.get(question.of),
        "an export that was opened",
      ).read();
      if (done) exports.delete(question.of);
      return { kind: "rows", bytes: value ?? null };
    }
    case "end-export": {
      const ended = exports.get(question.of);
      exports.delete(question.of);
      await ended?.cancel();
      return { kind: "done" };
    }
    case "close":
      port.unref();
      await database.close();
      return { kind: "done" };
  }
}
