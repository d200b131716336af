import { Hono, type Context } from "hono";
import type { Clock } from "#shared/kernel/time.ts";
import { dayStartOf, isDay, zoneClock, type Day } from "#shared/restaurant/business-day.ts";
import type { Authenticator } from "../auth/authenticate.ts";
import type { Database } from "../db/database.ts";
import type { HttpEnv } from "../http/env.ts";
import { Problem } from "../http/problem.ts";
import { readSettings } from "../restaurants/read.ts";
import type { FiguresThread } from "./figures-thread.ts";

export type FigureRoutesDeps = {
  readonly database: Pick<Database, "tenant">;
  readonly figures: Pick<FiguresThread, "figures" | "orders">;
  readonly clock: Clock;
};

/**
 * `GET /api/figures` and `GET /api/figures/orders.csv`, each with `?date=2026-01-31`; without it
 * the restaurant's today.
 */
export function figureRoutes(deps: FigureRoutesDeps, auth: Authenticator): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  const dayOf = async (c: Context<HttpEnv>): Promise<Day> => {
    const asked = c.req.query("date");
    if (asked === undefined) {
      const settings = await deps.database.tenant(c.get("who").restaurantId, readSettings);
      return zoneClock(settings.timezone, dayStartOf(settings)).dayOf(deps.clock.now());
    }
    if (!isDay(asked)) throw new Problem("invalid", "date must be a day like 2026-01-31.");
    return asked;
  };

  app.get("/api/figures", auth.require("figures.read"), async (c) => {
    const date = await dayOf(c);
    return c.body(await deps.figures.figures(c.get("who").restaurantId, date), 200, {
      "Content-Type": "application/json; charset=utf-8",
    });
  });

  app.get("/api/figures/orders.csv", auth.require("figures.read"), async (c) => {
    const date = await dayOf(c);
    return c.body(await deps.figures.orders(c.get("who").restaurantId, date), 200, {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="orders-${date}.csv"`,
    });
  });

  return app;
}
