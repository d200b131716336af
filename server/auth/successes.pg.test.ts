/** Rules 8 and 9 of sign-in.ts, with every hash counted. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { startApp, type AppUnderTest } from "../http/testing/app-under-test.ts";
import { openApiHouse, type ApiHouse } from "../http/testing/house.ts";
import { administer } from "../testing/postgres-setup.ts";

let under: AppUnderTest;
let passedMs = 0;
beforeAll(async () => {
  under = await startApp({ clock: { now: () => Date.now() + passedMs } });
});
afterAll(() => under.close());

/** Since `before`. */
const hashed = async (before = 0): Promise<number> =>
  ((await under.deps.metrics.passwordsHashed.get()).values[0]?.value ?? 0) - before;

const signIn = ({ email }: Pick<ApiHouse, "email">, password: string, from: string, Cookie = "") =>
  under.ask("POST", "/api/sessions", { body: { email, password }, from, headers: { Cookie } });
const knownCookie = (answer: { headers: Headers }): string =>
  (answer.headers.getSetCookie().find((it) => it.startsWith("heard_known_")) ?? "").split(";")[0] ??
  "";
const count = (answers: readonly { status: number }[], status: number): number =>
  answers.filter((answer) => answer.status === status).length;
/** A minute later, as far as tries are counted. */
async function aMinuteLater(): Promise<void> {
  await administer(
    under.adminUrl,
    "update directory_brakes set ends_at = ends_at - interval '1 minute'",
  );
  passedMs += 60_000;
}
/** One browser that is known, and all ten of this minute used up by it. */
async function usedUp(house: ApiHouse, from: string): Promise<string> {
  const cookie = knownCookie(await signIn(house, house.password, from));
  for (let n = 0; n < 9; n += 1)
    expect((await signIn(house, house.password, from, cookie)).status).toBe(201);
  return cookie;
}

test("8: of 600 right sign-ins in a minute, by known browsers and strangers, ten succeed, and few more are hashed; the next minute has ten more", async () => {
  const house = await openApiHouse(under);
  const cookies = await Promise.all(
    [1, 2, 3].map(async (n) => knownCookie(await signIn(house, house.password, `9.60.0.${n}`))),
  );
  await aMinuteLater();
  const before = await hashed();
  const lane = async (index: number) => {
    const answers: { status: number }[] = [];
    for (let n = 0; n < 100; n += 1)
      answers.push(await signIn(house, house.password, `9.60.1.${index}`, cookies[index]));
    return answers;
  };
  const answers = (await Promise.all([0, 1, 2, 3, 4, 5].map(lane))).flat();
  expect([count(answers, 201), count(answers, 429)]).toEqual([10, 590]);
  // Ten, and those that were being hashed when the tenth was taken.
  expect(await hashed(before)).toBeLessThanOrEqual(10 + 3);
  await aMinuteLater();
  for (let n = 0; n < 10; n += 1)
    expect((await signIn(house, house.password, "9.60.2.1", cookies[n % 3])).status).toBe(201);
  expect((await signIn(house, house.password, "9.60.2.1", cookies[0])).status).toBe(429);
});

test("8: who does not know the password uses none of them up, known browser or stranger", async () => {
  const house = await openApiHouse(under);
  const cookie = knownCookie(await signIn(house, house.password, "9.61.0.1"));
  for (let n = 0; n < 10; n += 1)
    expect((await signIn(house, "not it", "9.61.0.1", cookie)).status).toBe(401);
  for (let n = 0; n < 20; n += 1) await signIn(house, "not it", `9.61.1.${n % 5}`);
  await administer(under.adminUrl, "delete from directory_brakes where tries > 2");
  passedMs += 1_000;
  for (let n = 0; n < 9; n += 1)
    expect((await signIn(house, house.password, "9.61.0.1", cookie)).status).toBe(201);
  expect((await signIn(house, house.password, "9.61.0.1", cookie)).status).toBe(429);
});

test("8: another account has ten of its own", async () => {
  const [house, other] = [await openApiHouse(under), await openApiHouse(under)];
  await usedUp(house, "9.62.0.1");
  expect((await signIn(house, house.password, "9.62.0.2")).status).toBe(429);
  expect((await signIn(other, other.password, "9.62.0.2")).status).toBe(201);
});

test("9: where they are used up a right password and a wrong one are answered alike, neither is hashed, and neither is a guess", async () => {
  const house = await openApiHouse(under);
  const cookie = await usedUp(house, "9.63.0.1");
  const before = await hashed();
  for (const [from, Cookie] of [
    ["9.63.0.1", cookie],
    ["9.63.0.2", ""],
  ] as const) {
    for (const password of [house.password, "not it"]) {
      const answers = [];
      for (let n = 0; n < 12; n += 1) answers.push(await signIn(house, password, from, Cookie));
      for (const { status, body, headers } of answers) {
        expect([status, body]).toEqual([
          429,
          expect.objectContaining({
            code: "too_many_requests",
            detail: expect.stringMatching(/^Try again in \d+ s\.$/) as string,
          }),
        ]);
        expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
        expect(Number(headers.get("retry-after"))).toBeLessThanOrEqual(60);
      }
    }
  }
  expect(await hashed(before)).toBe(0);
  // All of its five are left, though the minute of the tries themselves is not over.
  await administer(under.adminUrl, "delete from directory_brakes where tries = 10");
  passedMs += 1_000;
  for (let n = 0; n < 5; n += 1)
    expect((await signIn(house, "not it", "9.63.0.2")).status).toBe(401);
  expect(await hashed(before)).toBe(5);
});
