import { Hono } from "hono";
import { slug } from "#shared/kernel/schema.ts";
import { tableOrderingBody } from "#shared/api/tables.ts";
import { tablesSchema } from "#shared/restaurant/tables.ts";
import type { Args } from "#shared/orders/command.ts";
import type { Answer } from "#shared/sync/sequencer-port.ts";
import { actorOf } from "../auth/actor.ts";
import type { Authenticator } from "../auth/authenticate.ts";
import { hashSecret } from "../auth/tokens.ts";
import type { Who } from "../http/who.ts";
import { readJson } from "../http/body.ts";
import type { HttpEnv } from "../http/env.ts";
import { decided } from "../http/outcome.ts";
import { Problem } from "../http/problem.ts";
import { readWaiting } from "../guests/counted.ts";
import { closeSessions } from "../guests/sessions.ts";
import type { Writer } from "../sync/writer.ts";
import { registerTableTokens, withLinks, type TableTokensDeps } from "./tokens.ts";

/** More than any restaurant lets wait at one table. */
const MAX_ROUNDS = 20;

export type TableRoutesDeps = TableTokensDeps & { readonly writer: Pick<Writer, "submit"> };

/**
 * `PUT` and `GET /api/tables`, `POST /api/tables/:tableId/rotate`, `POST
 * /api/tables/:tableId/ordering`.
 */
export function tableRoutes(deps: TableRoutesDeps, auth: Authenticator): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();

  app.put("/api/tables", auth.require("tables.write"), async (c) => {
    const who = c.get("who");
    const tables = await readJson(c, tablesSchema);
    const command = { name: "tables.replace", args: { tables } } as const;
    decided(
      await deps.writer.submit(who.restaurantId, {
        kind: "command",
        who: actorOf(who),
        command,
        key: null,
        strict: true,
      }),
    );
    return c.json(
      withLinks(
        deps,
        who.restaurantId,
        await registerTableTokens(deps, who.restaurantId),
        c.get("linkOrigin"),
      ),
    );
  });

  app.get("/api/tables", auth.require("tables.read"), async (c) => {
    const { restaurantId } = c.get("who");
    // What is shown is valid: a server may have died before it had registered what was written.
    return c.json(
      withLinks(
        deps,
        restaurantId,
        await registerTableTokens(deps, restaurantId),
        c.get("linkOrigin"),
      ),
    );
  });

  // A printed code that went out of the house is made void by printing another.
  app.post("/api/tables/:tableId/rotate", auth.require("tables.write"), async (c) => {
    const { restaurantId } = c.get("who");
    const tableId = c.req.param("tableId");
    const rotated =
      slug.safeParse(tableId).success &&
      (
        await deps.database.tenant(restaurantId, (tx) =>
          tx.query(
            "update dining_tables set rotation = rotation + 1 where restaurant_id = $1 and table_id = $2",
            [restaurantId, tableId],
          ),
        )
      ).rowCount > 0;
    const tables = withLinks(
      deps,
      restaurantId,
      rotated ? await registerTableTokens(deps, restaurantId) : [],
      c.get("linkOrigin"),
    );
    const table = tables.find((one) => one.id === tableId);
    if (table === undefined) throw new Problem("unknown_table", "There is no such table.");
    // A new code begins anew: what was ordered with the old one is not held against it.
    await setOrdering(c.get("who"), { tableId, open: true });
    await deps.database.tenant(restaurantId, (tx) =>
      closeSessions(tx, restaurantId, tableId, hashSecret(table.tableToken)),
    );
    return c.json(table);
  });

  const setOrdering = async (who: Who, args: Args<"table.ordering">): Promise<Answer> => {
    const command = { name: "table.ordering", args } as const;
    return decided(
      await deps.writer.submit(who.restaurantId, {
        kind: "command",
        who: actorOf(who),
        command,
        key: null,
        strict: true,
      }),
    ).answer;
  };

  app.post("/api/tables/:tableId/ordering", auth.require("table.ordering"), async (c) => {
    const who = c.get("who");
    const { ordering, clear } = await readJson(c, tableOrderingBody);
    const tableId = slug.safeParse(c.req.param("tableId"));
    if (!tableId.success) throw new Problem("unknown_table", "There is no such table.");
    const args = {
      tableId: tableId.data,
      open: ordering === "open",
      ...(clear === undefined ? {} : { clear }),
    };
    // One word clears a bounded number: what came in between is cleared by the next, and a table
    // that is closed gets no more.
    for (
      let round = 0;
      (await setOrdering(who, args)).status === "applied" &&
      clear !== undefined &&
      !args.open &&
      round < MAX_ROUNDS;
      round += 1
    );
    if (!args.open)
      await deps.database.tenant(who.restaurantId, (tx) =>
        closeSessions(tx, who.restaurantId, args.tableId),
      );
    return c.json({
      tableId: args.tableId,
      ordering,
      waiting: await deps.database.tenant(who.restaurantId, (tx) => readWaiting(tx, args.tableId)),
    });
  });

  return app;
}
