/** How many sessions one account has at once, which of them ends, and who is told (sessions.ts). */
import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startApp, type AppUnderTest } from "../http/testing/app-under-test.ts";
import { openApiHouse, type ApiHouse } from "../http/testing/house.ts";
import { SESSION_LIMITS } from "./sessions.ts";
import { administer } from "../testing/postgres-setup.ts";
import { USED_EVERY_MS } from "./session-use.ts";
import { hashSecret } from "./tokens.ts";

let under: AppUnderTest;
let admin: pg.Client;
let passedMs = 0;
const publishRevoked = vi.fn<(subjectId: string) => void>();
beforeAll(async () => {
  under = await startApp({
    clock: { now: () => Date.now() + passedMs },
    hints: { publishRevoked },
  });
  admin = new pg.Client({ connectionString: under.adminUrl });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await under.close();
});

const signIn = async ({ email, password }: ApiHouse) => {
  await administer(under.adminUrl, "delete from directory_brakes");
  passedMs += 1_000;
  return under.ask("POST", "/api/sessions", { body: { email, password } });
};
const isGood = async (token: string): Promise<boolean> =>
  (await under.ask("GET", "/api/me", { token })).status === 200;
const sessionOf = async (token: string): Promise<string> =>
  (await under.deps.directory.findCredential(hashSecret(token)))?.subjectId ?? "";
const live = async ({ restaurantId }: ApiHouse): Promise<number> => {
  const { rows } = await admin.query<{ many: number }>(
    "select count(*)::int as many from directory_credentials where restaurant_id = $1 and kind = 'user' and revoked_at is null and expires_at > now()",
    [restaurantId],
  );
  return rows[0]?.many ?? 0;
};
/** The house's own session, as if it had been made twenty days ago and not used since. */
async function longAgo(house: ApiHouse): Promise<string> {
  const session = await sessionOf(house.owner);
  // It is being noted that it was used to open the house.
  await used(session);
  await admin.query(
    "update directory_credentials set created_at = now() - interval '20 days', used_at = now() - interval '20 days' where subject_id = $1",
    [session],
  );
  return session;
}
const used = (session: string): Promise<void> =>
  vi.waitFor(
    async () =>
      expect(
        (
          await admin.query(
            "select from directory_credentials where subject_id = $1 and used_at > now() - interval '1 minute'",
            [session],
          )
        ).rowCount,
      ).toBe(1),
    { timeout: 10_000 },
  );

/**
 * So many other sessions of this owner, each made a second after the last, the first so many
 * minutes ago.
 */
async function fill(
  { restaurantId }: ApiHouse,
  many: number,
  minutesAgo: number,
): Promise<readonly string[]> {
  const { rows } = await admin.query<{ id: string }>(
    `insert into directory_credentials (token_hash, restaurant_id, kind, subject_id, user_id, created_at, expires_at)
     select gen_random_uuid(), restaurant_id, 'user', gen_random_uuid(), user_id, now() - $3 * interval '1 minute' + n * interval '1 second', now() + interval '1 day'
       from users, generate_series(1, $2) n where restaurant_id = $1 returning subject_id as id`,
    [restaurantId, many, minutesAgo],
  );
  return rows.map(({ id }) => id);
}

test("an account has fifty sessions; one more ends the oldest, and its streams are told, here and in other processes", async () => {
  const [house, other] = [await openApiHouse(under), await openApiHouse(under)];
  const [oldest = "", next = ""] = await fill(house, SESSION_LIMITS.live - 2, 600);
  await fill(other, 10, 900);
  const ended = vi.fn();
  for (const id of [oldest, next]) under.deps.revocations.onRevoked(id, () => ended(id));
  publishRevoked.mockClear();
  const fiftieth = await signIn(house);
  expect([await live(house), ended.mock.calls]).toEqual([50, []]);
  const last = await signIn(house);
  expect([await live(house), ended.mock.calls, publishRevoked.mock.calls]).toEqual([
    50,
    [[oldest]],
    [[oldest]],
  ]);
  for (const token of [fiftieth.text("token"), last.text("token"), house.owner])
    expect(await isGood(token)).toBe(true);
  expect(await live(other)).toBe(11);
});

test("whose session ended for a new one is told that it is over", async () => {
  const house = await openApiHouse(under);
  await longAgo(house);
  await fill(house, SESSION_LIMITS.live - 1, 3);
  await signIn(house);
  expect(await under.ask("GET", "/api/me", { token: house.owner })).toMatchObject({
    status: 401,
    body: { code: "session_expired" },
  });
});

test("a session that is in use is not ended, however long ago it was made", async () => {
  const house = await openApiHouse(under);
  const session = await longAgo(house);
  const others = await fill(house, SESSION_LIMITS.live - 1, 3);
  passedMs += USED_EVERY_MS;
  expect(await isGood(house.owner)).toBe(true);
  await used(session);
  publishRevoked.mockClear();
  await signIn(house);
  expect([await isGood(house.owner), publishRevoked.mock.calls]).toEqual([true, [[others[0]]]]);
});

test("a session whose phone is told keeps its place: a phone in a pocket uses nothing", async () => {
  const house = await openApiHouse(under);
  await admin.query(
    "insert into push_subscriptions (restaurant_id, subject_id, endpoint, p256dh, auth) values ($1, $2, 'https://push.example/1', '', '')",
    [house.restaurantId, await longAgo(house)],
  );
  await fill(house, SESSION_LIMITS.live - 1, 3);
  await signIn(house);
  expect([await live(house), await isGood(house.owner)]).toEqual([50, true]);
});

test("sessions that ran out or ended take no place", async () => {
  const house = await openApiHouse(under);
  await fill(house, 60, 600);
  await admin.query(
    "update directory_credentials set expires_at = now() - interval '1 minute' where restaurant_id = $1 and created_at < now() - interval '9 hours' and kind = 'user'",
    [house.restaurantId],
  );
  publishRevoked.mockClear();
  await signIn(house);
  expect([await live(house), publishRevoked.mock.calls]).toEqual([2, []]);
});

/** Straight at the directory, with limits that are quick to reach. */
async function start(
  house: ApiHouse,
  most: { live: number; ended: number },
): Promise<{ readonly tokenHash: string; readonly ended: readonly string[] }> {
  const owner = await under.deps.directory.findOwner(house.email);
  const tokenHash = hashSecret(randomUUID());
  const session = {
    tokenHash,
    restaurantId: house.restaurantId,
    sessionId: randomUUID(),
    userId: owner?.userId ?? "",
    expiresAt: new Date(Date.now() + 60_000),
  };
  return { tokenHash, ended: await under.deps.directory.startSession(session, most) };
}

test("sign-ins side by side leave as many sessions as those one after the other", async () => {
  const house = await openApiHouse(under);
  const started = await Promise.all(
    Array.from({ length: 24 }, () => start(house, { live: 5, ended: 100 })),
  );
  expect(await live(house)).toBe(5);
  // Each is told once.
  const ended = started.flatMap((one) => one.ended);
  expect([ended.length, new Set(ended).size]).toEqual([20, 20]);
});

test("of the sessions that were ended those that ended last are remembered; who comes with an older token is a stranger", async () => {
  const house = await openApiHouse(under);
  const started: string[] = [];
  for (let n = 0; n < 8; n += 1)
    started.push((await start(house, { live: 2, ended: 3 })).tokenHash);
  const fates = await Promise.all(
    started.map((tokenHash) => under.deps.directory.credentialFate(tokenHash)),
  );
  expect(fates).toEqual([
    ...Array<string>(3).fill("unknown"),
    ...Array<string>(5).fill("session_over"),
  ]);
  expect(
    (
      await admin.query(
        "select from directory_credentials where restaurant_id = $1 and kind = 'user' and revoked_at is not null",
        [house.restaurantId],
      )
    ).rowCount,
  ).toBe(3);
  expect(SESSION_LIMITS).toEqual({ live: 50, ended: 1_000 });
});
