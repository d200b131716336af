import type { CreateRestaurant } from "#shared/api/restaurants.ts";
import { DAY } from "#shared/kernel/time.ts";
import { initialSettings } from "#shared/restaurant/settings.ts";
import { hashPassword } from "../auth/passwords.ts";
import { tellEnded } from "../auth/revocations.ts";
import { newToken } from "../auth/tokens.ts";
import type { Deps } from "../http/deps.ts";

/** An owner signs in again at least this often; devices stay paired until they are unpaired. */
export const SESSION_MS = 30 * DAY;

export type CreatedRestaurant = { readonly restaurantId: string; readonly userId: string; readonly token: string };

/**
 * Sessions of one owner at once: every phone and computer of a family that runs a house together, and a script that never signs out. One more ends the one that
 * was used longest ago, and never one that is in use: what is used says so within two minutes (auth/session-use.ts), in which forty sign-ins succeed at the
 * most (auth/sign-in.ts). Nor one whose phone wants to be told.
 */
export const MAX_SESSIONS = 50;
/** And how many of those that were ended are remembered (auth/kept-credentials.ts). */
export const SESSION_LIMITS = { live: MAX_SESSIONS, ended: 1_000 };

type SessionDeps = Pick<Deps, "directory" | "ids" | "clock" | "serverSecret" | "revocations" | "hints">;

/** Makes a restaurant with its log and its owner, and signs the owner in. */
export async function makeRestaurant(deps: SessionDeps & Pick<Deps, "config">, given: CreateRestaurant): Promise<CreatedRestaurant | "email_taken"> {
  const { owner, ...names } = given;
  const restaurantId = deps.ids.next();
  const userId = deps.ids.next();
  const made = await deps.directory.createRestaurant({
    restaurantId,
    logId: deps.ids.next(),
    name: names.name,
    settings: initialSettings({ ...names, shownAlarmSeconds: deps.config.shownAlarmSeconds }),
    owner: { userId, name: owner.name, email: owner.email, passwordHash: await hashPassword(owner.password) },
  });
  if (made === "email_taken") return made;
  return { restaurantId, userId, token: await startSession(deps, restaurantId, userId) };
}

/** Signs a user in; the answer is the token, which nobody can read again. */
export async function startSession(deps: SessionDeps, restaurantId: string, userId: string): Promise<string> {
  const token = newToken(deps.serverSecret, "staff");
  const expiresAt = new Date(deps.clock.now() + SESSION_MS);
  const ended = await deps.directory.startSession({ tokenHash: token.hash, restaurantId, sessionId: deps.ids.next(), userId, expiresAt }, SESSION_LIMITS);
  for (const sessionId of ended) tellEnded(deps, sessionId);
  return token.text;
}
