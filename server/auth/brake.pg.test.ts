import pg from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createDatabase, type Database } from "../db/database.ts";
import { createDirectory, type Directory } from "../db/directory.ts";
import { freshDatabase, type TestDatabase } from "../testing/postgres.ts";
import { administer } from "../testing/postgres-setup.ts";
import { createBrake, perSource, within, type Brake } from "./brake.ts";

let fresh: TestDatabase;
let database: Database;
let directory: Directory;
beforeAll(async () => {
  fresh = await freshDatabase();
  database = createDatabase({
    url: fresh.adminUrl,
    role: fresh.role,
    log: { warn: () => undefined },
  });
  directory = createDirectory(database);
});
afterAll(async () => {
  await database.close();
  await fresh.drop();
});

/** As another server process would have it. */
const aBrake = (over: Partial<Directory> = {}): Brake =>
  createBrake({
    directory: { ...directory, ...over },
    clock: { now: () => now },
    serverSecret: SECRET,
    log: { warn: () => undefined },
  });
const SECRET = new Uint8Array(32).fill(5);
let now = 1_000_000;
let names = 0;
const aSource = (): string => `source ${++names}`;

const wrong = async (): Promise<null> => null;
const right = async (): Promise<string> => "in";
const slowed = {
  code: "too_many_requests",
  extras: { headers: { "Retry-After": expect.stringMatching(/^([1-9]|[1-5]\d|60)$/) as string } },
};

test("five wrong tries are answered, the sixth waits for the minute's end, another source does not", async () => {
  const brake = aBrake();
  const [a, b] = [aSource(), aSource()];
  for (let i = 0; i < 5; i++) expect(await brake.attempt([perSource("x", a)], wrong)).toBeNull();
  await expect(brake.attempt([perSource("x", a)], right)).rejects.toMatchObject(slowed);
  expect(await brake.attempt([perSource("x", b)], right)).toBe("in");
  expect(await brake.attempt([perSource("y", a)], right)).toBe("in");
});

test("three processes count together: five wrong tries, not fifteen", async () => {
  const source = aSource();
  const brakes = [aBrake(), aBrake(), aBrake()];
  const tries = await Promise.allSettled(
    brakes.flatMap((brake) =>
      Array.from({ length: 10 }, () => brake.attempt([perSource("x", source)], wrong)),
    ),
  );
  expect(tries.filter((one) => one.status === "fulfilled")).toHaveLength(5);
});

test("right tries are never counted, however many stand side by side", async () => {
  const brake = aBrake();
  const source = aSource();
  const tries = await Promise.all(
    Array.from({ length: 40 }, () => brake.attempt([perSource("x", source)], right)),
  );
  expect(new Set(tries)).toEqual(new Set(["in"]));
});

test("the hour remembers what the minute forgot, and a time that is over is forgotten", async () => {
  const source = aSource();
  const brake = aBrake();
  const allowed = within(`x ${source}`, 2, 3);
  const over = (which: string) =>
    administer(
      fresh.adminUrl,
      `update directory_brakes set ends_at = now() - interval '1 second' where ends_at ${which} now() + interval '2 minutes'`,
    );
  for (let i = 0; i < 2; i++) expect(await brake.attempt([allowed], wrong)).toBeNull();
  await over("<");
  now += 1_000;
  expect(await brake.attempt([allowed], wrong)).toBeNull();
  await expect(brake.attempt([allowed], right)).rejects.toMatchObject({
    extras: { headers: { "Retry-After": expect.stringMatching(/^3\d\d\d$/) as string } },
  });
  await over(">");
  expect(await aBrake().attempt([allowed], right)).toBe("in");
});

test("where the first way has no try left the next one is gone, and nothing is taken of a way that is not", async () => {
  const brake = aBrake();
  const name = aSource();
  const [few, shared, many] = [
    { key: `few ${name}`, tries: 1, seconds: 60 },
    { key: `shared ${name}`, tries: 9, seconds: 60 },
    { key: `many ${name}`, tries: 2, seconds: 60 },
  ];
  const ways = [
    [shared, few],
    [shared, many],
  ] as const;
  for (let i = 0; i < 3; i++) expect(await brake.attempt(ways, wrong)).toBeNull();
  await expect(brake.attempt(ways, wrong)).rejects.toMatchObject(slowed);
  for (let i = 0; i < 6; i++) expect(await brake.attempt([[shared]], wrong)).toBeNull();
  await expect(brake.attempt([[shared]], wrong)).rejects.toMatchObject(slowed);
});

test("a try that breaks is no guess", async () => {
  const brake = aBrake();
  const once = [[{ key: aSource(), tries: 1, seconds: 60 }]] as const;
  const breaks = async (): Promise<null> => Promise.reject(new Error("database away"));
  for (let i = 0; i < 3; i++)
    await expect(brake.attempt(once, breaks)).rejects.toThrow("database away");
  expect(await brake.attempt(once, right)).toBe("in");
});

test("a flood of one that has no try left is answered from memory", async () => {
  const takeTries = vi.fn<Directory["takeTries"]>((asked) => directory.takeTries(asked));
  const brake = aBrake({ takeTries });
  const source = aSource();
  for (let i = 0; i < 5; i++) await brake.attempt([perSource("x", source)], wrong);
  expect(takeTries).toHaveBeenCalledTimes(5);
  for (let i = 0; i < 500; i++)
    await expect(brake.attempt([perSource("x", source)], right)).rejects.toMatchObject(slowed);
  // The fifth was the last that there was; one asked and learned it.
  expect(takeTries).toHaveBeenCalledTimes(6);
  now += 1_000;
  await expect(brake.attempt([perSource("x", source)], right)).rejects.toMatchObject(slowed);
  expect(takeTries).toHaveBeenCalledTimes(7);
});

test("what is right is counted and kept where that is what is spent; what is wrong or breaks costs nothing", async () => {
  const [brake, other] = [aBrake(), aBrake()];
  const two = [{ key: aSource(), tries: 2, seconds: 60 }] as const;
  for (let i = 0; i < 20; i++) expect(await brake.spend(two, wrong)).toBeNull();
  await expect(brake.spend(two, () => Promise.reject(new Error("database away")))).rejects.toThrow(
    "database away",
  );
  expect([await brake.spend(two, right), await other.spend(two, right)]).toEqual(["in", "in"]);
  const attempt = vi.fn(right);
  for (const one of [brake, other])
    await expect(one.spend(two, attempt)).rejects.toMatchObject(slowed);
  // Nobody is judged where nothing is left.
  expect(attempt).not.toHaveBeenCalled();
});

test("of those that are right side by side only so many are let in as are left; the others are asked to come again", async () => {
  const brakes = [aBrake(), aBrake()];
  const two = [{ key: aSource(), tries: 2, seconds: 60 }] as const;
  const gate = Promise.withResolvers<string>();
  const attempt = vi.fn(() => gate.promise);
  const settled = Promise.allSettled(
    brakes.flatMap((brake) => Array.from({ length: 3 }, () => brake.spend(two, attempt))),
  );
  await vi.waitFor(() => expect(attempt).toHaveBeenCalledTimes(6), { timeout: 10_000 });
  gate.resolve("in");
  const ended = await settled;
  expect(ended.filter((one) => one.status === "fulfilled")).toHaveLength(2);
  for (const one of ended) if (one.status === "rejected") expect(one.reason).toMatchObject(slowed);
});

test("nobody is told to wait for longer than the whole time, also where the database counted from before another's try", async () => {
  const lacking: Directory["takeTries"] = async (asked) =>
    asked.map(({ key }) => ({ key, waitMs: 60_001 }));
  const brake = aBrake({ takeTries: lacking, lookAtTries: lacking });
  expect(await brake.take([[{ key: aSource(), tries: 1, seconds: 60 }]])).toEqual({
    kind: "wait",
    waitMs: 60_000,
  });
  await expect(
    brake.spend([{ key: aSource(), tries: 1, seconds: 60 }], right),
  ).rejects.toMatchObject(slowed);
});

test("a flood where nothing is left to spend is answered from memory", async () => {
  const lookAtTries = vi.fn<Directory["lookAtTries"]>((asked) => directory.lookAtTries(asked));
  const brake = aBrake({ lookAtTries });
  const once = [{ key: aSource(), tries: 1, seconds: 60 }] as const;
  await brake.spend(once, right);
  for (let i = 0; i < 500; i++)
    await expect(brake.spend(once, right)).rejects.toMatchObject(slowed);
  expect(lookAtTries).toHaveBeenCalledTimes(2);
});

test("while the database is away nobody guesses", async () => {
  const brake = aBrake({ takeTries: () => Promise.reject(new Error("away")) });
  const guess = vi.fn(right);
  await expect(brake.attempt([perSource("x", aSource())], guess)).rejects.toThrow("away");
  expect(guess).not.toHaveBeenCalled();
});

test("who waits in line for those under way is let in after them, and too long a line is refused", async () => {
  const brake = aBrake();
  const gate = Promise.withResolvers<string>();
  const source = aSource();
  const tries = Array.from({ length: 70 }, () =>
    brake.attempt([perSource("x", source)], () => gate.promise),
  );
  const settled = Promise.allSettled(tries);
  gate.resolve("in");
  const ended = (await settled).map((one) => one.status);
  expect([
    ended.filter((it) => it === "fulfilled").length,
    ended.filter((it) => it === "rejected").length,
  ]).toEqual([55, 15]);
});

test("tries are swept now and then, also where there are few", async () => {
  const sweepTries = vi.fn(async () => undefined);
  const brake = aBrake({ sweepTries, takeTries: async () => [] });
  for (let i = 0; i < 400; i++) await brake.take([perSource("x", "many")]);
  expect(sweepTries).toHaveBeenCalledTimes(2);
  now += 3_600_000;
  await brake.take([perSource("x", "few")]);
  expect(sweepTries).toHaveBeenCalledTimes(3);
});

test("what is over is swept, what is not stays, and no key is kept as it is", async () => {
  await directory.takeTries([
    { key: "over", tries: 1, seconds: 60 },
    { key: "still", tries: 1, seconds: 60 },
  ]);
  await aBrake().take([[{ key: "named", tries: 1, seconds: 60 }]]);
  await administer(
    fresh.adminUrl,
    "update directory_brakes set ends_at = now() where key = 'over'",
  );
  await directory.sweepTries();
  const admin = new pg.Client({ connectionString: fresh.adminUrl });
  await admin.connect();
  const { rows } = await admin.query(
    "select key from directory_brakes where key in ('over', 'still', 'named')",
  );
  await admin.end();
  expect(rows).toEqual([{ key: "still" }]);
});
