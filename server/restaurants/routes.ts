import { Hono } from "hono";
import { createRestaurant as createRestaurantBody } from "#shared/api/restaurants.ts";
import { minorDigitsOf } from "#shared/kernel/money.ts";
import { settingsPatch } from "#shared/restaurant/settings.ts";
import { actorOf } from "../auth/actor.ts";
import type { Authenticator } from "../auth/authenticate.ts";
import { perSource, type Brake } from "../auth/brake.ts";
import { hashSecret, sameSecret } from "../auth/tokens.ts";
import { weaknessOf } from "../auth/weak-passwords.ts";
import type { Database } from "../db/database.ts";
import { readJson } from "../http/body.ts";
import type { HttpEnv } from "../http/env.ts";
import { decided } from "../http/outcome.ts";
import { Problem } from "../http/problem.ts";
import { sourceKey } from "../http/source.ts";
import type { Writer } from "../sync/writer.ts";
import { makeRestaurant, type MakeRestaurantDeps } from "./create.ts";
import { readSettings } from "./read.ts";

export type RestaurantRoutesDeps = MakeRestaurantDeps & {
  readonly database: Pick<Database, "tenant">;
  readonly writer: Pick<Writer, "submit">;
  readonly setupTokenHash: string;
};

/** `POST /api/restaurants`, `GET` and `PATCH /api/restaurant`. */
export function restaurantRoutes(
  deps: RestaurantRoutesDeps,
  auth: Authenticator,
  brake: Brake,
): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  const settingsOf = async (restaurantId: string) => {
    const settings = await deps.database.tenant(restaurantId, readSettings);
    return { restaurantId, ...settings, minorDigits: minorDigitsOf(settings) };
  };

  app.post("/api/restaurants", async (c) => {
    const given = c.req.header("x-setup-token") ?? "";
    const right = await brake.attempt([perSource("setup", sourceKey(c.get("source")))], async () =>
      sameSecret(hashSecret(given), deps.setupTokenHash) ? true : null,
    );
    if (right === null)
      throw new Problem(
        "bad_setup_token",
        "The server printed its setup token at its first start; send it as X-Setup-Token.",
      );
    const body = await readJson(c, createRestaurantBody);
    const weakness = weaknessOf(body.owner.password, [
      body.owner.email,
      body.owner.name,
      body.name,
    ]);
    if (weakness !== null)
      throw new Problem("invalid", "Choose another password.", {
        issues: [{ path: "owner.password", message: weakness }],
      });
    const made = await makeRestaurant(deps, body);
    if (made === "email_taken")
      throw new Problem("email_taken", "Somebody signs in with this e-mail address already.");
    c.get("log")().info({ restaurantId: made.restaurantId }, "restaurant created");
    return c.json({ restaurantId: made.restaurantId, token: made.token }, 201);
  });

  app.get("/api/restaurant", auth.require("restaurant.read"), async (c) =>
    c.json(await settingsOf(c.get("who").restaurantId)),
  );

  app.patch("/api/restaurant", auth.require("restaurant.change"), async (c) => {
    const who = c.get("who");
    const settings = await readJson(c, settingsPatch);
    const command = { name: "settings.change", args: { settings } } as const;
    decided(
      await deps.writer.submit(who.restaurantId, {
        kind: "command",
        who: actorOf(who),
        command,
        key: null,
        strict: true,
      }),
    );
    return c.json(await settingsOf(who.restaurantId));
  });

  return app;
}
