import { Hono } from "hono";
import { menuSchema, type Menu, type MenuInService } from "#shared/menu/menu.ts";
import { actorOf } from "../auth/actor.ts";
import type { Authenticator } from "../auth/authenticate.ts";
import { MENU_BODY, readJson } from "../http/body.ts";
import type { Deps } from "../http/deps.ts";
import type { HttpEnv } from "../http/env.ts";
import { decided } from "../http/outcome.ts";
import { readMenu } from "../restaurants/read.ts";

/** `PUT` and `GET /api/menu`. */
export function menuRoutes(deps: Deps, auth: Authenticator): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();

  app.put("/api/menu", auth.require("menu.write"), async (c) => {
    const who = c.get("who");
    const menu = await readJson(c, menuSchema, MENU_BODY);
    const command = { name: "menu.replace", args: { menu } } as const;
    decided(await deps.writer.submit(who.restaurantId, { kind: "command", who: actorOf(who), command, key: null, strict: true }));
    return c.json(menu);
  });

  app.get("/api/menu", auth.require("menu.read"), async (c) => c.json(asWritten(await deps.database.tenant(c.get("who").restaurantId, readMenu))));

  return app;
}

/** Without the retired dishes that only orders from yesterday's menu still need. */
export function asWritten({ stations, categories, items }: MenuInService): Menu {
  return { stations, categories, items };
}
