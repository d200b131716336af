import { afterAll, beforeAll, expect, vi } from "vitest";
import { actorOf } from "../../auth/actor.ts";
import { startApp, type AppUnderTest } from "../../http/testing/app-under-test.ts";
import { openApiHouse, type ApiHouse } from "../../http/testing/house.ts";

/** What the browser that asks holds already. */
export type Holding = {
  readonly from?: string;
  /** Tokens by the role whose cookie they are. */
  readonly holds?: Readonly<Record<string, string>>;
};

/**
 * A house that pairs devices: opened before the first test of the file that asks for it, closed
 * after its last. Its clock stands still until it is moved.
 */
export function openPairing() {
  let now = Date.now();
  let under: AppUnderTest;
  let house: ApiHouse;
  const publishRevoked = vi.fn();
  beforeAll(async () => {
    under = await startApp({ clock: { now: () => now }, hints: { publishRevoked } });
    house = await openApiHouse(under);
  });
  afterAll(() => under.close());

  const newCode = async (body: object = { role: "kitchen" }): Promise<string> =>
    (await under.ask("POST", "/api/devices/pairing-codes", { token: house.owner, body })).text(
      "code",
    );
  const pair = (code: string, more: object = {}, { from, holds = {} }: Holding = {}) =>
    under.ask("POST", "/api/devices/pair", {
      body: { code, name: "Tablet", ...more },
      ...(from === undefined ? {} : { from }),
      headers: {
        Cookie: Object.entries(holds)
          .map(([role, token]) => `heard_${role}=${token}`)
          .join("; "),
      },
    });
  const push = (
    of: { text: (path: string) => string },
    clientId: string,
    available = true,
    id = 1,
  ) =>
    under.deps.writer.submit(house.restaurantId, {
      kind: "push",
      push: {
        protocol: 1,
        clientId,
        mutations: [
          {
            id,
            name: "menu.setAvailability",
            args: { menuItemId: "cola", available },
            occurredAt: new Date(now).toISOString(),
          },
        ],
      },
      who: actorOf({
        kind: "device",
        restaurantId: house.restaurantId,
        subjectId: of.text("deviceId"),
        role: "kitchen",
        letter: of.text("letter"),
        name: "Tablet",
        deviceId: of.text("deviceId"),
        stationIds: [],
      }),
    });

  return {
    under: () => under,
    house: () => house,
    now: () => now,
    setNow: (to: number) => void (now = to),
    publishRevoked,
    newCode,
    pair,
    push,
  };
}

/** What a client is told that somebody else has. */
export const taken = { kind: "client_taken", head: expect.any(Number) as number };
