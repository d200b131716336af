/** A restaurant with something of everything in it, and all that the database keeps about it. */
import { randomUUID } from "node:crypto";
import type pg from "pg";
import { expect } from "vitest";
import { systemActor } from "../../../auth/actor.ts";
import type { Ask } from "../../../http/testing/answered.ts";
import type { AppUnderTest } from "../../../http/testing/app-under-test.ts";
import { guestOrderBody, MENU, openApiHouse } from "../../../http/testing/house.ts";
import { somePhone, type Stocked } from "../../../http/testing/route-table.ts";
import { fillEmptyTables } from "../../../testing/tenant-tables.ts";

/** Where it is stocked: the house, its database as its owner sees it, and how it is asked. */
export type Stock = {
  readonly under: AppUnderTest;
  readonly admin: pg.Client;
  readonly ask: Ask;
};

/** A house with a row in every table, and names that only it has. */
export async function stocked({ under, admin, ask }: Stock, name: string): Promise<Stocked> {
  const house = await openApiHouse(under);
  const { owner, devices } = house;
  const menu = {
    stations: [...MENU.stations, { id: `${name}-station`, name: `${name} station` }],
    categories: [...MENU.categories, { id: `${name}-category`, name: `${name} category` }],
    items: [
      ...MENU.items,
      {
        id: `${name}-dish`,
        categoryId: `${name}-category`,
        stationId: `${name}-station`,
        name: `${name} dish`,
        price: 100,
        available: true,
      },
    ],
  };
  await ask("PUT", "/api/menu", { token: owner, body: menu });
  await ask("PATCH", "/api/restaurant", { token: owner, body: { name: `${name} house` } });
  const tables = await ask("PUT", "/api/tables", {
    token: owner,
    body: [
      { id: "t1", label: "1" },
      { id: "t2", label: "2" },
      { id: `${name}-table`, label: `${name} label` },
    ],
  });
  expect(tables.status).toBe(200);
  const body = guestOrderBody(house.tables[0], {
    guestName: `${name} guest`,
    notes: `${name} notes`,
  });
  await ask("POST", "/api/qr/sessions", { body: { tableToken: house.tables[0] } });
  await ask("POST", "/api/qr/orders/create", { body });
  await ask("PATCH", `/api/orders/${body.orderId}/status`, {
    token: owner,
    headers: { "Idempotency-Key": `${name}-key` },
    body: { status: "submitted" },
  });
  const mutations = [
    {
      id: 1,
      name: "menu.setAvailability",
      args: { menuItemId: `${name}-dish`, available: false },
      occurredAt: "2026-01-31T19:02:11.000Z",
    },
  ];
  await ask("POST", "/api/sync/push", {
    token: devices.floor.token,
    body: { protocol: 1, clientId: randomUUID(), mutations },
  });
  await ask("POST", "/api/events/ack", { token: devices.kitchen.token, body: { seq: 1 } });
  // Of the owner's session: what is sent to the owner's device in a test of its routes goes
  // nowhere.
  await ask("PUT", "/api/push/subscription", { token: owner, body: somePhone() });
  const silent = {
    deviceId: devices.kitchen.deviceId,
    name: `${name} tablet`,
    lastSeenAt: "2026-01-31T19:02:11.000Z",
  };
  await under.deps.writer.submit(house.restaurantId, {
    kind: "command",
    who: systemActor(house.restaurantId),
    command: { name: "device.silent", args: silent },
    key: null,
    strict: false,
  });
  await fillEmptyTables(admin, house.restaurantId, name);
  return { ...house, orderId: body.orderId, lineId: body.lines[0]?.lineId ?? "" };
}

/**
 * Every text that one restaurant has in any table, and the other has not. Throws for a table in
 * which it has no row.
 */
export async function valuesOnlyOf(
  admin: pg.Client,
  restaurantId: string,
  other: string,
): Promise<ReadonlyMap<string, string>> {
  const values = await valuesOf(admin, restaurantId);
  const others = new Set((await valuesOf(admin, other)).values());
  return new Map([...values].filter(([, value]) => !others.has(value)));
}

/** All rows of a restaurant, as text. */
export async function everythingOf(admin: pg.Client, restaurantId: string): Promise<unknown> {
  const { rows: tables } = await admin.query<{ name: string }>(
    "select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'restaurant_id' order by 1",
  );
  const all: unknown[] = [];
  for (const { name } of tables)
    all.push([
      name,
      (
        await admin.query(
          `select (to_jsonb(t) - 'last_seen_at')::text as row from ${name} t where restaurant_id = $1 order by 1`,
          [restaurantId],
        )
      ).rows,
    ]);
  return all;
}

async function valuesOf(admin: pg.Client, restaurantId: string): Promise<Map<string, string>> {
  const { rows: tables } = await admin.query<{ name: string }>(
    "select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'restaurant_id' order by 1",
  );
  const values = new Map<string, string>();
  for (const { name } of tables) {
    const { rows } = await admin.query<Record<string, unknown>>(
      `select * from ${name} where restaurant_id = $1`,
      [restaurantId],
    );
    if (rows.length === 0)
      throw new Error(`stock the house with a row in ${name}, or nothing is proven about it`);
    for (const row of rows) collect(row, name, values);
  }
  return values;
}

function collect(value: unknown, at: string, into: Map<string, string>): void {
  const read =
    typeof value === "string" && /^[{[]/.test(value) ? (JSON.parse(value) as unknown) : value;
  if (
    typeof read === "string" &&
    read.length >= 8 &&
    !/^\d{4}-\d\d-\d\dT/.test(read) &&
    ![...into.values()].includes(read)
  )
    into.set(`${at}${into.has(at) ? ` ${into.size}` : ""}`, read);
  if (typeof read === "object" && read !== null && !(read instanceof Date))
    for (const [key, child] of Object.entries(read))
      collect(child, Array.isArray(read) ? at : `${at}.${key}`, into);
}
