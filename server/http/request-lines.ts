/**
 * Which requests that ended badly have lines of their own (`log/sparing.ts`), so that no flood fills the disk, and none hides what it should not:
 *
 * 1. What is our mistake (5xx) is counted by what it was and to which of the three kinds of callers below it was answered, and by nothing that callers do wrong
 *    themselves. What is held back of it is a warning.
 * 2. A caller that is believed, in this request or in one before it, is counted by itself.
 * 3. A guest's phone, counted with those at its table and address, and staff that was not looked up yet since the start. Both carry a mark that only this installation
 *    makes, but who has a table's code makes as many phones as they like, and a token that was ended keeps its mark.
 * 4. A stranger is counted by their address.
 * No kind uses up the lines of another.
 */
import type { Context } from "hono";
import type { Vouched } from "../auth/vouched.ts";
import type { Who } from "../auth/who.ts";
import type { Logger } from "../log/logger.ts";
import { createSparing, type Sparing } from "../log/sparing.ts";
import type { HttpEnv } from "./env.ts";
import { sourceKey } from "./source.ts";

/** Whether this request, which ended with `status`, may have lines. `code` is that of the problem that was thrown, or null. To be asked once a request. */
export type RequestLines = (c: Context<HttpEnv>, status: number, code: string | null) => boolean;

type Kind = "believed" | "marked" | "stranger";

const REFUSALS_A_MINUTE = { ofOne: 30, ofAll: 600 };
/** There are two codes of this kind, three kinds of callers, and a few answers without a code: all of them together stay below `ofAll`, so that none hides another. */
const MISTAKES_A_MINUTE = { ofOne: 30, ofAll: 600 };

export function createRequestLines(log: Logger, vouched: Pick<Vouched, "believed" | "holder">): RequestLines {
  const clock = { now: () => Date.now() };
  const refusals = (whose: string): Sparing => createSparing({ log, clock, level: "info", heldMessage: `more requests of ${whose} were refused than are worth a line each`, limits: REFUSALS_A_MINUTE });
  const refused: Record<Kind, Sparing> = { believed: refusals("known devices and owners"), marked: refusals("guests"), stranger: refusals("strangers") };
  const mistakes = createSparing({ log, clock, level: "warn", heldMessage: "more requests failed on our side than are worth a line each", limits: MISTAKES_A_MINUTE });

  const askerOf = (c: Context<HttpEnv>): { readonly kind: Kind; readonly key: string } => {
    const believed = (c.get("who") as Who | undefined)?.subjectId ?? vouched.believed(c);
    if (believed !== null) return { kind: "believed", key: believed };
    const holder = vouched.holder(c);
    if (holder !== null) return { kind: "marked", key: holder.together?.table ?? holder.key };
    return { kind: "stranger", key: sourceKey(c.get("source")) };
  };

  return (c, status, code) => {
    const { kind, key } = askerOf(c);
    return status >= 500 ? mistakes.mayWrite(`${code ?? status}, ${kind}`) : refused[kind].mayWrite(key);
  };
}
