import { randomUUID } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import { withoutSecret } from "#shared/api/links.ts";
import { once } from "#shared/kernel/once.ts";
import type { Logger } from "../log/logger.ts";
import type { Holders } from "./asker.ts";
import type { HttpEnv } from "./env.ts";
import { toProblem } from "./errors.ts";
import { createRequestLines } from "./request-lines.ts";

const ACCEPTABLE = /^[A-Za-z0-9_-]{8,64}$/;

/**
 * Names every request in its answer (`X-Request-Id`) and in every log line about it, and logs how
 * it ended: path only, because a caller may have put into the query what belongs in a header. What
 * broke on our side is said before, with its stack: both lines or neither. Which of those that end
 * badly have lines: `request-lines.ts`. A caller's own id is taken over only from behind a trusted
 * proxy.
 */
export function requestId(
  log: Logger,
  vouched: Holders,
  trustedProxies: number,
): MiddlewareHandler<HttpEnv> {
  const mayHaveLines = createRequestLines(log, vouched);
  return async (c, next) => {
    const given = trustedProxies > 0 ? c.req.header("x-request-id") : undefined;
    const id = given !== undefined && ACCEPTABLE.test(given) ? given : randomUUID();
    const startedAt = performance.now();
    c.set("requestId", id);
    c.set(
      "log",
      once(() => log.child({ requestId: id })),
    );
    await next();
    const { status } = c.res;
    c.res.headers.set("X-Request-Id", id);
    const level = status >= 500 ? "warn" : status >= 400 ? "info" : "debug";
    const code = c.error === undefined ? null : toProblem(c.error).code;
    if (
      !log.isLevelEnabled(code === "internal" ? "error" : level) ||
      (status >= 400 && !mayHaveLines(c, status, code))
    )
      return;
    const said = c.get("log")();
    if (code === "internal") said.error({ err: c.error }, "unexpected error");
    if (code === "unavailable") said.warn({ err: c.error }, "unavailable");
    const durationMs = Math.round((performance.now() - startedAt) * 10) / 10;
    said[level](
      {
        method: c.req.method,
        path: withoutSecret(c.req.path),
        status,
        durationMs,
        source: c.get("source"),
      },
      "request",
    );
  };
}
