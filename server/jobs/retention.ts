/**
 * Trims every restaurant's log in turn, and forgets the guests' phones that have long left and the
 * devices and sessions that ended long ago. Several servers may run it: each restaurant's log is
 * trimmed by one of them at a time, and what one has in hand of the rest is passed over by the
 * others. One that cannot be trimmed is told and left for the next round, and the others are
 * trimmed all the same.
 */

import { HOUR, MINUTE } from "#shared/kernel/time.ts";
import { FORGETTING } from "../auth/kept-credentials.ts";
import type { Database } from "../db/database.ts";
import type { Directory } from "../db/directory.ts";
import { forgetSessions } from "../guests/sessions.ts";
import { startJob, type Job } from "../process/every.ts";
import type { Sleeper } from "../process/sleeper.ts";
import { trimOnce } from "../sync/retention.ts";
import { eachRestaurant } from "./each-restaurant.ts";

export const RETENTION_EVERY_MS = HOUR;
/** Credentials of one restaurant in one round, in pieces; what is left waits for the next. */
export const MAX_SWEPT_AT_ONCE = 20_000;

export type RetentionDeps = {
  readonly database: Pick<Database, "tenant">;
  readonly directory: Pick<Directory, "restaurantIds" | "sweepEnded">;
  readonly retentionDays: number;
  readonly sleeper: Sleeper;
  readonly log: {
    info(fields: object, message: string): void;
    error(fields: object, message: string): void;
  };
};

export function startRetention(deps: RetentionDeps): Job {
  return startJob({
    name: "retention",
    everyMs: RETENTION_EVERY_MS,
    firstAfterMs: MINUTE,
    run: (isStopping) => trimAll(deps, isStopping),
    sleeper: deps.sleeper,
    log: deps.log,
  });
}

/** One round over all restaurants. */
export const trimAll = (
  deps: RetentionDeps,
  isStopping: () => boolean = () => false,
): Promise<void> =>
  eachRestaurant(deps, isStopping, "a restaurant's log could not be trimmed", (restaurantId) =>
    trim(deps, restaurantId, isStopping),
  );

async function trim(
  { database, directory, retentionDays, log }: RetentionDeps,
  restaurantId: string,
  isStopping: () => boolean,
): Promise<void> {
  let events = 0;
  for (
    let step = await trimOnce(database, restaurantId, retentionDays);
    step !== null;
    step = await trimOnce(database, restaurantId, retentionDays)
  ) {
    events += step.events;
    if (step.events === 0) break;
  }
  await database.tenant(restaurantId, (tx) => forgetSessions(tx, restaurantId));
  if (events > 0) log.info({ restaurantId, events }, "log trimmed");
  const credentials = await sweepEnded(directory, restaurantId, isStopping);
  if (credentials > 0)
    log.info({ restaurantId, credentials }, "credentials that ended long ago forgotten");
}

/**
 * A piece at a time, each a transaction of its own: a restaurant's sign-ins wait for none of it.
 */
async function sweepEnded(
  directory: Pick<Directory, "sweepEnded">,
  restaurantId: string,
  isStopping: () => boolean,
): Promise<number> {
  let swept = 0;
  for (
    let piece = FORGETTING.most;
    piece === FORGETTING.most && swept < MAX_SWEPT_AT_ONCE && !isStopping();
    swept += piece
  )
    piece = await directory.sweepEnded(restaurantId, FORGETTING);
  return swept;
}
