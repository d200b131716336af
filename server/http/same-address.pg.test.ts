/** A guest on the restaurant's Wi-Fi and the kitchen's tablets have one address. */
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startApp, type AppUnderTest } from "./testing/app-under-test.ts";
import { openApiHouse, type ApiHouse } from "./testing/house.ts";
import { RATE_LIMITS } from "./rate-limit.ts";

const HOUSE = "9.50.0.1";
let under: AppUnderTest;
let house: ApiHouse;
beforeAll(async () => {
  under = await startApp();
  house = await openApiHouse(under);
});
afterAll(() => under.close());

const statusesOf = async (
  times: number,
  ask: (index: number) => Promise<{ status: number }>,
): Promise<Map<number, number>> => {
  const counts = new Map<number, number>();
  for (const { status } of await Promise.all(
    Array.from({ length: times }, (_, index) => ask(index)),
  ))
    counts.set(status, (counts.get(status) ?? 0) + 1);
  return counts;
};

test("what strangers flood from the house's address costs its devices and its owner nothing", async () => {
  const over = 50;
  const flood = await statusesOf(RATE_LIMITS.any.requests + over, () =>
    under.ask("GET", "/api/nothing", { from: HOUSE }),
  );
  expect(flood.get(429)).toBe(over);
  const live = await statusesOf(RATE_LIMITS.health.requests + over, () =>
    under.ask("GET", "/api/health/live", { from: HOUSE }),
  );
  expect(live.get(429)).toBe(over);
  const tokens = [house.owner, ...Object.values(house.devices).map(({ token }) => token)];
  for (const token of tokens)
    expect([
      ...(await statusesOf(20, () => under.ask("GET", "/api/me", { token, from: HOUSE }))),
    ]).toEqual([[200, 20]]);
  const { code } = (
    await under.ask("POST", "/api/devices/pairing-codes", {
      token: house.owner,
      body: { role: "kitchen" },
      from: HOUSE,
    })
  ).body as { code: string };
  expect(
    (
      await under.ask("POST", "/api/devices/pair", {
        body: { code },
        from: HOUSE,
        headers: { Cookie: `heard_owner=${house.owner}` },
      })
    ).status,
  ).toBe(201);
}, 60_000);

test("made-up tokens are looked up a few hundred times for an address, whatever it sends; real ones beside them go on", async () => {
  const looked = vi.spyOn(under.deps.directory, "findCredential");
  const flood = await statusesOf(2_000, (index) =>
    under.ask("GET", "/api/me", {
      token: `hrd_${String(index).padStart(43, "A")}`,
      from: "9.50.0.2",
    }),
  );
  expect([flood.get(401), flood.get(429)]).toEqual([300, 1_700]);
  expect(looked).toHaveBeenCalledTimes(300);
  expect(
    (await under.ask("GET", "/api/me", { token: house.devices.kitchen.token, from: "9.50.0.2" }))
      .status,
  ).toBe(200);
  looked.mockRestore();
}, 60_000);
