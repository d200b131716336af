import { Hono } from "hono";
import { createSession } from "#shared/api/restaurants.ts";
import { SECOND } from "#shared/kernel/time.ts";
import type { Directory } from "../db/directory.ts";
import { readJson } from "../http/body.ts";
import type { HttpEnv } from "../http/env.ts";
import { Problem } from "../http/problem.ts";
import type { Logger } from "../log/logger.ts";
import type { Authenticator } from "./authenticate.ts";
import type { Brake } from "./brake.ts";
import { clearTokenCookie, presentedToken, setTokenCookie } from "./cookies.ts";
import { createFailureLines } from "./failure-lines.ts";
import { createHashing } from "./hashing.ts";
import { tellEnded } from "./revocations.ts";
import type { SecretSource } from "./secret-source.ts";
import { SESSION_MS, startSession, type StartSessionDeps } from "./sessions.ts";
import { signIn, type SignInDeps } from "./sign-in.ts";
import { hashSecret } from "./tokens.ts";

export type SessionRoutesDeps = SignInDeps &
  StartSessionDeps & {
    readonly directory: Pick<Directory, "revokeCredential">;
    readonly log: Logger;
  };

/** `POST` and `DELETE /api/sessions`. */
export function sessionRoutes(
  deps: SessionRoutesDeps,
  auth: Authenticator,
  brake: Brake,
  secretSource: SecretSource,
): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  const signing = {
    deps,
    brake,
    secretSource,
    mayHaveLine: createFailureLines(deps),
    hashing: createHashing(),
  };

  app.post("/api/sessions", async (c) => {
    const owner = await signIn(c, signing, await readJson(c, createSession));
    if (owner === null)
      throw new Problem("bad_credentials", "The e-mail address or the password is wrong.");
    const token = await startSession(deps, owner.restaurantId, owner.userId);
    setTokenCookie(c, "owner", token, SESSION_MS / SECOND);
    owner.remember();
    return c.json({ token, role: "owner", restaurantId: owner.restaurantId }, 201);
  });

  app.delete("/api/sessions", auth.anyone, async (c) => {
    const who = c.get("who");
    const presented = presentedToken(c);
    if (who.kind !== "user" || presented === null)
      throw new Problem("forbidden", "A device has no session; its owner unpairs it.");
    await deps.directory.revokeCredential(hashSecret(presented.token));
    tellEnded(deps, who.subjectId);
    if (presented.by === "cookie") clearTokenCookie(c, "owner");
    return c.body(null, 204);
  });

  return app;
}
