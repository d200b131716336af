import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DEVICE_COOKIE_SECONDS } from "../auth/cookies.ts";
import { FORGETTING } from "../auth/kept-credentials.ts";
import { hashSecret } from "../auth/tokens.ts";
import { putSubscription } from "../notifications/subscriptions.ts";
import { SESSION_MS } from "../auth/sessions.ts";
import { createSleeper } from "../process/sleeper.ts";
import { makeHouse, pair, type StoredHouse } from "../sync/testing/house.ts";
import { administer } from "../testing/postgres-setup.ts";
import { freshDatabase, type TestDatabase } from "../testing/postgres.ts";
import { startProcess, type Process } from "../sync/testing/process.ts";
import { MAX_SWEPT_AT_ONCE, trimAll } from "./retention.ts";

let fresh: TestDatabase;
let server: Process;
beforeAll(async () => {
  fresh = await freshDatabase();
  server = await startProcess(fresh.adminUrl, fresh.role);
});
afterAll(async () => {
  await server.close();
  await fresh.drop();
});

/** The rules of auth/kept-credentials.ts, by their numbers there. */
describe("credentials that have ended", () => {
  const house = () => makeHouse(server.directory, server.sync.writer);
  const trim = (over: object = {}) =>
    trimAll({
      database: server.database,
      directory: server.directory,
      retentionDays: 7,
      sleeper: createSleeper(),
      log: {
        info: () => undefined,
        error: (fields: object) => expect.fail(JSON.stringify(fields)),
      },
      ...over,
    });
  const fate = (token: string) => server.directory.credentialFate(hashSecret(token));
  /** The time of its end, moved back: `ms` ago by the database's clock. */
  const endedAgo = (column: "revoked_at" | "expires_at", token: string, ms: number) =>
    administer(
      fresh.adminUrl,
      `update directory_credentials set ${column} = now() - ${ms} * interval '1 millisecond' where token_hash = '${hashSecret(token)}'`,
    );
  const DAY_MS = 86_400_000;
  const subscribe = ({ restaurantId }: StoredHouse, subjectId: string) =>
    server.database.tenant(restaurantId, (tx) =>
      putSubscription(tx, restaurantId, subjectId, {
        endpoint: `https://push.example/${subjectId}`,
        keys: { p256dh: "", auth: "" },
      }),
    );

  test("1: a device that was unpaired is told so for as long as its browser can hold the cookie, and is a stranger then", async () => {
    expect(FORGETTING.devicesMs).toBe(DEVICE_COOKIE_SECONDS * 1_000);
    const { restaurantId } = await house();
    const [late, over, paired] = [
      await pair(server.directory, restaurantId, "kitchen"),
      await pair(server.directory, restaurantId, "kitchen"),
      await pair(server.directory, restaurantId, "kitchen"),
    ];
    for (const device of [late, over])
      await server.directory.revokeDevice(restaurantId, device.deviceId);
    await endedAgo("revoked_at", late.token, FORGETTING.devicesMs - 60_000);
    await endedAgo("revoked_at", over.token, FORGETTING.devicesMs);
    await administer(
      fresh.adminUrl,
      "update directory_credentials set created_at = now() - interval '900 days' where kind = 'device'",
    );
    await trim();
    expect([
      await fate(late.token),
      await fate(over.token),
      (await server.directory.findCredential(hashSecret(paired.token)))?.deviceId,
    ]).toEqual(["device_revoked", "unknown", paired.deviceId]);
    // By what is remembered it comes back as who it was.
    const back = await pair(server.directory, restaurantId, "kitchen", null, [late.token]);
    expect(back.actor.letter).toBe(late.actor.letter);
  });

  test("2: a session is told that it is over until thirty days after it would have ended by itself, whether or not it was ended before", async () => {
    expect(FORGETTING.sessionsMs).toBe(SESSION_MS);
    const [ranOut, gone, signedOut, goneToo, alive] = await Promise.all([
      house(),
      house(),
      house(),
      house(),
      house(),
    ]);
    await endedAgo("expires_at", ranOut.ownerToken, FORGETTING.sessionsMs - 60_000);
    await endedAgo("expires_at", gone.ownerToken, FORGETTING.sessionsMs);
    for (const { ownerToken } of [signedOut, goneToo]) {
      await server.directory.revokeCredential(hashSecret(ownerToken));
      await endedAgo("revoked_at", ownerToken, 900 * DAY_MS);
    }
    await endedAgo("expires_at", signedOut.ownerToken, FORGETTING.sessionsMs - 60_000);
    await endedAgo("expires_at", goneToo.ownerToken, FORGETTING.sessionsMs);
    await administer(
      fresh.adminUrl,
      `update directory_credentials set created_at = now() - interval '900 days' where token_hash = '${hashSecret(alive.ownerToken)}'`,
    );
    await trim();
    expect(
      await Promise.all(
        [ranOut, gone, signedOut, goneToo].map(({ ownerToken }) => fate(ownerToken)),
      ),
    ).toEqual(["session_over", "unknown", "session_over", "unknown"]);
    expect(await server.directory.findCredential(hashSecret(alive.ownerToken))).toMatchObject({
      kind: "user",
    });
  });

  test("3: a session that ran out is remembered while its phone is told, and one that was signed out is not", async () => {
    const [told, signedOut, untold] = await Promise.all([house(), house(), house()]);
    for (const one of [told, signedOut]) await subscribe(one, one.owner.subjectId);
    await server.directory.revokeCredential(hashSecret(signedOut.ownerToken));
    for (const { ownerToken } of [told, signedOut, untold])
      await endedAgo("expires_at", ownerToken, 5 * FORGETTING.sessionsMs);
    await trim();
    const kept = ({ restaurantId, owner }: StoredHouse) =>
      server.directory.subjectIsKept(restaurantId, owner.subjectId);
    expect([await kept(told), await kept(signedOut), await kept(untold)]).toEqual([
      true,
      false,
      false,
    ]);
    expect(
      await Promise.all([told, signedOut, untold].map(({ ownerToken }) => fate(ownerToken))),
    ).toEqual(["session_over", "unknown", "unknown"]);
    await server.database.tenant(told.restaurantId, (tx) =>
      tx.query("delete from push_subscriptions"),
    );
    await trim();
    expect([await kept(told), await fate(told.ownerToken)]).toEqual([false, "unknown"]);
  });

  /** So many sessions that ended long ago, of the house's own restaurant. */
  const fill = ({ restaurantId }: StoredHouse, many: number) =>
    administer(
      fresh.adminUrl,
      `insert into directory_credentials (token_hash, restaurant_id, kind, subject_id, user_id, expires_at, revoked_at)
    select gen_random_uuid(), '${restaurantId}', 'user', gen_random_uuid(), gen_random_uuid(), now() - interval '90 days', now() - interval '95 days' from generate_series(1, ${many})`,
    );

  test("go in pieces, each once, however many servers sweep, and no other restaurant's with them", async () => {
    const [mine, other] = await Promise.all([house(), house()]);
    for (const one of [mine, other]) await fill(one, 50);
    const second = await startProcess(fresh.adminUrl, fresh.role);
    try {
      const sweep = ({ directory }: Process) =>
        directory.sweepEnded(mine.restaurantId, { ...FORGETTING, most: 7 });
      expect(await sweep(server)).toBe(7);
      let swept = 7;
      while (swept < 50)
        swept += (
          await Promise.all([sweep(server), sweep(second), sweep(server), sweep(second)])
        ).reduce((sum, piece) => sum + piece);
      expect([
        swept,
        await sweep(server),
        await server.directory.sweepEnded(other.restaurantId, FORGETTING),
      ]).toEqual([50, 0, 50]);
    } finally {
      await second.close();
    }
  });

  test("that another server has in hand are passed over, and waited for by nobody", async () => {
    const mine = await house();
    await fill(mine, 10);
    const another = new pg.Client({ connectionString: fresh.adminUrl });
    await another.connect();
    try {
      await another.query("begin");
      await another.query(
        "select from directory_credentials where restaurant_id = $1 and revoked_at is not null limit 4 for update",
        [mine.restaurantId],
      );
      expect(await server.directory.sweepEnded(mine.restaurantId, FORGETTING)).toBe(6);
      await another.query("rollback");
    } finally {
      await another.end();
    }
    expect(await server.directory.sweepEnded(mine.restaurantId, FORGETTING)).toBe(4);
  });

  test("go in one round as many as a round may take, and fewer where the server stops", async () => {
    const { restaurantId } = await house();
    const pieces = async (isStopping: (swept: number) => boolean) => {
      let swept = 0;
      const directory = {
        restaurantIds: () => Promise.resolve([restaurantId]),
        sweepEnded: async (_: string, { most }: { most: number }) => ((swept += most), most),
      };
      await trimAll(
        {
          database: server.database,
          directory,
          retentionDays: 7,
          sleeper: createSleeper(),
          log: { info: () => undefined, error: (fields) => expect.fail(JSON.stringify(fields)) },
        },
        () => isStopping(swept),
      );
      return swept;
    };
    expect(await pieces(() => false)).toBe(MAX_SWEPT_AT_ONCE);
    expect(await pieces((swept) => swept >= 3 * FORGETTING.most)).toBe(3 * FORGETTING.most);
  });

  test("the app's role can have none swept that is live, whatever it asks", async () => {
    const { restaurantId, ownerToken } = await house();
    const device = await pair(server.directory, restaurantId, "kitchen");
    expect(
      await server.directory.sweepEnded(restaurantId, {
        devicesMs: -900 * DAY_MS,
        sessionsMs: -900 * DAY_MS,
        most: 100,
      }),
    ).toBe(0);
    for (const token of [ownerToken, device.token])
      expect(await server.directory.findCredential(hashSecret(token))).not.toBeNull();
  });

  test("and pairing codes that nobody can use any more go with them", async () => {
    const { restaurantId } = await house();
    await pair(server.directory, restaurantId, "kitchen");
    const code = (expiresAt: Date) =>
      server.directory.createPairingCode(
        {
          codeHash: hashSecret(randomUUID()),
          restaurantId,
          role: "kitchen",
          name: null,
          stationIds: [],
          expiresAt,
        },
        100,
      );
    await code(new Date(Date.now() - 1_000));
    await code(new Date(Date.now() + 600_000));
    await code(new Date(Date.now() - 1_000));
    await trim();
    const { rows } = await read<{ open: number; many: number }>(
      `select count(*)::int as many, count(*) filter (where used_at is null and expires_at > now())::int as open from directory_pairing_codes where restaurant_id = '${restaurantId}'`,
    );
    expect(rows).toEqual([{ many: 1, open: 1 }]);
  });
});

async function read<Row extends object>(sql: string): Promise<pg.QueryResult<Row>> {
  const admin = new pg.Client({ connectionString: fresh.adminUrl });
  await admin.connect();
  try {
    return await admin.query<Row>(sql);
  } finally {
    await admin.end();
  }
}
