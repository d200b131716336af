/**
 * The slow inputs themselves, on a server that counts its steps: what has too much work is found in
 * every place, and what has not is not.
 */
import { describe, expect, test } from "vitest";
import { DEVICE_ROLES, type DeviceRole } from "#shared/devices/roles.ts";
import type { Stocked } from "../../http/testing/route-table.ts";
import type { Payload } from "./payload.ts";
import { probeSlow } from "./slow.ts";
import { placesOf } from "./slow-places.ts";
import type { Answer, Caller } from "./wire.ts";

const house: Stocked = {
  restaurantId: "a-restaurant",
  owner: "owner-token",
  email: "a@b.test",
  password: "copper pans",
  tables: ["a-table", "b-table"],
  orderId: "00000000-0000-4000-8000-000000000001",
  lineId: "00000000-0000-4000-8000-000000000002",
  devices: Object.fromEntries(
    DEVICE_ROLES.map((role) => [role, { deviceId: `${role}-id`, token: `${role}-token` }]),
  ) as Record<DeviceRole, { deviceId: string; token: string }>,
};
const world = {
  houses: [house, house],
  known: ["someone@heard.test", "Europe/London", "en-GB", "t1", "00000-00000"],
} as const;
const PLACES = placesOf(world, 1);
const PROBLEM = {
  type: "/api/problems#invalid",
  title: "t",
  status: 400,
  code: "invalid",
  detail: "d",
};

/** A server of which every request costs `steps`, a thousand of them in a millisecond. */
async function probed(
  steps: (payload: Payload) => number,
  limit = 64 * 1024,
  says = "",
): Promise<string[]> {
  let [used, output] = [0, ""];
  const answer = (status: number, code: string): Answer => ({
    kind: "answer",
    status,
    headers: new Map([["content-type", "application/problem+json"]]),
    body: Buffer.from(JSON.stringify({ ...PROBLEM, status, code })),
    ms: 1,
  });
  const caller: Caller = {
    async send(payload) {
      if ((payload.body?.length ?? 0) > limit) return answer(413, "too_large");
      used += steps(payload) / 1_000;
      if (says !== "" && payload.body?.includes("....") === true) output += says;
      return answer(400, "invalid");
    },
    close: () => undefined,
  };
  const found: string[] = [];
  await probeSlow({
    world,
    places: PLACES.filter(
      ({ route }) => route === "POST /api/sessions" || route === "POST /api/restaurants",
    ),
    seed: 1,
    probes: Infinity,
    caller,
    gauge: { processorMs: async () => used },
    output: () => output,
    found: ({ route }, what) => found.push(`${route} ${what}`),
    isStopped: () => false,
  });
  return found;
}

const dotsIn = ({ body }: Payload): number =>
  (/"email":"(a@\.+@)"/.exec(body?.toString() ?? "")?.[1] ?? "").length;

describe("slow inputs", () => {
  test("stand in every text of every body, and in the heads", () => {
    const places = PLACES.map(({ route, where }) => `${route} ${where}`);
    for (const place of [
      "POST /api/sessions body email",
      "POST /api/restaurants body owner.email",
      "PUT /api/menu body items.modifiers.options.name",
      "POST /api/sync/push body mutations.order.place.lines.notes",
      "POST /api/qr/orders/create body guestName",
      "PUT /api/push/subscription body keys.auth",
      "GET /api/me header Cookie",
      "GET /api/events/orders query since",
      "POST /api/tables/:tableId/rotate path",
    ])
      expect(
        places.map((it) =>
          it.replace("body order.place.mutations.args", "body mutations.order.place"),
        ),
      ).toContain(place);
    expect(new Set(places).size).toBe(places.length);
  });

  test("are found where the work grows with the square of a text, and only there", async () => {
    const found = await probed(
      (payload) => (payload.body?.length ?? 0) / 100 + dotsIn(payload) ** 2,
    );
    expect(found.map((line) => line.replace(/: \d.*/, ""))).toEqual([
      "POST /api/restaurants body owner.email, an address of dots",
      "POST /api/sessions body email, an address of dots",
    ]);
  });

  test("are none where a long text costs what it is long", async () => {
    expect(await probed((payload) => payload.body?.length ?? 0)).toEqual([]);
  });

  test("are what a pattern of the server was run over, however quick it was", async () => {
    const found = await probed(() => 1, 64 * 1024, "long read: 60000 letters by /x/\n");
    expect(found).toContain("POST /api/sessions body email, dots: long read: 60000 letters by /x/");
  });
});
