import { Hono } from "hono";
import { routePath } from "hono/route";
import { createAuthenticator, type Authenticator } from "./auth/authenticate.ts";
import { createBrake } from "./auth/brake.ts";
import { sessionRoutes } from "./auth/routes.ts";
import { createSecretSource } from "./auth/secret-source.ts";
import { createSessionUse } from "./auth/session-use.ts";
import { createVouched } from "./auth/vouched.ts";
import type { Config } from "./config.ts";
import type { Directory } from "./db/directory.ts";
import { deviceRoutes } from "./devices/routes.ts";
import { createVersionNotes } from "./devices/versions.ts";
import { figureRoutes } from "./figures/routes.ts";
import { pauseRoutes } from "./guests/pause-routes.ts";
import { guestRoutes } from "./guests/routes.ts";
import { healthRoutes } from "./health/routes.ts";
import type { HttpEnv } from "./http/env.ts";
import { onError } from "./http/errors.ts";
import { createAllowed, routesOf } from "./http/method-not-allowed.ts";
import { Problem, problemResponse } from "./http/problem.ts";
import { createRateLimiter } from "./http/rate-limit.ts";
import { requestId } from "./http/request-id.ts";
import { withSecurityHeaders } from "./http/security-headers.ts";
import { source } from "./http/source.ts";
import type { StaticSite } from "./http/static.ts";
import type { Logger } from "./log/logger.ts";
import { menuRoutes } from "./menu/routes.ts";
import type { Metrics } from "./metrics/metrics.ts";
import { pushRoutes } from "./notifications/routes.ts";
import { orderRoutes } from "./orders/routes.ts";
import { restaurantRoutes } from "./restaurants/routes.ts";
import { tableRoutes } from "./tables/routes.ts";

export type App = {
  readonly hono: Hono<HttpEnv>;
  /** Ends the guests' streams; the event streams are ended by who made them. */
  readonly drain: () => void;
};

/**
 * What the app stands on: what its routes say they need, and what is asked at each request. The
 * composition root makes it; tests make it with a database of their own.
 */
export type AppDeps = Needs<
  | typeof healthRoutes
  | typeof restaurantRoutes
  | typeof sessionRoutes
  | typeof deviceRoutes
  | typeof menuRoutes
  | typeof tableRoutes
  | typeof figureRoutes
  | typeof pushRoutes
  | typeof guestRoutes
  | typeof pauseRoutes
  | typeof orderRoutes
  | typeof createBrake
  | typeof createVersionNotes
  | typeof createSessionUse
  | typeof timed
> & {
  readonly config: Pick<Config, "trustProxy" | "publicUrl">;
  readonly log: Logger;
  readonly directory: Pick<Directory, "findCredential" | "credentialFate">;
};

/** What each of several functions takes first, all of it together. */
type Needs<Made> = [Made] extends [(deps: infer All, ...rest: never[]) => unknown] ? All : never;

/**
 * The whole HTTP surface. `syncRoutes` are the event log's, made by the sync room with the same
 * authenticator.
 */
export function createApp(
  deps: AppDeps,
  site: StaticSite,
  syncRoutes: (auth: Authenticator) => Hono<HttpEnv>,
): App {
  const hono = new Hono<HttpEnv>();
  const vouched = createVouched(deps.serverSecret);
  const [noteVersion, noteUse] = [createVersionNotes(deps), createSessionUse(deps)];
  const auth = createAuthenticator(deps.directory, vouched, (who, version) => {
    noteVersion(who, version);
    if (who.kind === "user") noteUse(who.restaurantId, who.subjectId);
  });
  const brake = createBrake(deps);
  const secretSource = createSecretSource(deps.directory, vouched);
  const limiter = createRateLimiter(vouched);
  const guests = guestRoutes(deps);

  hono.use(
    source(deps.config),
    requestId(deps.log, vouched, deps.config.trustProxy),
    timed(deps),
    withSecurityHeaders(),
    limiter.everybody,
  );
  for (const path of ["/api/qr/orders/create", "/api/qr/sessions"])
    hono.use(path, limiter.guests("guestWrite"));
  hono.use("/api/qr/*", limiter.guests("guestRead"));
  hono.use("/api/*", noStore, noHeadOfStreams);

  hono.route("/", healthRoutes(deps));
  hono.route("/", restaurantRoutes(deps, auth, brake));
  hono.route("/", sessionRoutes(deps, auth, brake, secretSource));
  hono.route("/", deviceRoutes(deps, auth, brake, secretSource));
  hono.route("/", menuRoutes(deps, auth));
  hono.route("/", tableRoutes(deps, auth));
  hono.route("/", figureRoutes(deps, auth));
  hono.route("/", pushRoutes(deps, auth));
  hono.route("/", guests.app);
  hono.route("/", pauseRoutes(deps, auth));
  hono.route("/", orderRoutes(deps, auth));
  hono.route("/", syncRoutes(auth));

  const allowed = createAllowed(routesOf(hono));
  hono.notFound(async (c) => {
    const methods = allowed(c.req.path);
    if (methods.length > 0)
      return problemResponse(
        new Problem("method_not_allowed", `Use ${methods.join(", ")}.`, {
          headers: { Allow: methods.join(", ") },
        }),
      );
    if (c.req.path === "/api" || c.req.path.startsWith("/api/"))
      return problemResponse(new Problem("not_found", "There is no such address."));
    return site.respond(c);
  });
  hono.onError(onError);
  return { hono, drain: guests.streams.drain };
}

const noStore: Parameters<Hono<HttpEnv>["use"]>[1] = async (c, next) => {
  await next();
  if (!c.res.headers.has("Cache-Control")) c.res.headers.set("Cache-Control", "no-store");
};

/** A stream writes its own headers and never ends: it has no HEAD. */
const noHeadOfStreams: Parameters<Hono<HttpEnv>["use"]>[1] = async (c, next) => {
  const asksForStream =
    c.req.header("accept")?.toLowerCase().includes("text/event-stream") === true;
  if (c.req.method === "HEAD" && asksForStream)
    throw new Problem("not_acceptable", "A stream is only read with GET.");
  await next();
};

/**
 * HTTP/2 takes any word for a method: a label of its own for each would let anybody fill our memory
 * with series.
 */
const COUNTED_METHODS: ReadonlySet<string> = new Set([
  "GET",
  "HEAD",
  "OPTIONS",
  "POST",
  "PUT",
  "PATCH",
  "DELETE",
]);

/** Counts answers by route pattern. A stream counts when it begins. */
function timed({
  metrics,
}: {
  readonly metrics: Pick<Metrics, "httpSeconds">;
}): Parameters<Hono<HttpEnv>["use"]>[1] {
  return async (c, next) => {
    const startedAt = performance.now();
    await next();
    const route = routePath(c, -1);
    metrics.httpSeconds.observe(
      {
        method: COUNTED_METHODS.has(c.req.method) ? c.req.method : "other",
        route: route.includes("*") ? "other" : route,
        status: c.res.status,
      },
      (performance.now() - startedAt) / 1000,
    );
  };
}
