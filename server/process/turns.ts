/**
 * Whose turn it is: each restaurant at its own time, a few at once and none twice at once. One that
 * is slow holds one place and no more; one that fails is told with its id, waits longer and longer
 * by itself, and stands in nobody's way. Nothing here waits: `begin` is called again and again, and
 * every turn that ends makes place for the next.
 */

import { backoffMs, type BackoffPolicy } from "#shared/kernel/backoff.ts";
import type { Random } from "#shared/kernel/random.ts";
import { SECOND, type Clock } from "#shared/kernel/time.ts";

export type Turns = {
  /**
   * Something about it changed: in so many milliseconds at the latest, as soon as there is place.
   * One that fails keeps the time it has, however much changes.
   */
  soon(restaurantId: string, withinMs?: number): void;
  /** Begins what is due, the longest overdue first, as far as there is place. */
  begin(): void;
  /** Begins nothing more; resolves when the turns under way have ended. */
  stop(): Promise<void>;
};

export type TurnsDeps = {
  /** Its turn. Answers when the next one is, in ms; null: not before something changes. */
  readonly take: (restaurantId: string) => Promise<number | null>;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: { error(fields: object, message: string): void };
};

/** The pool has a dozen connections, and requests need most of them. */
export const TURNS_AT_ONCE = 4;
/** An alarm may not be late by more than the cap once the database is back. */
export const FAILED_TURN: BackoffPolicy = {
  baseMs: 2 * SECOND,
  capMs: 10 * SECOND,
  floorMs: SECOND,
};

export function createTurns({ take, clock, random, log }: TurnsDeps): Turns {
  const turns = new Map<string, Turn>();
  const queue: string[] = [];
  const underWay = new Set<Promise<void>>();
  let stopped = false;

  function fill(): void {
    while (!stopped && underWay.size < TURNS_AT_ONCE) {
      const restaurantId = queue.shift();
      const turn = restaurantId === undefined ? undefined : turns.get(restaurantId);
      if (restaurantId === undefined || turn === undefined) return;
      const running: Promise<void> = run(restaurantId, turn).finally(() => {
        underWay.delete(running);
        fill();
      });
      underWay.add(running);
    }
  }

  async function run(restaurantId: string, turn: Turn): Promise<void> {
    Object.assign(turn, { state: "running", again: null });
    try {
      const next = await take(restaurantId);
      turn.failures = 0;
      if (next === null && turn.again === null) return void turns.delete(restaurantId);
      turn.at = Math.min(next ?? Infinity, turn.again ?? Infinity);
    } catch (error) {
      turn.failures += 1;
      turn.at = clock.now() + backoffMs(FAILED_TURN, turn.failures, random);
      log.error(
        { err: error, restaurantId, failures: turn.failures },
        "a restaurant's turn failed; it comes again a little later",
      );
    }
    turn.state = "waiting";
  }

  return {
    soon(restaurantId, withinMs = 0) {
      const turn = turns.get(restaurantId);
      const at = clock.now() + withinMs;
      if (turn === undefined)
        turns.set(restaurantId, { at, failures: 0, state: "waiting", again: null });
      else if (turn.state === "running") turn.again = Math.min(at, turn.again ?? Infinity);
      else if (turn.failures === 0) turn.at = Math.min(turn.at, at);
    },
    begin() {
      const nowMs = clock.now();
      const due = [...turns]
        .filter(([, turn]) => turn.state === "waiting" && turn.at <= nowMs)
        .sort(([, a], [, b]) => a.at - b.at);
      for (const [restaurantId, turn] of due) {
        turn.state = "queued";
        queue.push(restaurantId);
      }
      fill();
    },
    async stop() {
      stopped = true;
      await Promise.all(underWay);
    },
  };
}

type Turn = {
  at: number;
  /** In a row. */
  failures: number;
  state: "waiting" | "queued" | "running";
  /** By when it has another one, because it changed while this was under way. */
  again: number | null;
};
