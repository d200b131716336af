/**
 * Trims every restaurant's log in turn, and forgets the guests' phones that have long left. Several servers may run it: each restaurant is trimmed by one of them at a time. One that cannot be trimmed is
 * told and left for the next round, and the others are trimmed all the same.
 */

import { HOUR, MINUTE } from "#shared/kernel/time.ts";
import type { Database } from "../db/database.ts";
import type { Directory } from "../db/directory.ts";
import { forgetSessions } from "../guests/sessions.ts";
import { trimOnce } from "../sync/retention.ts";
import type { Timers } from "../sync/timers.ts";
import { eachRestaurant } from "./each-restaurant.ts";
import { startJob, type Job } from "./every.ts";

export const RETENTION_EVERY_MS = HOUR;

export type RetentionDeps = {
  readonly database: Pick<Database, "tenant">;
  readonly directory: Pick<Directory, "restaurantIds">;
  readonly retentionDays: number;
  readonly timers: Timers;
  readonly log: { info(fields: object, message: string): void; error(fields: object, message: string): void };
};

export function startRetention(deps: RetentionDeps): Job {
  return startJob({ name: "retention", everyMs: RETENTION_EVERY_MS, firstAfterMs: MINUTE, run: (isStopping) => trimAll(deps, isStopping), timers: deps.timers, log: deps.log });
}

/** One round over all restaurants. */
export const trimAll = (deps: RetentionDeps, isStopping: () => boolean = () => false): Promise<void> =>
  eachRestaurant(deps, isStopping, "a restaurant's log could not be trimmed", (restaurantId) => trim(deps, restaurantId));

async function trim({ database, retentionDays, log }: RetentionDeps, restaurantId: string): Promise<void> {
  let events = 0;
  for (let step = await trimOnce(database, restaurantId, retentionDays); step !== null; step = await trimOnce(database, restaurantId, retentionDays)) {
    events += step.events;
    if (step.events === 0) break;
  }
  await database.tenant(restaurantId, (tx) => forgetSessions(tx, restaurantId));
  if (events > 0) log.info({ restaurantId, events }, "log trimmed");
}
