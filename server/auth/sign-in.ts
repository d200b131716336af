/**
 * Signing in, and how often somebody may try. Nobody may keep an owner out, nor guess a password;
 * where both cannot be had, it is strangers who wait.
 *
 * 1. A browser that signed in to the account before (known-browser.ts) has ten tries a minute and
 *    sixty an hour of its own, whatever anybody else does, at its address or elsewhere: nobody
 *    without that browser's cookie can use one of them up.
 * 2. A stranger's source has five wrong tries a minute and fifteen in ten minutes, over all
 *    accounts: whoever shares an address with a guesser waits for ten minutes and not for an hour.
 *    A phone that is paired is counted with its restaurant instead (secret-source.ts).
 * 3. An account takes twenty wrong tries of strangers a minute, from wherever they come. Eight of
 *    them are for sources that have tried it less than twice in ten minutes: those who try it over
 *    and over share the other twelve, and a hundred an hour. So who comes to an account for the
 *    first time finds a place at once while a few addresses hammer on it, and never waits for
 *    longer than a minute before there are places again.
 * 4. A whole network of addresses, each of them new, can contend for those eight; a known browser
 *    does not notice.
 * 5. An address that has no account is counted like one that has: brake and answer tell nobody who
 *    has an account.
 * 6. Passwords are hashed few at a time, of one source one; known browsers have a place of their
 *    own. Who finds none waiting is asked to come again (hashing.ts).
 * 7. A right try is given back. All of it holds over all server processes (brake.ts).
 * 8. Ten sign-ins to one account succeed in a minute, by known browsers and strangers together, and
 *    those are not given back: each makes a session. Only who has the password can use them up.
 * 9. Where they are used up nobody's password is looked at until the minute is over, a right one no
 *    more than a wrong one: it is 429 for both, tells neither from the other, costs no hash and is
 *    no guess. It is asked when the hash would begin, so at each process those three at most that
 *    are being hashed already find theirs used up when it turns out to be right. Then too it is
 *    429: that tells a guesser no more than the 201 would have, which the next minute gives.
 */
import { createHmac } from "node:crypto";
import type { Context } from "hono";
import type { CreateSession } from "#shared/api/restaurants.ts";
import type { Directory } from "../db/directory.ts";
import type { Allowance } from "../db/directory-tries.ts";
import type { HttpEnv } from "../http/env.ts";
import type { Metrics } from "../metrics/metrics.ts";
import { within, type Brake, type Way, type Ways } from "./brake.ts";
import type { createFailureLines } from "./failure-lines.ts";
import type { Hashing } from "./hashing.ts";
import { knownBrowser, makeKnown, saidToBeKnown } from "./known-browser.ts";
import { verifyPassword } from "./passwords.ts";
import type { SecretSource } from "./secret-source.ts";

export const SUCCESSES_A_MINUTE = 10;

export type SignedIn = {
  readonly restaurantId: string;
  readonly userId: string;
  /** Makes the browser known to the account from now on. */ readonly remember: () => void;
};

export type SignInDeps = {
  readonly directory: Pick<Directory, "findOwner">;
  readonly metrics: Pick<Metrics, "passwordsHashed">;
  readonly serverSecret: Uint8Array;
};

export type SigningIn = {
  readonly deps: SignInDeps;
  readonly brake: Brake;
  readonly secretSource: SecretSource;
  /** Whether a failure may have a line. */
  readonly mayHaveLine: ReturnType<typeof createFailureLines>;
  readonly hashing: Hashing;
};

/** Who signs in, or null for a wrong address or password. Throws `too_many_requests`. */
export async function signIn(
  c: Context<HttpEnv>,
  { deps, brake, secretSource, mayHaveLine, hashing }: SigningIn,
  { email, password }: CreateSession,
): Promise<SignedIn | null> {
  const { directory, serverSecret, metrics } = deps;
  const said = saidToBeKnown(c, serverSecret, email);
  // A stranger is braked before the account is looked for; to believe a known browser, the account
  // has to be there.
  const account = said === undefined ? undefined : await directory.findOwner(email);
  const browser = said !== undefined && account ? knownBrowser(serverSecret, account, said) : null;
  const tried = { source: await secretSource(c), email };
  let looked = account ?? null;
  const right = await brake.attempt(
    browser === null ? strangersWays(tried) : [within(`sign-in of browser ${browser}`, 10, 60)],
    async () => {
      looked = account === undefined ? await directory.findOwner(email) : account;
      // Asked also for an unknown account: the work must be the same.
      const verify = () =>
        brake.spend(successes(email), async () => {
          metrics.passwordsHashed.inc();
          return (await verifyPassword(password, looked?.passwordHash ?? null)) ? looked : null;
        });
      return browser === null
        ? hashing.stranger(tried.source, verify)
        : hashing.known(email, verify);
    },
  );
  const log = c.get("log")();
  const asked = { source: c.get("source"), knownBrowser: browser !== null };
  if (right === null) {
    if (mayHaveLine({ browser, account: looked?.userId ?? null, source: tried.source }))
      log.info(
        { ...asked, account: looked?.userId ?? `unknown ${addressTag(serverSecret, email)}` },
        "sign-in failed",
      );
    return null;
  }
  const { restaurantId, userId } = right;
  log.info({ ...asked, account: userId, restaurantId }, "signed in");
  return {
    restaurantId,
    userId,
    remember: () => makeKnown(c, serverSecret, email, right, browser),
  };
}

function strangersWays(tried: { readonly source: string; readonly email: string }): Ways {
  const source = [
    { key: `sign-in from ${tried.source} minute`, tries: 5, seconds: 60 },
    { key: `sign-in from ${tried.source} ten minutes`, tries: 15, seconds: 600 },
  ] as const;
  const first: Allowance[] = [
    { key: `sign-in from ${tried.source} to ${tried.email}`, tries: 2, seconds: 600 },
    { key: `sign-in to ${tried.email} for the first time`, tries: 8, seconds: 60 },
  ];
  return [
    [...source, ...first],
    [...source, ...within(`sign-in to ${tried.email} again`, 12, 100)],
  ];
}

const successes = (email: string): Way => [
  { key: `signed in to ${email}`, tries: SUCCESSES_A_MINUTE, seconds: 60 },
];

/**
 * Tells tries at one address from those at another; only the server could say which address it is.
 */
const addressTag = (serverSecret: Uint8Array, email: string): string =>
  createHmac("sha256", serverSecret)
    .update(JSON.stringify(["log", email]))
    .digest("hex")
    .slice(0, 16);
