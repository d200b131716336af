/** The real server on a database that is already full of restaurants. */
import { randomUUIDv7 } from "node:crypto";
import { MINUTE } from "#shared/kernel/time.ts";
import type { Menu } from "#shared/menu/menu.ts";
import { initialSettings } from "#shared/restaurant/settings.ts";
import type { Command } from "#shared/orders/command.ts";
import { systemActor } from "../../auth/actor.ts";
import { hashSecret, newToken, makeTableToken as tableTokenOf } from "../../auth/tokens.ts";
import { createDatabase, type Database } from "../../db/database.ts";
import { createDirectory, type Directory } from "../../db/directory.ts";
import type { DeviceRole } from "#shared/devices/roles.ts";
import { migrate } from "../../db/migrate.ts";
import { MAX_OPEN_CODES } from "../../devices/pairing-code.ts";
import { createLogger } from "../../log/logger.ts";
import { readServerSecret } from "../../secrets.ts";
import { createWriter, type Writer } from "../../sync/writer.ts";
import { startServer, type ServerProcess } from "../../testing/server-process.ts";
import type { Bench } from "./row.ts";

export type BenchHouse = {
  readonly restaurantId: string;
  readonly tableToken: string;
  /** Tokens of its devices. */
  readonly devices: readonly string[];
  /**
   * The address its requests are said to come from: a restaurant of its own behind its own line,
   * for the rate limits.
   */
  readonly source: string;
};

export type RigOptions = {
  readonly restaurants: number;
  /** Per restaurant. */
  readonly devices?: number;
  readonly role?: DeviceRole;
  readonly env?: Readonly<Record<string, string>>;
};

/** Loopback alone reads no figures behind a proxy, and the bench is one. */
export const METRICS_TOKEN = "metrics-token-for-the-bench";

/** What a guest orders here. */
export const DISHES = 40;

/** Fills the bench's database. */
export async function furnish(
  { adminUrl, serverDir }: Bench,
  { restaurants, devices = 0, role = "floor" }: RigOptions,
): Promise<readonly BenchHouse[]> {
  const log = createLogger("error");
  const { appRole } = await migrate(adminUrl, log);
  const serverSecret = readServerSecret(serverDir);
  const database: Database = createDatabase({ url: adminUrl, role: appRole, log });
  const directory = createDirectory(database);
  const writer = createWriter({
    database,
    log,
    clock: { now: () => Date.now() },
    ids: { next: () => randomUUIDv7() },
    onCommitted: () => undefined,
    sleep: () => Promise.resolve(),
    beside: { worked: () => undefined, isBeside: () => false },
  });
  try {
    const houses: BenchHouse[] = [];
    for (let made = 0; made < restaurants; made += AT_ONCE) {
      const indexes = Array.from(
        { length: Math.min(AT_ONCE, restaurants - made) },
        (_, index) => made + index,
      );
      houses.push(
        ...(await Promise.all(
          indexes.map((index) =>
            openHouse({ index, directory, writer, serverSecret, devices, role }),
          ),
        )),
      );
    }
    return houses;
  } finally {
    await writer.close();
    await database.close();
  }
}

/**
 * The server, on the bench's database. Its pings, log level and limits are the product's, but that
 * one table orders for a whole restaurant; orders that nobody shows are not alarmed about.
 */
export function startOurs(
  { adminUrl, serverDir, profileDir }: Bench,
  { env = {} }: Pick<RigOptions, "env"> = {},
): Promise<ServerProcess> {
  const profile =
    profileDir === null ? {} : { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${profileDir}` };
  return startServer({
    dataDir: serverDir,
    env: {
      DATABASE_URL: adminUrl,
      TRUST_PROXY: "1",
      METRICS_TOKEN,
      LOG_LEVEL: "warn",
      GUEST_ORDERS_PER_TABLE: "1000000",
      ...profile,
      ...env,
    },
  });
}

const AT_ONCE = 50;

/** Two stations, and as many dishes. */
export const MENU: Menu = {
  stations: [
    { id: "grill", name: "Grill" },
    { id: "cold", name: "Cold" },
  ],
  categories: [{ id: "mains", name: "Mains" }],
  items: Array.from({ length: DISHES }, (_, index) => ({
    id: `dish-${index}`,
    categoryId: "mains",
    stationId: index % 2 === 0 ? "grill" : "cold",
    name: `Dish number ${index}`,
    price: 900 + index * 25,
    available: true,
  })),
};

type Opening = {
  readonly index: number;
  readonly directory: Directory;
  readonly writer: Writer;
  readonly serverSecret: Uint8Array;
  readonly devices: number;
  readonly role: DeviceRole;
};

async function openHouse({
  index,
  directory,
  writer,
  serverSecret,
  devices,
  role,
}: Opening): Promise<BenchHouse> {
  const restaurantId = randomUUIDv7();
  const settings = initialSettings({
    name: `Bench ${index}`,
    timezone: "Europe/London",
    currency: "GBP",
    shownAlarmSeconds: 3_600,
  });
  // Nobody signs in here: the password's hash is no hash of anything.
  const owner = {
    userId: randomUUIDv7(),
    name: "Bench",
    email: `${restaurantId}@bench.example`,
    passwordHash: "none",
  };
  await directory.createRestaurant({
    restaurantId,
    logId: randomUUIDv7(),
    name: settings.name,
    settings: { ...settings, autoAccept: true, guestLimits: null },
    owner,
  });
  const submit = (command: Command) =>
    writer.submit(restaurantId, {
      kind: "command",
      who: systemActor(restaurantId),
      command,
      key: null,
      strict: true,
    });
  await Promise.all([
    submit({ name: "menu.replace", args: { menu: MENU } }),
    submit({ name: "tables.replace", args: { tables: [{ id: "t1", label: "1" }] } }),
  ]);
  const tableToken = tableTokenOf(serverSecret, restaurantId, "t1", 0);
  await directory.putTableTokens(restaurantId, [
    { tableId: "t1", tokenHash: hashSecret(tableToken) },
  ]);
  const tokens: string[] = [];
  for (let device = 0; device < devices; device += 1)
    tokens.push(await pair(directory, serverSecret, restaurantId, role, `Device ${device}`));
  return {
    restaurantId,
    tableToken,
    devices: tokens,
    source: `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`,
  };
}

async function pair(
  directory: Directory,
  serverSecret: Uint8Array,
  restaurantId: string,
  role: DeviceRole,
  name: string,
): Promise<string> {
  const codeHash = hashSecret(randomUUIDv7());
  const token = newToken(serverSecret, "staff");
  await directory.createPairingCode(
    {
      codeHash,
      restaurantId,
      role,
      name,
      stationIds: [],
      expiresAt: new Date(Date.now() + 10 * MINUTE),
    },
    MAX_OPEN_CODES,
  );
  const paired = await directory.pairDevice({
    codeHash,
    deviceId: randomUUIDv7(),
    name,
    tokenHash: token.hash,
    expiresAt: null,
    clientId: null,
  });
  if (paired === null) throw new Error("a device could not be paired");
  return token.text;
}
