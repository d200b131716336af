/** What a fake device asks of a server, answered at once from its own world. */
import { figuresOf } from "#shared/figures/figures.ts";
import { toIso } from "#shared/kernel/time.ts";
import { replaceMenu } from "#shared/menu/menu.ts";
import type { Args, CommandName } from "#shared/orders/command.ts";
import { patched } from "#shared/restaurant/settings.ts";
import type { World } from "#shared/sync/world.ts";
import type { Device } from "../device/device.ts";

export type FakeServer = {
  readonly world: World;
  /** To be called when the world is another. */
  readonly changed: () => void;
  readonly now: () => number;
  readonly decideAsServer: <N extends CommandName>(name: N, args: Args<N>) => Promise<void>;
};

export const fakeApi = ({ world, changed, now, decideAsServer }: FakeServer): Device["api"] => ({
  devices: async () => [
    {
      deviceId: "d1",
      name: "Grill tablet",
      role: "kitchen",
      stationIds: ["grill", "fry"],
      lastSeenAt: toIso(now() - 2_000),
      ackedSeq: 412,
      behind: 0,
      appVersion: "0.1.0",
    },
    {
      deviceId: "d2",
      name: "Pizza tablet",
      role: "kitchen",
      stationIds: ["pizza"],
      lastSeenAt: toIso(now() - 190_000),
      ackedSeq: 398,
      behind: 14,
      appVersion: "0.1.0",
    },
    {
      deviceId: "d3",
      name: "Anna's phone",
      role: "floor",
      stationIds: [],
      lastSeenAt: toIso(now() - 1_000),
      ackedSeq: 412,
      behind: 0,
      appVersion: "0.1.0",
    },
    {
      deviceId: "d4",
      name: "Pass",
      role: "expo",
      stationIds: [],
      lastSeenAt: null,
      ackedSeq: 0,
      behind: 0,
      appVersion: null,
    },
  ],
  revokeDevice: async () => undefined,
  makePairingCode: async () => ({ code: "K7M2P-4XQRT", expiresAt: toIso(now() + 600_000) }),
  tables: async () =>
    world.tables.map((table) => ({
      ...table,
      orderUrl: `http://127.0.0.1:8080/t#tok-${table.id}-0123456789abcdefghijklmnop`,
      tableToken: `tok-${table.id}`,
    })),
  saveTables: async (tables) => {
    world.tables = tables;
    changed();
    return tables.map((table) => ({
      ...table,
      orderUrl: `http://127.0.0.1:8080/t#tok-${table.id}`,
      tableToken: `tok-${table.id}`,
    }));
  },
  figures: async (date) => figuresOf([...world.orders.values()], [], date, world.settings, now()),
  ordersCsv: async () => new Blob(["order\r\n"]),
  rotateTable: async (id) => ({
    id,
    label: id,
    orderUrl: `http://127.0.0.1:8080/t#new-${id}`,
    tableToken: `new-${id}`,
  }),
  setTableOrdering: async (tableId, { ordering, clear }) =>
    decideAsServer("table.ordering", {
      tableId,
      open: ordering === "open",
      ...(clear === undefined ? {} : { clear }),
    }),
  pauseGuests: async (until) => decideAsServer("guests.pause", until === null ? {} : { until }),
  resumeGuests: async () => decideAsServer("guests.resume", {}),
  saveMenu: async (menu) => {
    world.menu = replaceMenu(world.menu, menu);
    changed();
  },
  saveSettings: async (settings) => {
    world.settings = patched(world.settings, settings, world.menu.items.length > 0);
    changed();
  },
  pushKey: async () => "BAAA",
  putPush: async () => undefined,
  endPush: async () => undefined,
  testPush: async () => "sent",
  logOut: async () => undefined,
});
