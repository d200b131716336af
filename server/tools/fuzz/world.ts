/**
 * The two restaurants that are asked, and kept worth asking: what the fuzzer writes wears them out.
 */
import { asker, type Ask } from "../../http/testing/answered.ts";
import { guestOrderBody, MENU, openApiHouse, TABLES } from "../../http/testing/house.ts";
import type { Stocked } from "../../http/testing/route-table.ts";

/** Two restaurants with an order each, and texts that mean something in either. */
export type World = {
  readonly houses: readonly [Stocked, Stocked];
  readonly known: readonly string[];
};

/** Menu items, stations, time zones: what a shape alone cannot guess. */
const WORDS = [
  "burger",
  "cola",
  "pie",
  "grill",
  "bar",
  "mains",
  "done",
  "rare",
  "well",
  "t1",
  "t2",
  "Europe/London",
  "Asia/Kathmandu",
  "GBP",
  "JPY",
  "someone@heard.test",
  "en-GB",
  "de",
  "00000-00000",
  "copper pans",
  "order.place",
];

export type Keeper = {
  /** The world for the next round: mended where it can be, made anew where it cannot. */
  readonly next: () => Promise<World>;
};

export function createKeeper(origin: string): Keeper {
  let houses: readonly [Stocked, Stocked] | null = null;
  let asked = 0;
  // An address that the fuzzer never uses, so that its brakes are not ours.
  const ask: Ask = asker((path, init) =>
    fetch(origin + path, {
      ...init,
      headers: {
        ...(init.headers as Record<string, string>),
        "X-Forwarded-For": `10.7.${(++asked >> 8) & 255}.${asked & 255}`,
      },
    }),
  );
  return {
    async next() {
      const mended =
        houses === null ? null : await Promise.all(houses.map((house) => mend(ask, house)));
      const [first, second] = mended ?? [null, null];
      houses = [first ?? (await open(ask)), second ?? (await open(ask))];
      return { houses, known: [...new Set([...houses.flatMap(wordsOf), ...WORDS])] };
    },
  };
}

async function open(ask: Ask): Promise<Stocked> {
  const stocked = await stock(ask, { ...(await openApiHouse({ ask })), orderId: "", lineId: "" });
  if (stocked === null) throw new Error("a new restaurant takes no order");
  return stocked;
}

/**
 * The house with its menu, tables and a fresh order, or null where too much is gone: a device, the
 * owner's session.
 */
async function mend(ask: Ask, house: Stocked): Promise<Stocked | null> {
  const tokens = [house.owner, ...Object.values(house.devices).map(({ token }) => token)];
  for (const token of tokens)
    if ((await ask("GET", "/api/me", { token })).status !== 200) return null;
  return stock(ask, house);
}

async function stock(ask: Ask, house: Stocked): Promise<Stocked | null> {
  const token = house.owner;
  // Its id stands wherever a text may stand: whoever is shown a menu, an order or a name of another
  // house is shown this.
  const mark = house.restaurantId;
  await ask("PUT", "/api/menu", {
    token,
    body: { ...MENU, categories: MENU.categories.map((category) => ({ ...category, name: mark })) },
  });
  await ask("PATCH", "/api/restaurant", {
    token,
    body: { autoAccept: false, name: mark, guestLimits: null },
  });
  await ask("POST", "/api/guest-orders/resume", { token });
  const tables = await ask("PUT", "/api/tables", { token, body: TABLES });
  if (tables.status !== 200) return null;
  for (const { id } of TABLES)
    await ask("POST", `/api/tables/${id}/ordering`, { token, body: { ordering: "open" } });
  const stocked = {
    ...house,
    tables: [tables.text("0.tableToken"), tables.text("1.tableToken")] as const,
  };
  const body = guestOrderBody(stocked.tables[0], { guestName: mark, notes: mark });
  const placed = await ask("POST", "/api/qr/orders/create", { body });
  if (placed.status !== 201) return null;
  await ask("PATCH", `/api/orders/${body.orderId}/status`, {
    token,
    headers: { "Idempotency-Key": body.orderId },
    body: { status: "submitted" },
  });
  return { ...stocked, orderId: body.orderId, lineId: body.lines[1]?.lineId ?? "" };
}

/**
 * What of a house is told to the other's callers too. The rest is never named by anybody else, so
 * that where it turns up it has leaked.
 */
const wordsOf = ({ orderId, lineId, tables, devices }: Stocked): string[] => [
  orderId,
  lineId,
  tables[0],
  devices.kitchen.deviceId,
];
