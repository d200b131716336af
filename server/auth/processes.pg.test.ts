/** Limits that protect somebody hold over all server processes: two real ones on one database, each with a directory of its own. */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { asker, type Answered, type Ask, type AskOptions } from "../http/testing/answered.ts";
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
    const server = await startServer({ dataDir: join(dir, name), env: { DATABASE_URL: fresh.adminUrl, SETUP_TOKEN: "", TRUST_PROXY: "1" } });
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
const askAll = (times: number, path: string, options: (index: number) => AskOptions): Promise<Answered[]> =>
  Promise.all(Array.from({ length: times }, (_, index) => (asks[index % asks.length] ?? fail())("POST", path, options(index))));
const count = (answers: readonly Answered[], status: number): number => answers.filter((answer) => answer.status === status).length;
const fail = (): never => {
  throw new Error("no server");
};

const restaurant = (email: string) => ({ name: "Casa", timezone: "Europe/Madrid", currency: "EUR", owner: { name: "Nora", email, password: "copper pans" } });

test("the setup token is printed by one process, once, and counts at both", async () => {
  const printed = servers.map((server) => /Setup token +(\S+)/.exec(server.output())?.[1]);
  expect(printed).toEqual([expect.stringMatching(/^[\w-]{43}$/), undefined]);
  setupToken = printed[0] ?? "";
  expect(existsSync(join(dir, "second", "setup-token"))).toBe(false);
  for (const [index, ask] of asks.entries()) {
    expect((await ask("POST", "/api/restaurants", { headers: { "X-Setup-Token": setupToken }, body: restaurant(`nora-${index}@heard.test`), from: "9.40.0.1" })).status).toBe(201);
  }
  await servers[0]?.restart();
  expect(servers[0]?.output().match(/Setup token/g)).toHaveLength(1);
});

test("of wrong setup tokens from one source five are looked at, not ten", async () => {
  const answers = await askAll(20, "/api/restaurants", () => ({ headers: { "X-Setup-Token": "guess" }, body: restaurant("x@heard.test"), from: "9.40.0.2" }));
  expect([count(answers, 401), count(answers, 429)]).toEqual([5, 15]);
});

test("of wrong pairing codes from one source five are told so, not ten; a right one is taken by either process", async () => {
  const wrong = await askAll(20, "/api/devices/pair", () => ({ body: { code: "00000-00000" }, from: "9.40.0.3" }));
  expect([count(wrong, 404), count(wrong, 429)]).toEqual([5, 15]);
  const owner = (await (asks[0] ?? fail())("POST", "/api/sessions", { body: { email: "nora-0@heard.test", password: "copper pans" }, from: "9.40.0.4" })).text("token");
  for (const ask of asks) {
    const { body } = await ask("POST", "/api/devices/pairing-codes", { token: owner, body: { role: "floor" } });
    expect((await ask("POST", "/api/devices/pair", { body: { code: (body as { code: string }).code }, from: "9.40.0.3" })).status).toBe(201);
  }
});

test("of wrong passwords to one account twenty are looked at, not forty; a browser that one process knows comes in at the other", async () => {
  const email = "nora-1@heard.test";
  const [first = fail, second = fail] = asks;
  const known = await first("POST", "/api/sessions", { body: { email, password: "copper pans" }, from: "9.40.0.5" });
  const cookie = known.headers.getSetCookie().map((it) => it.split(";")[0]).find((it) => it?.startsWith("heard_known_")) ?? "";
  const answers = await askAll(120, "/api/sessions", (index) => ({ body: { email, password: `guess ${index}` }, from: `9.41.0.${index % 24}` }));
  expect([count(answers, 401), count(answers, 429)]).toEqual([20, 100]);
  expect((await second("POST", "/api/sessions", { body: { email, password: "copper pans" }, from: "9.42.0.1" })).status).toBe(429);
  expect((await second("POST", "/api/sessions", { body: { email, password: "copper pans" }, from: "9.41.0.1", headers: { Cookie: cookie } })).status).toBe(201);
});
