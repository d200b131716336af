import type { Context, MiddlewareHandler } from "hono";
import { once } from "#shared/kernel/once.ts";
import type { CommandName } from "#shared/orders/command.ts";
import { may, type Capability } from "#shared/orders/permissions.ts";
import type { Directory } from "../db/directory.ts";
import { believedAsker, nameAsker } from "../http/asker.ts";
import type { HttpEnv } from "../http/env.ts";
import { Problem } from "../http/problem.ts";
import { createAtOnce, type AtOnce } from "./at-once.ts";
import { presentedToken, refuseCrossSite } from "./cookies.ts";
import { hashSecret, looksLikeToken } from "./tokens.ts";
import type { Vouched } from "./vouched.ts";
import type { Who } from "../http/who.ts";

export type Authenticator = {
  /**
   * Lets a believed caller through whose role may do `action`; sets `who`. Throws
   * `unauthenticated`, `device_revoked`, `session_expired`, `forbidden`, `cross_site`.
   */
  readonly require: (action: Capability | CommandName) => MiddlewareHandler<HttpEnv>;
  /** Lets any believed caller through. */
  readonly anyone: MiddlewareHandler<HttpEnv>;
};

/**
 * Every request asks the directory again: a token that was revoked a moment ago is not believed any
 * more. How many made-up ones are asked about is bounded by `vouched`. `seen` is told of every
 * believed caller and the version of the app it says it runs.
 */
export function createAuthenticator(
  directory: Pick<Directory, "findCredential" | "credentialFate">,
  vouched: Pick<Vouched, "lookUp">,
  seen: (who: Who, version: string | undefined) => void = () => undefined,
  atOnce: AtOnce = createAtOnce(),
): Authenticator {
  const believe = async (c: Context<HttpEnv>): Promise<Who> => {
    const presented = presentedToken(c);
    if (presented === null)
      throw new Problem("unauthenticated", "Send a token: Authorization: Bearer …, or a cookie.");
    if (!looksLikeToken(presented.token))
      throw new Problem("unauthenticated", "That is not a token of this server.");
    if (presented.by === "cookie") refuseCrossSite(c);
    const hash = hashSecret(presented.token);
    await atOnce.enter(c, hash);
    const credential = await vouched.lookUp(c, presented.token, () =>
      directory.findCredential(hash),
    );
    if (credential === null) throw refusalFor(await directory.credentialFate(hash));
    const { restaurantId, kind, subjectId, role, letter, name, deviceId, stationIds } = credential;
    return { restaurantId, kind, subjectId, role, letter, name, deviceId, stationIds };
  };
  const admit = async (c: Context<HttpEnv>): Promise<Who> => {
    const who = await believe(c);
    c.set("who", who);
    nameAsker(c, believedAsker(who));
    seen(who, c.req.header("x-heard-version"));
    const log = c.get("log");
    c.set(
      "log",
      once(() => log().child({ restaurantId: who.restaurantId, subjectId: who.subjectId })),
    );
    return who;
  };
  return {
    anyone: async (c, next) => {
      await admit(c);
      await next();
    },
    require: (action) => async (c, next) => {
      const { role } = await admit(c);
      if (!may(role, action)) throw new Problem("forbidden", `The role ${role} may not do that.`);
      await next();
    },
  };
}

function refusalFor(fate: "device_revoked" | "session_over" | "unknown"): Problem {
  switch (fate) {
    case "device_revoked":
      return new Problem(
        "device_revoked",
        "This device was unpaired. Ask the owner for a new pairing code; unsent work is kept.",
      );
    case "session_over":
      return new Problem("session_expired", "The session ended. Sign in again.");
    case "unknown":
      return new Problem("unauthenticated", "That token is not known.");
  }
}
