import { expect, test } from "vitest";
import { MINUTE } from "#shared/kernel/time.ts";
import { openApiHouse } from "../http/testing/house.ts";
import { administer } from "../testing/postgres-setup.ts";
import { MAX_OPEN_CODES } from "./pairing-code.ts";
import { openPairing, type Holding } from "./testing/pairing.ts";

const { under, house, now, setNow, newCode, pair } = openPairing();

test("a code pairs one device, with what the owner gave it, and never another", async () => {
  const code = await newCode({ role: "kitchen", name: "Grill left", stationIds: ["grill"] });
  expect(code).toMatch(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/);
  const paired = await pair(code.toLowerCase().replace("-", " "));
  expect(paired).toMatchObject({
    status: 201,
    body: {
      deviceId: expect.any(String),
      token: expect.stringMatching(/^hrd_/),
      role: "kitchen",
      restaurantId: house().restaurantId,
      restaurantName: expect.any(String),
      name: "Tablet",
      letter: expect.stringMatching(/^[A-Z]{1,2}$/),
      stationIds: ["grill"],
    },
  });
  expect(paired.headers.get("set-cookie")).toMatch(/^heard_kitchen=hrd_/);
  expect(await pair(code)).toMatchObject({ status: 404, body: { code: "code_unknown" } });
  expect(await under().ask("GET", "/api/me", { token: paired.text("token") })).toMatchObject({
    status: 200,
    body: {
      deviceId: paired.text("deviceId"),
      stationIds: ["grill"],
      letter: paired.text("letter"),
    },
  });
});

test("ten devices race for one code: one gets it", async () => {
  const code = await newCode();
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, index) => pair(code, {}, { from: `9.1.0.${index}` })),
  );
  expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1);
});

test("after ten minutes a code is nothing", async () => {
  const real = now();
  setNow(real - 10 * MINUTE - 1000);
  const code = await newCode();
  setNow(real);
  expect(await pair(code)).toMatchObject({ status: 404, body: { code: "code_unknown" } });
});

test("a restaurant has a hundred codes open; one more ends the oldest, and used ones take no place", async () => {
  const other = await openApiHouse(under());
  const code = async () =>
    (
      await under().ask("POST", "/api/devices/pairing-codes", {
        token: other.owner,
        body: { role: "display" },
      })
    ).text("code");
  const used = await code();
  expect((await pair(used)).status).toBe(201);
  const codes: string[] = [];
  for (let n = 0; n < MAX_OPEN_CODES; n += 1) {
    setNow(now() + 1);
    codes.push(await code());
  }
  setNow(now() + 1);
  const mine = await newCode();
  const last = await code();
  expect([
    (await pair(codes[0] ?? "")).status,
    (await pair(codes[1] ?? "")).status,
    (await pair(last)).status,
    (await pair(mine)).status,
  ]).toEqual([404, 201, 201, 201]);
});

test("five wrong codes slow a source down; a right code is taken from it all the same", async () => {
  for (let i = 0; i < 5; i++)
    expect((await pair("00000-00000", {}, { from: "9.2.0.1" })).status).toBe(404);
  for (let i = 0; i < 3; i++)
    expect(await pair("00000-00000", {}, { from: "9.2.0.1" })).toMatchObject({
      status: 429,
      body: { code: "too_many_requests" },
    });
  expect((await pair(await newCode(), {}, { from: "9.2.0.1" })).status).toBe(201);
  expect(await pair("00000-00000", {}, { from: "9.2.0.2" })).toMatchObject({
    status: 404,
    body: { code: "code_unknown" },
  });
});

test("no two devices share a letter", async () => {
  const letters = [];
  for (let i = 0; i < 4; i++) letters.push((await pair(await newCode())).text("letter"));
  expect(new Set(letters).size).toBe(4);
  for (const letter of letters) expect(["G", "I", "O"]).not.toContain(letter);
});

test("letters come round, past those that somebody has or had until yesterday", async () => {
  const { restaurantId } = house();
  const sql = (text: string) => administer(under().adminUrl, text);
  /** Pairs the one after 22 single letters and all 484 pairs: it would be AA again. */
  const roundAgain = async (holding?: Holding) => {
    await sql(`update restaurants set next_letter = 506 where restaurant_id = '${restaurantId}'`);
    return pair(await newCode(), {}, holding);
  };
  const first = await roundAgain();
  const firstId = first.text("deviceId");
  expect([first, await roundAgain()].map((it) => it.text("letter"))).toEqual(["AA", "AB"]);
  await under().ask("DELETE", `/api/devices/${firstId}`, { token: house().owner });
  expect((await roundAgain()).text("letter")).toBe("AC");
  await sql(
    `update devices set revoked_at = now() - interval '25 hours' where device_id = '${firstId}'`,
  );
  expect((await roundAgain()).text("letter")).toBe("AA");
  expect((await roundAgain({ holds: { kitchen: first.text("token") } })).text("letter")).toBe("AD");
});

test("stations that the menu does not have are refused", async () => {
  const answer = await under().ask("POST", "/api/devices/pairing-codes", {
    token: house().owner,
    body: { role: "kitchen", stationIds: ["grill", "moon"] },
  });
  expect(answer).toMatchObject({
    status: 400,
    body: { code: "invalid", issues: [{ path: "stationIds.1" }] },
  });
});
