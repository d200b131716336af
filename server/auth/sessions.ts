/** An owner's session: how long it lasts, how many there are at once, and how one begins. */
import type { Ids } from "#shared/kernel/ids.ts";
import { DAY, type Clock } from "#shared/kernel/time.ts";
import type { Directory } from "../db/directory.ts";
import { tellEnded, type EndingDeps } from "./revocations.ts";
import { newToken } from "./tokens.ts";

/** An owner signs in again at least this often; devices stay paired until they are unpaired. */
export const SESSION_MS = 30 * DAY;

/**
 * Sessions of one owner at once: every phone and computer of a family that runs a house together,
 * and a script that never signs out. One more ends the one that was used longest ago, and never one
 * that is in use: what is used says so within two minutes (session-use.ts), in which forty sign-ins
 * succeed at the most (sign-in.ts). Nor one whose phone wants to be told.
 */
export const MAX_SESSIONS = 50;
/** And how many of those that were ended are remembered (kept-credentials.ts). */
export const SESSION_LIMITS = { live: MAX_SESSIONS, ended: 1_000 };

export type StartSessionDeps = EndingDeps & {
  readonly directory: Pick<Directory, "startSession">;
  readonly ids: Ids;
  readonly clock: Clock;
  readonly serverSecret: Uint8Array;
};

/** Signs a user in; the answer is the token, which nobody can read again. */
export async function startSession(
  deps: StartSessionDeps,
  restaurantId: string,
  userId: string,
): Promise<string> {
  const token = newToken(deps.serverSecret, "staff");
  const expiresAt = new Date(deps.clock.now() + SESSION_MS);
  const ended = await deps.directory.startSession(
    { tokenHash: token.hash, restaurantId, sessionId: deps.ids.next(), userId, expiresAt },
    SESSION_LIMITS,
  );
  for (const sessionId of ended) tellEnded(deps, sessionId);
  return token.text;
}
