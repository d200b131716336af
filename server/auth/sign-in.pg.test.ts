/** The rules of sign-in.ts, by their numbers there. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { startApp, type AppUnderTest } from "../http/testing/app-under-test.ts";
import { openApiHouse, type ApiHouse } from "../http/testing/house.ts";
import { createLogger } from "../log/logger.ts";
import { administer } from "../testing/postgres-setup.ts";
import { newToken } from "./tokens.ts";

const lines: string[] = [];
let under: AppUnderTest;
let passedMs = 0;
beforeAll(async () => {
  under = await startApp({
    clock: { now: () => Date.now() + passedMs },
    log: createLogger("info", { write: (line) => void lines.push(line) }),
  });
});
afterAll(() => under.close());

const login = (email: string, password: string, from: string, cookie?: string) =>
  under.ask("POST", "/api/sessions", {
    body: { email, password },
    from,
    ...(cookie === undefined ? {} : { headers: { Cookie: cookie } }),
  });
const knownCookie = (answer: { headers: Headers }): string =>
  (answer.headers.getSetCookie().find((it) => it.startsWith("heard_known_")) ?? "").split(";")[0] ??
  "";

/** So many seconds later, as far as tries are counted. */
async function later(seconds: number): Promise<void> {
  await administer(
    under.adminUrl,
    `update directory_brakes set ends_at = ends_at - interval '${seconds} seconds'`,
  );
  passedMs += seconds * 1_000;
}
/** So many addresses with so many wrong passwords each; how many were looked at. */
async function hammer(
  { email }: Pick<ApiHouse, "email">,
  net: string,
  addresses: number,
  each: number,
): Promise<number> {
  const tries: Promise<{ status: number }>[] = [];
  for (let i = 0; i < addresses; i++)
    for (let n = 0; n < each; n++) tries.push(login(email, `guess ${n}`, `${net}.${i}`));
  return (await Promise.all(tries)).filter(({ status }) => status === 401).length;
}

test("1: nothing that strangers do, at any address, keeps a known browser out", async () => {
  const house = await openApiHouse(under);
  const cookie = knownCookie(await login(house.email, house.password, "9.20.0.1"));
  expect(cookie).toMatch(/^heard_known_[0-9a-f]{16}=[\w-]{22}\.[\w-]{43}$/);
  await hammer(house, "9.20.1", 12, 5);
  // The restaurant's own address among them.
  await hammer(house, "9.20.0", 2, 5);
  expect((await login(house.email, house.password, "9.20.0.1")).status).toBe(429);
  expect((await login(house.email, house.password, "9.20.0.1", cookie)).status).toBe(201);
});

test("1: a known browser has ten wrong tries a minute, and stays the same browser", async () => {
  const house = await openApiHouse(under);
  const cookie = knownCookie(await login(house.email, house.password, "9.21.0.1"));
  expect(knownCookie(await login(house.email, house.password, "9.21.0.1", cookie))).toBe(cookie);
  for (let i = 0; i < 10; i++)
    expect((await login(house.email, "not it", "9.21.0.1", cookie)).status).toBe(401);
  expect((await login(house.email, house.password, "9.21.0.1", cookie)).status).toBe(429);
  await later(60);
  expect((await login(house.email, house.password, "9.21.0.1", cookie)).status).toBe(201);
});

test("1: another account's cookie, a made-up one and one from before the password changed are a stranger's", async () => {
  const [mine, other] = [await openApiHouse(under), await openApiHouse(under)];
  const cookie = knownCookie(await login(mine.email, mine.password, "9.22.0.1"));
  const others = knownCookie(await login(other.email, other.password, "9.22.0.1"));
  await hammer(mine, "9.22.1", 12, 5);
  await hammer(mine, "9.22.0", 2, 5);
  const name = cookie.split("=")[0] ?? "";
  for (const said of [
    others,
    `${name}=${others.split("=")[1] ?? ""}`,
    `${name}=${"A".repeat(22)}.${"B".repeat(43)}`,
    `${name}=`,
  ])
    expect((await login(mine.email, mine.password, "9.22.0.1", said)).status).toBe(429);
  await administer(
    under.adminUrl,
    `update users set password_hash = (select password_hash from users where email = '${other.email}') where email = '${mine.email}'`,
  );
  expect((await login(mine.email, mine.password, "9.22.0.1", cookie)).status).toBe(429);
});

test("2: whoever shares an address with a guesser waits for ten minutes at the most; a phone that is paired does not wait", async () => {
  const house = await openApiHouse(under);
  for (let minute = 0; minute < 4; minute++) {
    for (let n = 0; n < 5; n++) await login(`somebody-${n}@heard.test`, "not it", "9.29.0.1");
    await later(60);
  }
  const waits = await login(house.email, house.password, "9.29.0.1");
  expect(waits.status).toBe(429);
  expect(Number(waits.headers.get("retry-after"))).toBeLessThanOrEqual(600);
  expect(
    (
      await login(
        house.email,
        house.password,
        "9.29.0.1",
        `heard_floor=${house.devices.floor.token}`,
      )
    ).status,
  ).toBe(201);
  await later(600);
  expect((await login(house.email, house.password, "9.29.0.1")).status).toBe(201);
});

test("2: guests' sessions and tokens that were ended are no sources: one address has the tries of one", async () => {
  const house = await openApiHouse(under);
  const ended = (await login(house.email, house.password, "9.30.0.9")).text("token");
  expect((await under.ask("DELETE", "/api/sessions", { token: ended })).status).toBe(204);
  const cookies = [
    ...Array.from(
      { length: 20 },
      () => `heard_guest=${newToken(under.deps.serverSecret, "guest").text}`,
    ),
    `heard_owner=${ended}`,
  ];
  const tried = await Promise.all(
    cookies.map((cookie, n) => login(`nobody-${n}@heard.test`, "not it", "9.30.0.1", cookie)),
  );
  expect(tried.filter(({ status }) => status === 401)).toHaveLength(5);
  const codes = await Promise.all(
    cookies.map((Cookie) =>
      under.ask("POST", "/api/devices/pair", {
        body: { code: "00000-00000" },
        from: "9.30.0.2",
        headers: { Cookie },
      }),
    ),
  );
  expect(codes.filter(({ status }) => status === 404)).toHaveLength(5);
});

test("2: all devices and sessions of one restaurant have the tries of one source, wherever they are", async () => {
  const house = await openApiHouse(under);
  const cookies = [
    `heard_owner=${house.owner}`,
    `heard_floor=${house.devices.floor.token}`,
    `heard_kitchen=${house.devices.kitchen.token}`,
  ];
  const tried = await Promise.all(
    Array.from({ length: 30 }, (_, n) =>
      login(`nobody-${n}@heard.test`, "not it", `9.31.0.${n}`, cookies[n % 3]),
    ),
  );
  expect(tried.filter(({ status }) => status === 401)).toHaveLength(5);
});

test("3: four addresses that hammer for five minutes get few tries, and a clean address that nobody knows comes in at once", async () => {
  const house = await openApiHouse(under);
  const looked: number[] = [];
  for (let minute = 0; minute < 5; minute++) {
    looked.push(await hammer(house, "9.23.0", 4, 5));
    // In the first minute they come for the first time too.
    if (minute > 0)
      expect((await login(house.email, house.password, `9.23.1.${minute}`)).status).toBe(201);
    await later(60);
  }
  // Fifteen in ten minutes for each of the four; which of them are left in the last two minutes is
  // a matter of who came first.
  expect(looked.slice(0, 3)).toEqual([20, 12, 12]);
  expect(Math.max(...looked.slice(3))).toBeLessThanOrEqual(12);
  expect(looked.reduce((sum, count) => sum + count)).toBe(4 * 15);
  expect((await login(house.email, house.password, "9.23.1.9")).status).toBe(201);
});

test("3: twenty wrong tries a minute, from however many addresses, and for whom there was no place the next minute has one", async () => {
  const house = await openApiHouse(under);
  expect(await hammer(house, "9.24.0", 30, 4)).toBe(20);
  const waits = await login(house.email, house.password, "9.24.1.1");
  expect(waits.status).toBe(429);
  expect(Number(waits.headers.get("retry-after"))).toBeLessThanOrEqual(60);
  await later(60);
  expect((await login(house.email, house.password, "9.24.1.1")).status).toBe(201);
});

test("3: who tries over and over has a hundred tries an hour between them; a new address still comes in within a minute", async () => {
  const house = await openApiHouse(under);
  let looked = 0;
  for (let minute = 0; minute < 10; minute++) {
    looked += await hammer(house, "9.25.0", 20, 5);
    await later(60);
  }
  // Eight a minute of those that come for the first and second time, until all twenty have; and the
  // hundred.
  expect(looked).toBe(100 + 20 * 2);
  expect((await login(house.email, house.password, "9.25.1.1")).status).toBe(201);
});

test("5: an address without an account is braked like one that has one", async () => {
  const house = await openApiHouse(under);
  const statuses = async (email: string, net: string): Promise<number[]> => {
    const all: number[] = [];
    for (let i = 0; i < 8; i++)
      for (let n = 0; n < 4; n++) all.push((await login(email, "not it", `${net}.${i}`)).status);
    return all;
  };
  expect(await statuses("nobody-at-all@heard.test", "9.26.0")).toEqual(
    await statuses(house.email, "9.26.1"),
  );
});

test("who signs in and who fails is in the log: the account or a tag of the address, the request, the source; never a secret or the address", async () => {
  const house = await openApiHouse(under);
  lines.length = 0;
  const failed = await login(house.email, "not-the-passw0rd", "9.27.0.1");
  const unknown = await login("nobody-here@heard.test", "not-the-passw0rd", "9.27.0.1");
  const signedIn = await login(house.email, house.password, "9.27.0.1");
  const said = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  const account = said.find(({ msg }) => msg === "signed in")?.["account"];
  expect(account).toMatch(/^[0-9a-f-]{36}$/);
  const from = { source: "9.27.0.1", knownBrowser: false };
  expect(said).toContainEqual(
    expect.objectContaining({
      ...from,
      msg: "signed in",
      restaurantId: house.restaurantId,
      requestId: signedIn.headers.get("x-request-id"),
    }),
  );
  expect(said).toContainEqual(
    expect.objectContaining({
      ...from,
      msg: "sign-in failed",
      account,
      requestId: failed.headers.get("x-request-id"),
    }),
  );
  expect(said).toContainEqual(
    expect.objectContaining({
      ...from,
      msg: "sign-in failed",
      account: expect.stringMatching(/^unknown [0-9a-f]{16}$/) as string,
      requestId: unknown.headers.get("x-request-id"),
    }),
  );
  for (const secret of [house.email, "nobody-here", house.password, "not-the-passw0rd", "hrd_"])
    expect(lines.join("")).not.toContain(secret);
});

test("6: a crowd of strangers is asked to come again, loses no try by it, and a known browser passes it by", async () => {
  const house = await openApiHouse(under);
  const cookie = knownCookie(await login(house.email, house.password, "9.28.0.1"));
  const ended: string[] = [];
  const note = (who: string) => (answer: { status: number }) =>
    void ended.push(`${who} ${answer.status}`);
  const crowd = Array.from({ length: 80 }, (_, n) =>
    login(`nobody-${n}@heard.test`, "not it", `9.28.1.${n}`).then(note("stranger")),
  );
  await Promise.all([
    ...crowd,
    login(house.email, house.password, "9.28.0.1", cookie).then(note("known")),
  ]);
  const count = (what: string): number => ended.filter((it) => it === what).length;
  expect([count("stranger 401") + count("stranger 429"), count("known 201")]).toEqual([80, 1]);
  // Two and fifty, and as many as were done before the last of them came.
  expect(count("stranger 401")).toBeGreaterThanOrEqual(52);
  expect(count("stranger 429")).toBeGreaterThan(0);
  // Refused for the crowd and not for its tries: it has all of them.
  await later(1);
  for (let n = 0; n < 5; n++)
    expect((await login(`nobody-${n}@heard.test`, "not it", "9.28.1.79")).status).toBe(401);
});
