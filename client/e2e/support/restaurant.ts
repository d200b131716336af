import { randomUUID } from "node:crypto";
import type { DeviceRow } from "#shared/api/devices.ts";
import type { DeviceRole } from "#shared/devices/roles.ts";
import type { GuestOrder } from "#shared/guests/state.ts";
import type { Menu } from "#shared/menu/menu.ts";
import type { EventType, HeardEvent } from "#shared/orders/event.ts";
import type { Order } from "#shared/orders/order.ts";
import type { Page as LogPage } from "#shared/sync/messages/pull.ts";
import type { Snapshot } from "#shared/sync/messages/snapshot.ts";
import { ask, type Api } from "../../../server/tools/replay/api.ts";
import {
  makeReplayHouse,
  pairReplayDevice,
  pairingCode,
} from "../../../server/tools/replay/house.ts";

const dish = (id: string, name: string, stationId: string, price: number) => ({
  id,
  name,
  categoryId: "all",
  stationId,
  price,
  available: true,
});

export const MENU: Menu = {
  stations: [
    { id: "grill", name: "Grill" },
    { id: "fry", name: "Fry" },
  ],
  categories: [{ id: "all", name: "Everything" }],
  items: [
    dish("burger", "Burger", "grill", 1250),
    dish("chips", "Chips", "fry", 450),
    dish("squid", "Squid", "fry", 850),
  ],
};

/** A placed order as the person who placed it knows it. */
export type Placed = {
  readonly orderId: string;
  readonly number: string;
  readonly tableToken: string;
};

/**
 * A restaurant on a running server, and the truth about it: what its log says, read by its owner
 * over the public API.
 */
export type Restaurant = {
  readonly owner: Api;
  readonly tables: readonly {
    readonly id: string;
    readonly label: string;
    readonly tableToken: string;
    readonly orderUrl: string;
  }[];
  /**
   * A guest's order over the API, tried again under its ids until the server answers. Without
   * `dishes` one burger.
   */
  order(dishes?: readonly string[], table?: number, orderId?: string): Promise<Placed>;
  guestSees(placed: Placed): Promise<GuestOrder>;
  /** A device that is a program. */
  device(role: DeviceRole): Promise<Api>;
  code(role: DeviceRole): Promise<string>;
  devices(): Promise<readonly DeviceRow[]>;
  /** The whole log from its floor on. */
  log(): Promise<readonly HeardEvent[]>;
  /** Events of one type about one order. */
  about<T extends EventType>(
    orderId: string,
    type: T,
  ): Promise<readonly Extract<HeardEvent, { type: T }>[]>;
  orders(): Promise<readonly Order[]>;
};

export async function openRestaurant(url: string, setupToken: string): Promise<Restaurant> {
  const house = await makeReplayHouse(url, setupToken, MENU);
  const { owner, tables } = house;

  async function log(): Promise<readonly HeardEvent[]> {
    const events: HeardEvent[] = [];
    for (;;) {
      const page = await ask<Omit<LogPage, "events"> & { events: HeardEvent[] }>(
        owner,
        `/api/events/orders?since=${events.at(-1)?.seq ?? 0}&limit=1000`,
      );
      events.push(...page.events);
      if (page.events.length === 0 || events.at(-1)?.seq === page.head) return events;
    }
  }

  return {
    owner,
    tables,
    async order(dishes = ["burger"], table = 0, orderId = randomUUID()) {
      const { tableToken } = tables[table]!;
      const lines = dishes.map((menuItemId) => ({ lineId: randomUUID(), menuItemId, quantity: 1 }));
      const { number } = await ask<{ number: string }>(
        { url, token: null },
        "/api/qr/orders/create",
        { method: "POST", body: { tableToken, orderId, lines } },
      );
      return { orderId, number, tableToken };
    },
    guestSees: ({ orderId, tableToken }) =>
      ask<GuestOrder>({ url, token: null }, `/api/qr/orders/${orderId}`, {
        headers: { "X-Table-Token": tableToken },
      }),
    device: (role) => pairReplayDevice(house, role, "Program"),
    code: (role) => pairingCode(house, role, "Tablet"),
    devices: () => ask<DeviceRow[]>(owner, "/api/devices"),
    log,
    async about<T extends EventType>(orderId: string, type: T) {
      const events = (await log()).filter(
        (event): event is Extract<HeardEvent, { type: T }> => event.type === type,
      );
      return events.filter(({ data }) => "orderId" in data && data.orderId === orderId);
    },
    orders: async () => (await ask<Snapshot>(owner, "/api/snapshot")).orders,
  };
}
