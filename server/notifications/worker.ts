/**
 * Sends what is to be told to owners' phones. Woken by the commit that wrote it, and by a sweep
 * that finds what another server left behind when it died. Any number of servers may run it: a row
 * is taken by one of them at a time. It promises that a message is handed to the push service at
 * least once while it is younger than ten minutes; twice only where a server died between the
 * service's yes and writing it down, and then the second takes the first one's place on the phone.
 * What the service does with it, nobody here knows.
 */
import { backoffMs } from "#shared/kernel/backoff.ts";
import type { Random } from "#shared/kernel/random.ts";
import { MINUTE, SECOND, type Clock } from "#shared/kernel/time.ts";
import type { Settings } from "#shared/restaurant/settings.ts";
import type { Database } from "../db/database.ts";
import type { Directory } from "../db/directory.ts";
import type { Metrics } from "../metrics/metrics.ts";
import { startJob, type Job } from "../process/every.ts";
import type { Sleeper } from "../process/sleeper.ts";
import { payloadOf } from "./payload.ts";
import type { Push } from "./push.ts";
import { BATCH, claim, drop, putOff, TOO_OLD_MS, type Claimed } from "./queue.ts";
import { endSubscription } from "./subscriptions.ts";

export type Notifier = Job & {
  /** This restaurant has just written something to be told. */
  poke(restaurantId: string): void;
};

export type NotifierDeps = {
  readonly database: Pick<Database, "tenant">;
  readonly directory: Pick<Directory, "dueNotifications" | "subjectIsKept">;
  readonly push: Pick<Push, "send">;
  readonly metrics: Pick<Metrics, "pushes">;
  readonly clock: Clock;
  readonly random: Random;
  readonly sleeper: Sleeper;
  readonly log: {
    warn(fields: object, message: string): void;
    error(fields: object, message: string): void;
  };
  /** Figures that only tests change. */
  readonly everyMs?: number;
};

export const SWEEP_MS = 5 * SECOND;
/** Rounds under way; what is not begun then is found by a sweep. */
export const MAX_ROUNDS = 50;
/** With the backoff below, the last try comes well before the message is too old. */
export const MAX_ATTEMPTS = 12;
const BACKOFF = { baseMs: 2 * SECOND, capMs: MINUTE, floorMs: SECOND } as const;

export function startNotifier(deps: NotifierDeps): Notifier {
  const stop = new AbortController();
  const rounds = new Set<Promise<void>>();

  function begin(restaurantId: string): void {
    if (stop.signal.aborted || rounds.size >= MAX_ROUNDS) return;
    const round = sendDue(deps, restaurantId, stop.signal)
      .catch((error: unknown) =>
        deps.log.error(
          { err: error, restaurantId },
          "notifications were not sent; the next sweep tries again",
        ),
      )
      .finally(() => rounds.delete(round));
    rounds.add(round);
  }

  const job = startJob({
    name: "notifications",
    everyMs: deps.everyMs ?? SWEEP_MS,
    firstAfterMs: 0,
    sleeper: deps.sleeper,
    log: deps.log,
    async run() {
      for (const restaurantId of await deps.directory.dueNotifications()) begin(restaurantId);
    },
  });
  return {
    poke: begin,
    async stop() {
      stop.abort();
      await job.stop();
      await Promise.all(rounds);
    },
  };
}

/**
 * Everything this restaurant has due. A phone that does not answer holds up no other: each message
 * goes its own way once it is taken.
 */
export async function sendDue(
  deps: NotifierDeps,
  restaurantId: string,
  stop: AbortSignal,
): Promise<void> {
  for (let more = true; more && !stop.aborted;) {
    const { notifications, settings } = await deps.database.tenant(restaurantId, (tx) =>
      claim(tx, restaurantId),
    );
    more = notifications.length === BATCH;
    await Promise.all(
      notifications.map((notification) => tell(deps, restaurantId, notification, settings, stop)),
    );
  }
}

async function tell(
  deps: NotifierDeps,
  restaurantId: string,
  notification: Claimed,
  settings: Settings,
  stop: AbortSignal,
): Promise<void> {
  const { subscription, subjectId, attempts, createdAt } = notification;
  const settle = <T>(work: Parameters<typeof deps.database.tenant<T>>[1]): Promise<T> =>
    deps.database.tenant(restaurantId, work);
  if (subscription === null) return settle((tx) => drop(tx, restaurantId, notification));
  // Who signed out or was unpaired is told nothing any more. A session that ran out goes on being
  // told while its phone listens: a phone in a pocket has no other way to learn that it would not
  // ring again.
  if (!(await deps.directory.subjectIsKept(restaurantId, subjectId)))
    return settle((tx) => endSubscription(tx, restaurantId, subjectId));
  const payload = payloadOf(notification, settings);
  if (payload === null) return settle((tx) => drop(tx, restaurantId, notification));
  const leftMs = createdAt.getTime() + TOO_OLD_MS - deps.clock.now();
  const outcome = await deps.push.send(subscription, payload, leftMs, stop);
  deps.metrics.pushes.inc({ outcome });
  if (outcome === "gone")
    return settle((tx) => endSubscription(tx, restaurantId, subjectId, subscription.endpoint));
  if (outcome === "later" && attempts < MAX_ATTEMPTS)
    return settle((tx) =>
      putOff(tx, restaurantId, notification, backoffMs(BACKOFF, attempts, deps.random)),
    );
  if (outcome !== "sent")
    deps.log.warn({ restaurantId, outcome, attempts, kind: payload.kind }, "a phone was not told");
  return settle((tx) => drop(tx, restaurantId, notification));
}
