import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { HOUR, MINUTE } from "#shared/kernel/time.ts";
import { startApp, type AppUnderTest } from "../http/testing/app-under-test.ts";
import { openApiHouse } from "../http/testing/house.ts";
import { tellOfGuesses } from "./told-guesses.ts";

let under: AppUnderTest;
beforeAll(async () => {
  under = await startApp();
});
afterAll(() => under.close());

/** How often the restaurant was told, by its log. */
async function told(restaurantId: string): Promise<unknown[]> {
  const { rows } = await under.deps.database.tenant(restaurantId, (tx) =>
    tx.query<{ body: string }>(
      "select body from pending_events where type = 'restaurant_notification' order by seq",
    ),
  );
  return rows.map(({ body }) => (JSON.parse(body) as { data: unknown }).data);
}

test("who has a code open while a hundred wrong ones come in an hour is told, once by all processes; nobody else is", async () => {
  const [house, neighbour, idle] = [
    await openApiHouse(under),
    await openApiHouse(under),
    await openApiHouse(under),
  ];
  const code = (of: { owner: string }) =>
    under.ask("POST", "/api/devices/pairing-codes", { token: of.owner, body: { role: "kitchen" } });
  let now = Math.floor(Date.now() / HOUR) * HOUR;
  const submit = vi.fn(under.deps.writer.submit);
  const deps = {
    directory: under.deps.directory,
    writer: { submit },
    log: under.deps.log,
    clock: { now: () => now },
  };
  const [one, other] = [tellOfGuesses(deps), tellOfGuesses(deps)];
  const guess = (times: number): void => {
    for (let n = 0; n < times; n++) for (const process of [one, other]) process();
  };
  await code(house);
  guess(99);
  now += HOUR;
  guess(99);
  expect(submit).not.toHaveBeenCalled();
  guess(50);
  await vi.waitFor(async () => expect(submit).toHaveBeenCalledTimes(2), { timeout: 10_000 });
  await Promise.all(submit.mock.results.map(({ value }) => value as unknown));
  expect(await told(house.restaurantId)).toEqual([{ kind: "codes_guessed", count: 100 }]);
  // A code that is made while they go on is told of too.
  await code(neighbour);
  now += MINUTE;
  guess(1);
  await vi.waitFor(
    async () =>
      expect(await told(neighbour.restaurantId)).toEqual([{ kind: "codes_guessed", count: 150 }]),
    { timeout: 10_000 },
  );
  await vi.waitFor(() => expect(submit).toHaveBeenCalledTimes(6), { timeout: 10_000 });
  await Promise.all(submit.mock.results.map(({ value }) => value as unknown));
  expect([(await told(house.restaurantId)).length, await told(idle.restaurantId)]).toEqual([1, []]);
});

test("wrong codes over the API come to it", async () => {
  const house = await openApiHouse(under);
  await under.ask("POST", "/api/devices/pairing-codes", {
    token: house.owner,
    body: { role: "kitchen" },
  });
  await Promise.all(
    Array.from({ length: 110 }, (_, n) =>
      under.ask("POST", "/api/devices/pair", {
        body: { code: "00000-00000" },
        from: `9.60.0.${n}`,
      }),
    ),
  );
  await vi.waitFor(
    async () =>
      expect(await told(house.restaurantId)).toEqual([{ kind: "codes_guessed", count: 100 }]),
    { timeout: 10_000 },
  );
});
