import { randomUUID } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import { withoutSecret } from "#shared/api/links.ts";
import type { Who } from "../auth/who.ts";
import type { Logger } from "../log/logger.ts";
import { createSparing } from "../log/sparing.ts";
import type { HttpEnv } from "./env.ts";
import { once } from "./once.ts";
import { sourceKey } from "./source.ts";

const ACCEPTABLE = /^[A-Za-z0-9_-]{8,64}$/;

const REFUSALS_A_MINUTE = { ofOne: 30, ofAll: 600 };

/**
 * Names every request in its answer (`X-Request-Id`) and in every log line about it, and logs how it ended: path only,
 * because a caller may have put into the query what belongs in a header.
 * Of those that end badly so many a minute have lines. A caller's own id is taken over only from behind a trusted proxy.
 */
export function requestId(log: Logger, trustedProxies: number): MiddlewareHandler<HttpEnv> {
  const refusals = createSparing({ log, clock: { now: () => Date.now() }, heldMessage: "more requests were refused than are worth a line each", limits: REFUSALS_A_MINUTE });
  return async (c, next) => {
    const given = trustedProxies > 0 ? c.req.header("x-request-id") : undefined;
    const id = given !== undefined && ACCEPTABLE.test(given) ? given : randomUUID();
    const startedAt = performance.now();
    c.set("requestId", id);
    c.set("log", once(() => log.child({ requestId: id })));
    // By who they are where that is known: a flood from the house's address must not hide what its own devices run into.
    c.set("mayLog", once(() => refusals.mayWrite((c.get("who") as Who | undefined)?.subjectId ?? sourceKey(c.get("source") ?? ""))));
    await next();
    const { status } = c.res;
    c.res.headers.set("X-Request-Id", id);
    const level = status >= 500 ? "warn" : status >= 400 ? "info" : "debug";
    if (!log.isLevelEnabled(level) || (status >= 400 && !c.get("mayLog")())) return;
    const durationMs = Math.round((performance.now() - startedAt) * 10) / 10;
    c.get("log")()[level]({ method: c.req.method, path: withoutSecret(c.req.path), status, durationMs, source: c.get("source") }, "request");
  };
}
