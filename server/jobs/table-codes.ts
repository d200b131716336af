/**
 * Registers the codes of every restaurant's tables again, soon after a start and then daily: a
 * server that died between the commit of new tables and the registering of their codes left codes
 * that look valid and are dead. What is registered already is left alone.
 */
import { DAY, SECOND } from "#shared/kernel/time.ts";
import { startJob, type Job } from "../process/every.ts";
import type { Sleeper } from "../process/sleeper.ts";
import { registerTableTokens, type TableTokensDeps } from "../tables/tokens.ts";
import { eachRestaurant, type EachDeps } from "./each-restaurant.ts";

export type TableCodesDeps = EachDeps & TableTokensDeps & { readonly sleeper: Sleeper };

export function startTableCodes(deps: TableCodesDeps): Job {
  return startJob({
    name: "table-codes",
    everyMs: DAY,
    firstAfterMs: 5 * SECOND,
    run: (isStopping) => registerAll(deps, isStopping),
    sleeper: deps.sleeper,
    log: deps.log,
  });
}

/** One round over all restaurants. */
export const registerAll = (
  deps: Omit<TableCodesDeps, "sleeper">,
  isStopping: () => boolean = () => false,
): Promise<void> =>
  eachRestaurant(
    deps,
    isStopping,
    "the codes of a restaurant's tables could not be registered",
    async (restaurantId) => void (await registerTableTokens(deps, restaurantId)),
  );
