import { Hono } from "hono";
import type { HttpEnv } from "../http/env.ts";
import { Problem } from "../http/problem.ts";
import { PROBLEMS } from "../http/problem.ts";
import { sameSecret } from "../auth/tokens.ts";
import type { Config } from "../config.ts";
import type { Database } from "../db/database.ts";
import type { Metrics } from "../metrics/metrics.ts";

/** A probe that hangs is worse than one that fails. */
const READY_TIMEOUT_MS = 2_000;

export type HealthRoutesDeps = {
  readonly database: Pick<Database, "isAlive">;
  readonly metrics: Pick<Metrics, "text">;
  readonly config: Pick<Config, "metricsToken">;
  /** Are the migrations done? Until then the server is alive but not ready. */
  readonly isMigrated: () => boolean;
};

/** Health, metrics, and the table of problem codes. */
export function healthRoutes(deps: HealthRoutesDeps): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();

  app.get("/api/health/live", (c) => c.json({ status: "live" }));

  app.get("/api/health/ready", async (c) => {
    const failing = await failingParts(deps);
    if (failing.length > 0)
      throw new Problem("unavailable", `Not ready: ${failing.join(", ")}.`, {
        members: { failing },
        headers: { "Retry-After": "2" },
      });
    return c.json({ status: "ready" });
  });

  app.get("/metrics", async (c) => {
    if (!mayRead(deps, c.get("local"), c.req.header("authorization")))
      throw new Problem("not_found", "There is nothing here.");
    const { body, contentType } = await deps.metrics.text();
    return c.body(body, 200, { "Content-Type": contentType });
  });

  app.get("/api/problems", (c) => c.json(PROBLEMS));

  return app;
}

async function failingParts(
  deps: Pick<HealthRoutesDeps, "database" | "isMigrated">,
): Promise<string[]> {
  const alive = await Promise.race([
    deps.database.isAlive(),
    new Promise<false>((resolve) => setTimeout(() => resolve(false), READY_TIMEOUT_MS).unref()),
  ]);
  return [...(alive ? [] : ["database"]), ...(deps.isMigrated() ? [] : ["migrations"])];
}

/** With a token only the token counts. */
function mayRead(
  deps: Pick<HealthRoutesDeps, "config">,
  local: boolean,
  authorization: string | undefined,
): boolean {
  const { metricsToken } = deps.config;
  return metricsToken === null ? local : sameSecret(authorization ?? "", `Bearer ${metricsToken}`);
}
