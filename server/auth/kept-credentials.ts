/**
 * How long the directory remembers a token after its end. Its holder is told what became of it
 * (`credentialFate`), and that is good for as long as the holder can still have it:
 *
 * 1. A device's browser keeps its cookie for 400 days from its pairing at the most. A tablet of a
 *    beach bar that was unpaired in autumn is told so in spring, keeps what it has not sent, and by
 *    its old token comes back as who it was (pairing replaces the device whose token the browser
 *    holds). So a device's credential is remembered for 400 days after it was revoked.
 * 2. A session's cookie ends on the day on which the session would end by itself, whether or not it
 *    was ended before. Only a program has the token then: one that wakes once a month is told that
 *    its session is over. So a session is remembered for thirty days after that day.
 * 3. A session that ran out, and was not ended, is remembered for as long as its phone is told
 *    (`subjectIsKept`), however long that is.
 * 4. Of one account a thousand ended sessions are remembered, those that ended last: somebody who
 *    signs in and out all day leaves no more, some 400 KB (a row and its indexes take 413 bytes),
 *    and a sign-in that looks at all of them takes 3 ms.
 * 5. Who comes later is a stranger: `unauthenticated`, which says to sign in or to pair again.
 */
import { SECOND } from "#shared/kernel/time.ts";
import type { Forgetting } from "../db/directory-credentials.ts";
import { DEVICE_COOKIE_SECONDS } from "./cookies.ts";
import { SESSION_MS } from "./sessions.ts";

/** A thousand at once: 45 ms beside 200,000 others of the restaurant. */
export const FORGETTING: Forgetting = {
  devicesMs: DEVICE_COOKIE_SECONDS * SECOND,
  sessionsMs: SESSION_MS,
  most: 1_000,
};
