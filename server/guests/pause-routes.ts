import { Hono } from "hono";
import { pauseGuestOrders } from "#shared/api/tables.ts";
import { pauseAt } from "#shared/restaurant/guest-ordering.ts";
import type { Command } from "#shared/orders/command.ts";
import { actorOf } from "../auth/actor.ts";
import type { Authenticator } from "../auth/authenticate.ts";
import type { Who } from "../http/who.ts";
import { readJson } from "../http/body.ts";
import type { Deps } from "../http/deps.ts";
import type { HttpEnv } from "../http/env.ts";
import { decided } from "../http/outcome.ts";
import { readSettings } from "../restaurants/read.ts";

/** `POST /api/guest-orders/pause` and `/resume`: staff say whether guests may order by themselves now (ORD-52). Both answer with the pause that holds, or null. */
export function pauseRoutes(deps: Deps, auth: Authenticator): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  const say = async (who: Who, command: Command) => {
    decided(await deps.writer.submit(who.restaurantId, { kind: "command", who: actorOf(who), command, key: null, strict: true }));
    return { pause: pauseAt(await deps.database.tenant(who.restaurantId, readSettings), deps.clock.now()) };
  };

  app.post("/api/guest-orders/pause", auth.require("guests.pause"), async (c) => c.json(await say(c.get("who"), { name: "guests.pause", args: await readJson(c, pauseGuestOrders) })));
  app.post("/api/guest-orders/resume", auth.require("guests.resume"), async (c) => c.json(await say(c.get("who"), { name: "guests.resume", args: {} })));

  return app;
}
