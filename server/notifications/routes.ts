import { Hono } from "hono";
import { pushSubscription, type PushKey, type PushTested } from "#shared/api/push.ts";
import { MINUTE, SECOND, toIso, type Clock } from "#shared/kernel/time.ts";
import type { Authenticator } from "../auth/authenticate.ts";
import type { Database } from "../db/database.ts";
import { readJson } from "../http/body.ts";
import type { HttpEnv } from "../http/env.ts";
import { Problem } from "../http/problem.ts";
import { readSettings } from "../restaurants/read.ts";
import { testPayload } from "./payload.ts";
import type { Push } from "./push.ts";
import { endSubscription, findSubscription, putSubscription } from "./subscriptions.ts";

/** Somebody stands before the button: a push service that takes longer is as good as away. */
const TRIED_WITHIN_MS = 5 * SECOND;

export type PushRoutesDeps = {
  readonly database: Pick<Database, "tenant">;
  readonly push: Push;
  readonly clock: Clock;
};

/**
 * `GET /api/push/key`, `PUT` and `DELETE /api/push/subscription`, `POST /api/push/test`: this
 * session's or device's own phone.
 */
export function pushRoutes(
  { database, push, clock }: PushRoutesDeps,
  auth: Authenticator,
): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  const owner = auth.require("push.receive");

  app.get("/api/push/key", owner, (c) => c.json({ key: push.publicKey } satisfies PushKey));

  app.put("/api/push/subscription", owner, async (c) => {
    const { restaurantId, subjectId } = c.get("who");
    const subscription = await readJson(c, pushSubscription);
    const objection = push.objection(subscription);
    if (objection === "service")
      throw new Problem(
        "push_service_unknown",
        "This server sends to the push services of known browsers only; PUSH_SERVICES names more.",
      );
    if (objection === "key")
      throw new Problem("invalid", "The subscription's key is none.", {
        issues: [{ path: "keys.p256dh", message: "must be a point of P-256" }],
      });
    await database.tenant(restaurantId, (tx) =>
      putSubscription(tx, restaurantId, subjectId, subscription),
    );
    return c.body(null, 204);
  });

  app.delete("/api/push/subscription", owner, async (c) => {
    const { restaurantId, subjectId } = c.get("who");
    await database.tenant(restaurantId, (tx) => endSubscription(tx, restaurantId, subjectId));
    return c.body(null, 204);
  });

  // Sent at once and not through the queue: whoever presses the button waits for what becomes of
  // it.
  app.post("/api/push/test", owner, async (c) => {
    const { restaurantId, subjectId } = c.get("who");
    const { subscription, settings } = await database.tenant(restaurantId, async (tx) => ({
      subscription: await findSubscription(tx, restaurantId, subjectId),
      settings: await readSettings(tx),
    }));
    if (subscription === null) return c.json({ outcome: "none" } satisfies PushTested);
    const outcome = await push.send(
      subscription,
      testPayload(settings, toIso(clock.now())),
      MINUTE,
      AbortSignal.timeout(TRIED_WITHIN_MS),
    );
    if (outcome === "gone")
      await database.tenant(restaurantId, (tx) =>
        endSubscription(tx, restaurantId, subjectId, subscription.endpoint),
      );
    return c.json({ outcome } satisfies PushTested);
  });

  return app;
}
