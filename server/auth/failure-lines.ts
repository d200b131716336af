/**
 * Which sign-ins that failed have lines of their own (`log/sparing.ts`). Tries at addresses that
 * have no account are free to make and protect nobody: they never use up the lines of tries at an
 * account, of which strangers have twenty a minute each (sign-in.ts), nor those of its own
 * browsers.
 */
import type { Clock } from "#shared/kernel/time.ts";
import type { Logger } from "../log/logger.ts";
import { createSparing, type Sparing } from "../log/sparing.ts";

export type Failed = {
  /** The name of a browser that is known to the account, or null. */
  readonly browser: string | null;
  /** The account that was tried, or null where the address has none. */
  readonly account: string | null;
  readonly source: string;
};

const FAILURES_A_MINUTE = { ofOne: 30, ofAll: 1_000 };

/** Whether this failure may have a line. To be asked once for each. */
export function createFailureLines({
  log,
  clock,
}: {
  readonly log: Logger;
  readonly clock: Clock;
}): (failed: Failed) => boolean {
  const at = (where: string): Sparing =>
    createSparing({
      log,
      clock,
      level: "info",
      heldMessage: `more sign-ins failed ${where} than are worth a line each`,
      limits: FAILURES_A_MINUTE,
    });
  const [inBrowsers, atAccounts, nowhere] = [
    at("in known browsers"),
    at("at accounts"),
    at("where there is no account"),
  ];
  return ({ browser, account, source }) => {
    if (browser !== null) return inBrowsers.mayWrite(browser);
    return account === null ? nowhere.mayWrite(source) : atAccounts.mayWrite(account);
  };
}
