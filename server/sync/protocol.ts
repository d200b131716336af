/**
 * Which protocol is spoken: every exchange of a device says its own, and one that this server does
 * not speak is told before anything is read or done.
 */

import type { MiddlewareHandler } from "hono";
import { OLDEST_PROTOCOL, PROTOCOL, PROTOCOL_HEADER } from "#shared/sync/messages/protocol.ts";
import type { HttpEnv } from "../http/env.ts";
import { Problem } from "../http/problem.ts";

/** Passes on what says a protocol of ours, or none: programs take answers as they come (SYN-33). */
export const spoken: MiddlewareHandler<HttpEnv> = async (c, next) => {
  const said = c.req.header(PROTOCOL_HEADER);
  if (said !== undefined) {
    if (!/^\d{1,9}$/.test(said))
      throw new Problem("invalid", `The header ${PROTOCOL_HEADER} must be a whole number.`);
    refuseUnspoken(Number(said));
  }
  await next();
};

/** Throws a Problem for a protocol that this server does not speak, any more or yet. */
export function refuseUnspoken(protocol: number): void {
  if (protocol >= OLDEST_PROTOCOL && protocol <= PROTOCOL) return;
  const behind = protocol < OLDEST_PROTOCOL ? "the program that asks" : "the server";
  throw new Problem(
    "needs_update",
    `This server speaks protocols ${OLDEST_PROTOCOL} to ${PROTOCOL}. Update ${behind}.`,
    { members: { minimum: OLDEST_PROTOCOL, maximum: PROTOCOL } },
  );
}
