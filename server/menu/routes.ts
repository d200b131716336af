import { Hono, type Context } from "hono";
import { asWritten, menuSchema, menuVersion } from "#shared/menu/menu.ts";
import { actorOf } from "../auth/actor.ts";
import type { Authenticator } from "../auth/authenticate.ts";
import type { Database } from "../db/database.ts";
import { MENU_BODY, readJson } from "../http/body.ts";
import type { HttpEnv } from "../http/env.ts";
import { decided } from "../http/outcome.ts";
import { Problem } from "../http/problem.ts";
import { readMenu } from "../restaurants/read.ts";
import type { Writer } from "../sync/writer.ts";

export type MenuRoutesDeps = {
  readonly database: Pick<Database, "tenant">;
  readonly writer: Pick<Writer, "submit">;
};

/**
 * `PUT` and `GET /api/menu`. The answers carry the menu's version (`ETag`). A menu that is written
 * leaves what is off as it is (ORD-33): 86 is the way to change that, or `If-Match` with the
 * version that was read, which takes `available` from the body; where that is not in service any
 * more, 412 and nothing is written. `If-Match: *` takes the body over whatever there is.
 */
export function menuRoutes(deps: MenuRoutesDeps, auth: Authenticator): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  const answer = async (c: Context<HttpEnv>): Promise<Response> => {
    const menu = await deps.database.tenant(c.get("who").restaurantId, readMenu);
    return c.json(asWritten(menu), 200, { ETag: `"${menuVersion(menu)}"` });
  };

  app.put("/api/menu", auth.require("menu.write"), async (c) => {
    const who = c.get("who");
    const over = versionsIn(c.req.header("if-match"));
    const menu = await readJson(c, menuSchema, MENU_BODY);
    const command = {
      name: "menu.replace",
      args: { menu, ...(over === null ? {} : { over }) },
    } as const;
    decided(
      await deps.writer.submit(who.restaurantId, {
        kind: "command",
        who: actorOf(who),
        command,
        key: null,
        strict: true,
      }),
    );
    return answer(c);
  });

  app.get("/api/menu", auth.require("menu.read"), answer);

  return app;
}

const MAX_VERSIONS = 20;

/**
 * The versions that `If-Match` names; null where it is not there. `W/` is passed over: proxies that
 * compress write it, and the menu is the same.
 */
function versionsIn(header: string | undefined): string[] | null {
  if (header === undefined) return null;
  if (header.trim() === "*") return ["*"];
  const named = header.split(",", MAX_VERSIONS + 1).map((part) => part.trim());
  if (
    named.length > MAX_VERSIONS ||
    !named.every((part) => /^(W\/)?"[\x21\x23-\x7e]{0,98}"$/.test(part))
  )
    throw new Problem(
      "invalid",
      `If-Match holds versions as ETag has them, at most ${MAX_VERSIONS}, or *.`,
    );
  // A version of that name is none, and not any.
  return named
    .map((part) => part.replace(/^W\//, ""))
    .map((part) => (part === '"*"' ? part : part.slice(1, -1)));
}
