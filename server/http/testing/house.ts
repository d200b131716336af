import { randomUUID } from "node:crypto";
import type { DeviceRole } from "#shared/devices/roles.ts";
import type { Ask } from "./answered.ts";
import { SETUP_TOKEN } from "./assemble.ts";

/** A restaurant with a menu, two tables and a device of each role, made over the API. */
export type ApiHouse = {
  readonly restaurantId: string;
  readonly owner: string;
  readonly email: string;
  readonly password: string;
  readonly devices: Readonly<
    Record<DeviceRole, { readonly deviceId: string; readonly token: string }>
  >;
  /** Tokens of table 1 and table 2. */
  readonly tables: readonly [string, string];
};

export const MENU = {
  stations: [
    { id: "grill", name: "Grill" },
    { id: "bar", name: "Bar" },
  ],
  categories: [{ id: "mains", name: "Mains" }],
  items: [
    {
      id: "burger",
      categoryId: "mains",
      stationId: "grill",
      name: "Burger",
      price: 1250,
      prepSeconds: 480,
      allergens: ["gluten"],
      available: true,
      modifiers: [
        {
          id: "done",
          name: "How done",
          min: 1,
          max: 1,
          options: [
            { id: "rare", name: "Rare", price: 0 },
            { id: "well", name: "Well done", price: 0 },
          ],
        },
      ],
    },
    {
      id: "cola",
      categoryId: "mains",
      stationId: "bar",
      name: "Cola",
      price: 300,
      available: true,
    },
    {
      id: "pie",
      categoryId: "mains",
      stationId: "grill",
      name: "Pie",
      price: 900,
      available: false,
    },
  ],
};

export const TABLES = [
  { id: "t1", label: "1" },
  { id: "t2", label: "2" },
];

let houses = 0;

export async function openApiHouse({ ask }: { readonly ask: Ask }): Promise<ApiHouse> {
  const email = `owner-${++houses}@heard.test`;
  const password = "copper pans";
  const made = await ask("POST", "/api/restaurants", {
    headers: { "X-Setup-Token": SETUP_TOKEN },
    body: {
      name: `House ${houses}`,
      timezone: "Europe/London",
      currency: "GBP",
      owner: { name: "Olive", email, password },
    },
  });
  const owner = made.text("token");
  await ask("PUT", "/api/menu", { token: owner, body: MENU });
  const tables = await ask("PUT", "/api/tables", { token: owner, body: TABLES });
  const pair = async (role: DeviceRole): Promise<{ deviceId: string; token: string }> => {
    const code = (
      await ask("POST", "/api/devices/pairing-codes", { token: owner, body: { role } })
    ).text("code");
    const paired = await ask("POST", "/api/devices/pair", { body: { code, name: `The ${role}` } });
    return { deviceId: paired.text("deviceId"), token: paired.text("token") };
  };
  return {
    restaurantId: made.text("restaurantId"),
    owner,
    email,
    password,
    devices: {
      owner: await pair("owner"),
      kitchen: await pair("kitchen"),
      expo: await pair("expo"),
      floor: await pair("floor"),
      display: await pair("display"),
    },
    tables: [tables.text("0.tableToken"), tables.text("1.tableToken")],
  };
}

/** The body of an order of a cola and a burger. */
export function guestOrderBody(tableToken: string, over: Record<string, unknown> = {}) {
  return {
    tableToken,
    orderId: randomUUID(),
    lines: [
      { lineId: randomUUID(), menuItemId: "cola", quantity: 2 },
      {
        lineId: randomUUID(),
        menuItemId: "burger",
        quantity: 1,
        modifiers: [{ modifierId: "done", optionId: "rare" }],
      },
    ],
    ...over,
  };
}
