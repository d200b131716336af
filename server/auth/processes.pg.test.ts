/**
 * Limits that protect somebody hold over all server processes: two real ones on one database, each
 * with a directory of its own.
 */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { asker, type Answered, type Ask, type AskOptions } from "../http/testing/answered.ts";
import { administer } from "../testing/postgres-setup.ts";
import { freshDatabase, type TestDatabase } from "../testing/postgres.ts";
import { startServer, type ServerProcess } from "../testing/server-process.ts";

let fresh: TestDatabase;
let dir: string;
const servers: ServerProcess[] = [];
const asks: Ask[] = [];
let setupToken = "";
beforeAll(async () => {
  fresh = await freshDatabase();
  dir = mkdtempSync(join(tmpdir(), "heard-processes-"));
  const start = async (name: string): Promise<void> => {
    const server = await startServer({
      dataDir: join(dir, name),
      env: { DATABASE_URL: fresh.adminUrl, SETUP_TOKEN: "", TRUST_PROXY: "1" },
    });
    servers.push(server);
    asks.push(asker((path, init) => fetch(server.url + path, init)));
  };
  await start("first");
  mkdirSync(join(dir, "second"));
  copyFileSync(join(dir, "first", "server-secret"), join(dir, "second", "server-secret"));
  await start("second");
}, 60_000);
afterAll(async () => {
  for (const server of servers) await server.dispose();
  rmSync(dir, { recursive: true, force: true });
  await fresh.drop();
});

/** Every process is asked in turn. */
const askAll = (
  times: number,
  path: string,
  options: (index: number) => AskOptions,
): Promise<Answered[]> =>
  Promise.all(
    Array.from({ length: times }, (_, index) =>
      (asks[index % asks.length] ?? fail())("POST", path, options(index)),
    ),
  );
const count = (answers: readonly Answered[], status: number): number =>
  answers.filter((answer) => answer.status === status).length;
const fail = (): never => {
  throw new Error("no server");
};

const restaurant = (email: string) => ({
  name: "Casa",
  timezone: "Europe/Madrid",
  currency: "EUR",
  owner: { name: "Nora", email, password: "copper pans" },
});

test("the setup token is printed by one process, once, and counts at both", async () => {
  const printed = servers.map((server) => /Setup token +(\S+)/.exec(server.output())?.[1]);
  expect(printed).toEqual([expect.stringMatching(/^[\w-]{43}$/), undefined]);
  setupToken = printed[0] ?? "";
  expect(existsSync(join(dir, "second", "setup-token"))).toBe(false);
  for (const [index, ask] of asks.entries()) {
    expect(
      (
        await ask("POST", "/api/restaurants", {
          headers: { "X-Setup-Token": setupToken },
          body: restaurant(`nora-${index}@heard.test`),
          from: "9.40.0.1",
        })
      ).status,
    ).toBe(201);
  }
  await servers[0]?.restart();
  expect(servers[0]?.output().match(/Setup token/g)).toHaveLength(1);
});

test("of wrong setup tokens from one source five are looked at, not ten", async () => {
  const answers = await askAll(20, "/api/restaurants", () => ({
    headers: { "X-Setup-Token": "guess" },
    body: restaurant("x@heard.test"),
    from: "9.40.0.2",
  }));
  expect([count(answers, 401), count(answers, 429)]).toEqual([5, 15]);
});

test("of wrong pairing codes from one source five are told so, not ten; a right one is taken by either process", async () => {
  // Nine for each process: where one of them takes all five tries, the other looks at ten more of
  // this source in a second, and the right one is the tenth.
  const wrong = await askAll(18, "/api/devices/pair", () => ({
    body: { code: "00000-00000" },
    from: "9.40.0.3",
  }));
  expect([count(wrong, 404), count(wrong, 429)]).toEqual([5, 13]);
  const owner = (
    await (asks[0] ?? fail())("POST", "/api/sessions", {
      body: { email: "nora-0@heard.test", password: "copper pans" },
      from: "9.40.0.4",
    })
  ).text("token");
  for (const ask of asks) {
    const { body } = await ask("POST", "/api/devices/pairing-codes", {
      token: owner,
      body: { role: "floor" },
    });
    expect(
      (
        await ask("POST", "/api/devices/pair", {
          body: { code: (body as { code: string }).code },
          from: "9.40.0.3",
        })
      ).status,
    ).toBe(201);
  }
});

test("of wrong passwords to one account twenty are looked at, not forty; a browser that one process knows comes in at the other", async () => {
  const email = "nora-1@heard.test";
  const [first = fail, second = fail] = asks;
  const known = await first("POST", "/api/sessions", {
    body: { email, password: "copper pans" },
    from: "9.40.0.5",
  });
  const cookie =
    known.headers
      .getSetCookie()
      .map((it) => it.split(";")[0])
      .find((it) => it?.startsWith("heard_known_")) ?? "";
  const answers = await askAll(120, "/api/sessions", (index) => ({
    body: { email, password: `guess ${index}` },
    from: `9.41.0.${index % 24}`,
  }));
  expect([count(answers, 401), count(answers, 429)]).toEqual([20, 100]);
  expect(
    (
      await second("POST", "/api/sessions", {
        body: { email, password: "copper pans" },
        from: "9.42.0.1",
      })
    ).status,
  ).toBe(429);
  expect(
    (
      await second("POST", "/api/sessions", {
        body: { email, password: "copper pans" },
        from: "9.41.0.1",
        headers: { Cookie: cookie },
      })
    ).status,
  ).toBe(201);
});

test("of right sign-ins to one account ten succeed in a minute, not twenty", async () => {
  const [first = fail] = asks;
  const email = await anOwner("nora-8@heard.test");
  const known = await first("POST", "/api/sessions", {
    body: { email, password: "copper pans" },
    from: "9.43.0.1",
  });
  const cookie =
    known.headers
      .getSetCookie()
      .map((it) => it.split(";")[0])
      .find((it) => it?.startsWith("heard_known_")) ?? "";
  const answers: Answered[] = [];
  // As many abreast as neither process sends away for the crowd.
  for (let round = 0; round < 10; round += 1) {
    answers.push(
      ...(await askAll(4, "/api/sessions", (index) => ({
        body: { email, password: "copper pans" },
        from: `9.43.1.${index}`,
        headers: index < 2 ? { Cookie: cookie } : {},
      }))),
    );
  }
  expect([count(answers, 201), count(answers, 429)]).toEqual([9, 31]);
});

test("a session that makes room at one process for another has its stream ended at the other", async () => {
  const [first = fail, second = fail] = asks;
  const email = await anOwner("nora-9@heard.test");
  const signIn = () =>
    first("POST", "/api/sessions", { body: { email, password: "copper pans" }, from: "9.44.0.1" });
  const oldest = (await signIn()).text("token");
  await administer(
    fresh.adminUrl,
    `insert into directory_credentials (token_hash, restaurant_id, kind, subject_id, user_id, created_at, expires_at)
    select gen_random_uuid(), restaurant_id, 'user', gen_random_uuid(), user_id, now() + interval '1 hour', now() + interval '1 day' from directory_owner_emails, generate_series(1, 49) where email = '${email}'`,
  );
  await vi.waitFor(async () => expect(await pubsub(second, oldest)).toBe("connected"), {
    timeout: 10_000,
  });
  const stream = await fetch(`${servers[1]?.url}/api/events/orders?since=0`, {
    headers: { Authorization: `Bearer ${oldest}`, Accept: "text/event-stream" },
  });
  const streamed = stream.text();
  expect((await signIn()).status).toBe(201);
  expect(await streamed).toContain("event: ready");
  expect(await second("GET", "/api/me", { token: oldest })).toMatchObject({
    status: 401,
    body: { code: "session_expired" },
  });
});

async function anOwner(email: string): Promise<string> {
  expect(
    (
      await (asks[0] ?? fail())("POST", "/api/restaurants", {
        headers: { "X-Setup-Token": setupToken },
        body: restaurant(email),
        from: "9.45.0.1",
      })
    ).status,
  ).toBe(201);
  return email;
}
const pubsub = async (ask: Ask, token: string): Promise<unknown> =>
  ((await ask("GET", "/api/debug/events/stats", { token })).body as { pubsubStatus?: unknown })
    .pubsubStatus;
