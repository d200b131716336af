import { Hono } from "hono";
import { pauseGuestOrders } from "#shared/api/tables.ts";
import type { Clock } from "#shared/kernel/time.ts";
import { pauseAt } from "#shared/restaurant/guest-ordering.ts";
import type { Command } from "#shared/orders/command.ts";
import { actorOf } from "../auth/actor.ts";
import type { Authenticator } from "../auth/authenticate.ts";
import type { Database } from "../db/database.ts";
import type { Who } from "../http/who.ts";
import { readJson } from "../http/body.ts";
import type { HttpEnv } from "../http/env.ts";
import { decided } from "../http/outcome.ts";
import { readSettings } from "../restaurants/read.ts";
import type { Writer } from "../sync/writer.ts";

export type PauseRoutesDeps = {
  readonly database: Pick<Database, "tenant">;
  readonly writer: Pick<Writer, "submit">;
  readonly clock: Clock;
};

/**
 * `POST /api/guest-orders/pause` and `/resume`: staff say whether guests may order by themselves
 * now (ORD-52). Both answer with the pause that holds, or null.
 */
export function pauseRoutes(deps: PauseRoutesDeps, auth: Authenticator): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  const say = async (who: Who, command: Command) => {
    decided(
      await deps.writer.submit(who.restaurantId, {
        kind: "command",
        who: actorOf(who),
        command,
        key: null,
        strict: true,
      }),
    );
    return {
      pause: pauseAt(await deps.database.tenant(who.restaurantId, readSettings), deps.clock.now()),
    };
  };

  app.post("/api/guest-orders/pause", auth.require("guests.pause"), async (c) =>
    c.json(
      await say(c.get("who"), { name: "guests.pause", args: await readJson(c, pauseGuestOrders) }),
    ),
  );
  app.post("/api/guest-orders/resume", auth.require("guests.resume"), async (c) =>
    c.json(await say(c.get("who"), { name: "guests.resume", args: {} })),
  );

  return app;
}
