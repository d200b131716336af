/**
 * Everything that is there while faults are made: the server on its ground, a restaurant, and
 * everybody in it behind a line of their own.
 */
import { mkdirSync } from "node:fs";
import type { Paired } from "#shared/api/devices.ts";
import type { DeviceRole } from "#shared/devices/roles.ts";
import type { Ids } from "#shared/kernel/ids.ts";
import { must } from "#shared/kernel/assert.ts";
import type { Random } from "#shared/kernel/random.ts";
import { seededIds, seededRandom } from "#shared/kernel/seeded-random.ts";
import { toIso } from "#shared/kernel/time.ts";
import { ask, type Api } from "../replay/api.ts";
import { makeReplayHouse, pairingCode, type ReplayHouse } from "../replay/house.ts";
import { startServer } from "../../testing/server-process.ts";
import { openArchive, type Archive } from "./checker/truth.ts";
import type { Cleaning } from "./cleaning.ts";
import { createChaosDevice, type ChaosDevice } from "./devices/device.ts";
import { createGuest, type Guest } from "./devices/guest.ts";
import { MENU } from "./devices/people.ts";
import { writeLongLog, type LongLog } from "./devices/stalled-readers.ts";
import type { ChaosTablet, TabletRole } from "./devices/tablet-port.ts";
import { openGround, type Ground, type GroundKind } from "./ground.ts";
import type { Installation } from "./installation.ts";
import { createKeeper, type Keeper } from "./keeper.ts";
import { openLine, type Line } from "./lines/line.ts";

/** On the clock of `performance.now`. */
export type ServerBack = { readonly killedAt: number; readonly backAt: number };

export type Scene = {
  readonly ground: Ground;
  readonly keeper: Keeper;
  readonly house: ReplayHouse;
  readonly archive: Archive;
  /**
   * Of the people; a fault has a chance of its own, so that the same seed is the same schedule
   * however people are timed.
   */
  readonly random: Random;
  readonly ids: Ids;
  readonly devices: readonly (ChaosDevice & { readonly line: Line })[];
  readonly guests: readonly (Guest & { readonly line: Line })[];
  readonly tablets: readonly (ChaosTablet & { readonly line: Line })[];
  readonly installation: Installation | null;
  /** Of everybody. */
  readonly lines: readonly Line[];
  /** Another restaurant on the same server; made when it is first asked for. */
  readonly longLog: () => Promise<LongLog>;
  /**
   * Each kill -9 of the server, on the clock of `performance.now`, and how long Postgres was away
   * after each of its own.
   */
  readonly serverBack: ServerBack[];
  readonly databaseBackMs: number[];
  /** How long clients waited on connections that a router had forgotten. */
  readonly noticedMs: number[];
  /** Things that people did so far. */
  operations(): number;
  /** When the last of them counted, on the clock of `performance.now`. */
  lastActedAt(): number;
  /** What broke beside what is checked, such as an error in a page. */
  readonly failures: string[];
};

export type SceneOptions = {
  readonly kind: GroundKind;
  readonly seed: number;
  readonly cleaning: Cleaning;
  /**
   * The real tablets' browser, and the program whose app can be changed under them; null: without.
   */
  readonly browser: { readonly program: string; readonly installation: Installation } | null;
};

const CREW: readonly DeviceRole[] = ["kitchen", "kitchen", "expo", "floor", "floor"];
const GUESTS = 3;
/** A heartbeat that a run can wait for, as in client/e2e. */
const PING_MS = "1000";

export async function openScene({ kind, seed, cleaning, browser }: SceneOptions): Promise<Scene> {
  const random = seededRandom(seed);
  const ids = seededIds(random);
  const ground = await openGround(kind, cleaning);
  mkdirSync(ground.dataDir, { recursive: true, mode: 0o700 });
  const server = await startServer({
    dataDir: ground.dataDir,
    env: {
      LOG_LEVEL: "warn",
      EVENT_PING_INTERVAL_MS: PING_MS,
      ...ground.env,
      ...(browser === null ? {} : { NODE_COMPILE_CACHE: browser.installation.compiled }),
    },
    ...(browser === null ? {} : { main: browser.installation.main }),
  });
  const keeper = createKeeper(server);
  cleaning.add("the server", async () => {
    keeper.end();
    await server.dispose();
  });
  const house = await makeReplayHouse(server.url, server.setupToken, MENU);
  const { restaurantId } = await ask<{ restaurantId: string }>(house.owner, "/api/me");
  const archive = openArchive(() => ground.adminUrl(), restaurantId);
  cleaning.add("the archive", () => archive.close());
  let longLog: Promise<LongLog> | null = null;
  let operations = 0;
  let lastActedAt = 0;
  const acted = (): void => {
    operations += 1;
    lastActedAt = performance.now();
  };
  const failures: string[] = [];
  const lineOf = async (): Promise<Line> => {
    const line = await openLine({ host: "127.0.0.1", port: server.port });
    cleaning.add("a line", () => line.close());
    return line;
  };

  const moments = new Set<string>();
  const moment = (ms: number): string => {
    let at = ms;
    while (moments.has(toIso(at))) at++;
    moments.add(toIso(at));
    return toIso(at);
  };

  const devices: (ChaosDevice & { line: Line })[] = [];
  for (const [index, role] of CREW.entries()) {
    const line = await lineOf();
    const name = `${role} ${index + 1}`;
    const { token, letter } = await pair(house, role, name);
    const device = createChaosDevice({
      own: { role, letter, source: { kind: "device", name }, stationIds: [] },
      port: line.port,
      token,
      random,
      ids,
      moment,
      acted,
    });
    cleaning.add(name, () => device.kill());
    device.start();
    devices.push({ ...device, line });
  }
  const guests: (Guest & { line: Line })[] = [];
  for (let index = 0; index < GUESTS; index += 1) {
    const line = await lineOf();
    const guest = createGuest(
      line.port,
      must(house.tables[index], "a table").tableToken,
      random,
      ids,
      acted,
    );
    cleaning.add("a guest", () => guest.close());
    guests.push({ ...guest, line });
  }
  const tablets: (ChaosTablet & { line: Line })[] = [];
  if (browser !== null) {
    const { openTablet } = await import("./devices/tablet.ts");
    for (const role of ["kitchen", "floor"] satisfies TabletRole[]) {
      const line = await lineOf();
      const name = `${role} tablet`;
      const code = () => pairingCode(house, role, name);
      const tablet = await openTablet({
        name,
        role,
        port: line.port,
        program: browser.program,
        random,
        code,
        acted,
        failed: (what) => void failures.push(what),
        cleaning,
      });
      tablets.push({ ...tablet, line });
    }
  }
  return {
    ground,
    keeper,
    house,
    archive,
    random,
    ids,
    devices,
    guests,
    tablets,
    failures,
    serverBack: [],
    databaseBackMs: [],
    noticedMs: [],
    installation: browser?.installation ?? null,
    lines: [...devices, ...guests, ...tablets].map(({ line }) => line),
    longLog: () => (longLog ??= writeLongLog(server.url, server.setupToken)),
    operations: () => operations,
    lastActedAt: () => lastActedAt,
  };
}

async function pair(house: ReplayHouse, role: DeviceRole, name: string): Promise<Paired> {
  const api: Api = { url: house.owner.url, token: null };
  return ask<Paired>(api, "/api/devices/pair", {
    method: "POST",
    body: { code: await pairingCode(house, role, name), name },
  });
}
