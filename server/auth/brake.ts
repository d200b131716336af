/**
 * Slows down who guesses secrets. A try is counted in the database before the secret is looked at
 * and given back where it was right: tries at several server processes, or side by side, are as few
 * as those one after the other, and who is right is never counted.
 *
 * What it costs: a try is one statement and a right one two; a key that has none left is remembered
 * for a second, so that a flood is answered from memory. Where the database is away nobody guesses,
 * because nothing that is guarded here can be answered without it: the try ends as the database's
 * own error, a 503.
 */
import { createHmac } from "node:crypto";
import { HOUR, SECOND, type Clock } from "#shared/kernel/time.ts";
import type { Directory } from "../db/directory.ts";
import type { Allowance } from "../db/directory-tries.ts";
import { tooMany } from "../http/rate-limit.ts";
import type { Logger } from "../log/logger.ts";
import { createLines } from "./lines.ts";

export type Brake = {
  /**
   * Takes a try of each allowance of the first of these ways that has them all. `waitMs` where no
   * way has: the shortest wait of any of them. Throws what the database throws.
   */
  readonly take: (ways: Ways) => Promise<TakenTry>;
  /**
   * Runs `attempt` with a try taken; null stands for "wrong", and the try is gone. Throws
   * `too_many_requests` where there is none.
   */
  readonly attempt: <T>(ways: Ways, attempt: () => Promise<T | null>) => Promise<T | null>;
  /**
   * Counts what is right instead: a right `attempt` takes a try of each allowance and keeps it, a
   * wrong one takes none. Throws `too_many_requests` where there is none left: before the attempt,
   * and so whether it would be right or not; after it only where others took the last one
   * meanwhile.
   */
  readonly spend: <T>(way: Way, attempt: () => Promise<T | null>) => Promise<T | null>;
};

/**
 * Each way is some allowances that must all have a try left. Tries stand in line by the first one's
 * key. Keys are as the caller names them; only their hashes are kept.
 */
export type Ways = readonly [Way, ...Way[]];
export type Way = readonly [Allowance, ...Allowance[]];

export type TakenTry =
  | { readonly kind: "taken"; readonly giveBack: () => Promise<void> }
  | { readonly kind: "wait"; readonly waitMs: number };

const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 3600;

/** Of one source: five wrong tries in a minute, or thirty in an hour. */
export const perSource = (what: string, sourceKey: string): Way =>
  within(`${what} from ${sourceKey}`, 5, 30);

/** So many tries in a minute and in an hour, under one name. */
export const within = (key: string, perMinute: number, perHour: number): Way => [
  { key: `${key} minute`, tries: perMinute, seconds: MINUTE_SECONDS },
  { key: `${key} hour`, tries: perHour, seconds: HOUR_SECONDS },
];

/**
 * Who has no try left asks the database again after this long at the earliest; what was given back
 * meanwhile is seen then.
 */
const REMEMBERED_MS = 1_000;
const MAX_REMEMBERED = 10_000;
const SWEEP_EVERY_TAKES = 200;

export type BrakeDeps = {
  readonly directory: Pick<Directory, "takeTries" | "lookAtTries" | "giveTriesBack" | "sweepTries">;
  readonly clock: Clock;
  readonly serverSecret: Uint8Array;
  readonly log: Pick<Logger, "warn">;
};

export function createBrake({ directory, clock, serverSecret, log }: BrakeDeps): Brake {
  /** Until when that is believed, and how long it was to wait. */
  const none = new Map<string, { readonly until: number; readonly waitMs: number }>();
  // So that right tries side by side do not use each other's up.
  const inLine = createLines();
  let takes = 0;
  let sweptAt = clock.now();

  // Keyed: an address is short enough to be found by trying all of them.
  const hashed = (key: string): string =>
    createHmac("sha256", serverSecret).update(key).digest("base64url");
  const remembered = (keys: readonly string[]): number => {
    const now = clock.now();
    // A clock that was set back must not make a second of an hour.
    return Math.max(
      0,
      ...keys
        .map((key) => none.get(key))
        .map((known) =>
          known !== undefined && known.until > now && known.until <= now + REMEMBERED_MS
            ? known.waitMs
            : 0,
        ),
    );
  };
  const sweepNowAndThen = (): void => {
    takes += 1;
    if (takes % SWEEP_EVERY_TAKES !== 0 && clock.now() - sweptAt < HOUR) return;
    sweptAt = clock.now();
    directory
      .sweepTries()
      .catch((error: unknown) =>
        log.warn({ err: error }, "what was counted of tries that are over was not removed"),
      );
  };

  /** How long to wait for those that `ask` finds lacking, in milliseconds; 0: none is. */
  const waitFor = async (
    asked: readonly Allowance[],
    ask: Directory["takeTries"],
  ): Promise<number> => {
    const known = remembered(asked.map(({ key }) => key));
    if (known > 0) return known;
    // Who waited for another's try began before it, and would be told to wait for longer than the
    // whole time.
    const lacking = (await ask(asked)).map(({ key, waitMs }) => ({
      key,
      waitMs: Math.min(waitMs, SECOND * (asked.find((one) => one.key === key)?.seconds ?? 0)),
    }));
    if (none.size > MAX_REMEMBERED) none.clear();
    for (const { key, waitMs } of lacking)
      none.set(key, { until: clock.now() + Math.min(waitMs, REMEMBERED_MS), waitMs });
    return Math.max(0, ...lacking.map(({ waitMs }) => waitMs));
  };
  const named = (way: Way): readonly Allowance[] =>
    way.map((allowance) => ({ ...allowance, key: hashed(allowance.key) }));
  const takeWay = async (way: Way): Promise<TakenTry> => {
    const asked = named(way);
    const waitMs = await waitFor(asked, (all) => directory.takeTries(all).finally(sweepNowAndThen));
    return waitMs > 0
      ? { kind: "wait", waitMs }
      : { kind: "taken", giveBack: () => directory.giveTriesBack(asked.map(({ key }) => key)) };
  };
  const take = async (ways: Ways): Promise<TakenTry> => {
    let shortest: TakenTry = await takeWay(ways[0]);
    for (const way of ways.slice(1)) {
      if (shortest.kind === "taken") return shortest;
      const next = await takeWay(way);
      if (next.kind === "taken" || next.waitMs < shortest.waitMs) shortest = next;
    }
    return shortest;
  };

  return {
    take,
    attempt: (ways, attempt) =>
      inLine(ways[0][0].key, ways[0][0].tries, async () => {
        const taken = await take(ways);
        if (taken.kind === "wait") throw tooMany(taken.waitMs);
        let result: Awaited<ReturnType<typeof attempt>> | "broke" = "broke";
        try {
          return (result = await attempt());
        } finally {
          // A try that broke was no guess: nothing was learned by it.
          if (result !== null) await taken.giveBack();
        }
      }),
    async spend(way, attempt) {
      const waitMs = await waitFor(named(way), directory.lookAtTries);
      if (waitMs > 0) throw tooMany(waitMs);
      const result = await attempt();
      if (result === null) return null;
      const taken = await takeWay(way);
      if (taken.kind === "wait") throw tooMany(taken.waitMs);
      return result;
    },
  };
}
