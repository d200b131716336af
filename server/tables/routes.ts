import { Hono } from "hono";
import { slug } from "#shared/kernel/schema.ts";
import { tablesSchema } from "#shared/menu/tables.ts";
import { actorOf } from "../auth/actor.ts";
import type { Authenticator } from "../auth/authenticate.ts";
import { readJson } from "../http/body.ts";
import type { Deps } from "../http/deps.ts";
import type { HttpEnv } from "../http/env.ts";
import { decided } from "../http/outcome.ts";
import { Problem } from "../http/problem.ts";
import { registerTableTokens, withLinks } from "./tokens.ts";

/** `PUT` and `GET /api/tables`, `POST /api/tables/:tableId/rotate`. */
export function tableRoutes(deps: Deps, auth: Authenticator): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();

  app.put("/api/tables", auth.require("tables.write"), async (c) => {
    const who = c.get("who");
    const tables = await readJson(c, tablesSchema);
    const command = { name: "tables.replace", args: { tables } } as const;
    decided(await deps.writer.submit(who.restaurantId, { kind: "command", who: actorOf(who), command, key: null, strict: true }));
    return c.json(withLinks(deps, who.restaurantId, await registerTableTokens(deps, who.restaurantId), c.get("linkOrigin")));
  });

  app.get("/api/tables", auth.require("tables.read"), async (c) => {
    const { restaurantId } = c.get("who");
    // What is shown is valid: a server may have died before it had registered what was written.
    return c.json(withLinks(deps, restaurantId, await registerTableTokens(deps, restaurantId), c.get("linkOrigin")));
  });

  // A printed code that went out of the house is made void by printing another.
  app.post("/api/tables/:tableId/rotate", auth.require("tables.write"), async (c) => {
    const { restaurantId } = c.get("who");
    const tableId = c.req.param("tableId");
    const rotated = slug.safeParse(tableId).success && (await deps.database.tenant(restaurantId, (tx) => tx.query("update dining_tables set rotation = rotation + 1 where restaurant_id = $1 and table_id = $2", [restaurantId, tableId]))).rowCount > 0;
    const tables = withLinks(deps, restaurantId, rotated ? await registerTableTokens(deps, restaurantId) : [], c.get("linkOrigin"));
    const table = tables.find((one) => one.id === tableId);
    if (table === undefined) throw new Problem("unknown_table", "There is no such table.");
    return c.json(table);
  });

  return app;
}
