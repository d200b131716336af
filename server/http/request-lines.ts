/**
 * Which requests that ended badly have lines of their own (`log/sparing.ts`), so that no flood
 * fills the disk, and none hides what it should not:
 *
 * 1. What is our mistake (5xx) is counted by what it was and to which kind of asker (asker.ts) it
 *    was answered, and by nothing that callers do wrong themselves. What is held back of it is a
 *    warning.
 * 2. A refusal is counted by its asker, of each kind apart.
 */
import type { Context } from "hono";
import type { Logger } from "../log/logger.ts";
import { createSparing, type Sparing } from "../log/sparing.ts";
import { askerOf, type AskerKind, type Holders } from "./asker.ts";
import type { HttpEnv } from "./env.ts";

/**
 * Whether this request, which ended with `status`, may have lines. `code` is that of the problem
 * that was thrown, or null. To be asked once a request.
 */
export type RequestLines = (c: Context<HttpEnv>, status: number, code: string | null) => boolean;

const REFUSALS_A_MINUTE = { ofOne: 30, ofAll: 600 };
/**
 * There are two codes of this kind, three kinds of callers, and a few answers without a code: all
 * of them together stay below `ofAll`, so that none hides another.
 */
const MISTAKES_A_MINUTE = { ofOne: 30, ofAll: 600 };

export function createRequestLines(log: Logger, vouched: Holders): RequestLines {
  const clock = { now: () => Date.now() };
  const refusals = (whose: string): Sparing =>
    createSparing({
      log,
      clock,
      level: "info",
      heldMessage: `more requests of ${whose} were refused than are worth a line each`,
      limits: REFUSALS_A_MINUTE,
    });
  const refused: Record<AskerKind, Sparing> = {
    believed: refusals("known devices and owners"),
    marked: refusals("guests' phones, and of devices not looked up yet,"),
    stranger: refusals("strangers"),
  };
  const mistakes = createSparing({
    log,
    clock,
    level: "warn",
    heldMessage: "more requests failed on our side than are worth a line each",
    limits: MISTAKES_A_MINUTE,
  });
  return (c, status, code) => {
    const { kind, key } = askerOf(c, vouched);
    return status >= 500
      ? mistakes.mayWrite(`${code ?? status}, ${kind}`)
      : refused[kind].mayWrite(key);
  };
}
