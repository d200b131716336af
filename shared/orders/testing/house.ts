/** A small restaurant for tests: a menu, tables, and a log that is folded as it is decided. */
import type { Role } from "#shared/devices/roles.ts";
import { initialSettings, type Settings } from "#shared/restaurant/settings.ts";
import type { MenuInService } from "#shared/menu/menu.ts";
import type { Table } from "#shared/restaurant/tables.ts";
import { decide } from "../decide.ts";
import type { Args, Command, CommandName } from "../command.ts";
import type { Decision } from "../decision.ts";
import { definitionOf, type EventDraft } from "../event.ts";
import { foldOrder, orderIdOfEvent } from "../fold.ts";
import { countIn, noGuestLoad, type GuestLoad } from "../guest-load.ts";
import { nextNumber } from "../order-number.ts";
import type { Line, LineStatus, Order } from "../order.ts";

export const MENU: MenuInService = {
  stations: [
    { id: "grill", name: "Grill" },
    { id: "fry", name: "Fry" },
  ],
  categories: [{ id: "mains", name: "Mains" }],
  items: [
    {
      id: "burger",
      categoryId: "mains",
      stationId: "grill",
      name: "Burger",
      price: 1200,
      prepSeconds: 480,
      available: true,
      modifiers: [
        {
          id: "sauce",
          name: "Sauce",
          min: 1,
          max: 2,
          options: [
            { id: "mayo", name: "Mayo", price: 50 },
            { id: "none", name: "No sauce", price: 0 },
            { id: "hot", name: "Hot", price: 30 },
          ],
        },
      ],
    },
    {
      id: "steak",
      categoryId: "mains",
      stationId: "grill",
      name: "Steak",
      price: 2400,
      available: true,
    },
    {
      id: "chips",
      categoryId: "mains",
      stationId: "fry",
      name: "Chips",
      price: 400,
      available: true,
    },
    {
      id: "fish",
      categoryId: "mains",
      stationId: "fry",
      name: "Fish",
      price: 1500,
      available: false,
    },
  ],
  retired: [
    {
      id: "stew",
      categoryId: "mains",
      stationId: "grill",
      name: "Stew",
      price: 900,
      available: true,
    },
  ],
};

export const TABLES: readonly Table[] = [
  { id: "t5", label: "5" },
  { id: "t6", label: "6" },
  { id: "t7", label: "7" },
];

/** A UUID that is easy to read in a failure: `uuid(7)` ends in 7. */
export const uuid = (n: number): string =>
  `00000000-0000-7000-8000-${n.toString(16).padStart(12, "0")}`;

export const ORDER = uuid(1);
export const [L1, L2, L3, L4] = [uuid(11), uuid(12), uuid(13), uuid(14)] as const;

export type Asking = {
  readonly as?: Role;
  readonly at?: string;
  readonly strict?: boolean;
  readonly name?: string;
  readonly stationIds?: readonly string[];
  /** A guest's phone; left out: one without a session. */
  readonly session?: string;
  readonly ceiling?: number;
};

export type TestHouse = {
  ask<N extends CommandName>(name: N, args: Args<N>, asking?: Asking): Decision;
  order(orderId?: string): Order;
  line(lineId: string): Line;
  readonly orders: Map<string, Order>;
  readonly events: EventDraft[];
  take(event: EventDraft, occurredAt: string): void;
  menu: MenuInService;
  tables: readonly Table[];
  settings: Settings;
};

export const NOW = "2026-01-31T19:00:00.000Z";

/** `minutes` after the evening began. */
export const minute = (minutes: number): string =>
  new Date(Date.parse(NOW) + minutes * 60_000).toISOString();

export function openHouse(): TestHouse {
  let numbers = 0;
  const house: TestHouse = {
    orders: new Map(),
    events: [],
    menu: MENU,
    tables: TABLES,
    settings: initialSettings({
      name: "Testaurant",
      timezone: "Europe/London",
      currency: "GBP",
      shownAlarmSeconds: 15,
    }),
    ask(
      name,
      args,
      {
        as = "owner",
        at = NOW,
        strict = false,
        name: who = "Ana",
        stationIds = [],
        session,
        ceiling,
      } = {},
    ) {
      const decision = decide(
        {
          order: (id) => house.orders.get(id),
          orderOfLine: (lineId) =>
            [...house.orders.values()].find((order) =>
              order.lines.some((line) => line.lineId === lineId),
            )?.orderId,
          ordersAt: (tableId) =>
            [...house.orders.values()].filter((order) => order.tableId === tableId),
          guestLoad: loadOf(house.orders.values()),
          menu: house.menu,
          tables: house.tables,
          settings: house.settings,
          role: as,
          stationIds,
          occurredAt: at,
          strict,
          source: {
            kind: as === "guest" ? "guest" : "device",
            name: who,
            ...(session === undefined ? {} : { session }),
          },
          guest: { isShared: session === undefined, ceiling: ceiling ?? Infinity },
          nextNumber: () => nextNumber("Z", numbers++).number,
        },
        { name, args } as unknown as Command,
      );
      for (const event of decision.kind === "applied" ? decision.events : []) house.take(event, at);
      return decision;
    },
    order: (orderId = ORDER) => house.orders.get(orderId)!,
    line: (lineId) =>
      [...house.orders.values()]
        .flatMap((order) => order.lines)
        .find((line) => line.lineId === lineId)!,
    take,
  };
  function take(event: EventDraft, occurredAt: string): void {
    house.events.push(event);
    Object.assign(house, definitionOf(event.type)?.house?.(house, event.data));
    const orderId = orderIdOfEvent(event);
    if (orderId === null) return;
    const next = foldOrder(house.orders.get(orderId), {
      ...event,
      occurredAt,
      seq: house.events.length,
    });
    if (next !== undefined) house.orders.set(orderId, next);
  }
  return house;
}

function loadOf(orders: Iterable<Order>): GuestLoad {
  const load = noGuestLoad();
  for (const order of orders) countIn(load, order.orderId, undefined, order);
  return load;
}

export const line = (
  lineId: string,
  menuItemId = "steak",
  more: Partial<Args<"order.place">["lines"][number]> = {},
) => ({ lineId, menuItemId, quantity: 1, ...more });

/** A house with one order: steak on L1 and chips on L2, at table 5. */
export function houseWithOrder(
  more: Partial<Args<"order.place">> = {},
  asking: Asking = {},
): TestHouse {
  const house = openHouse();
  house.ask(
    "order.place",
    {
      orderId: ORDER,
      channel: "dine_in",
      tableId: "t5",
      lines: [line(L1), line(L2, "chips")],
      ...more,
    },
    asking,
  );
  return house;
}

export const named = (lineId: string, generation = 0) => ({ lineId, generation });

export const bump = (
  house: TestHouse,
  lineId: string,
  generation = 0,
  asking: Asking = {},
): Decision =>
  house.ask(
    "ticket.bump",
    { orderId: ORDER, stationId: house.line(lineId).stationId, lines: [named(lineId, generation)] },
    asking,
  );

export const recall = (house: TestHouse, lineId: string, generation = 0): Decision =>
  house.ask("ticket.recall", {
    orderId: ORDER,
    stationId: house.line(lineId).stationId,
    lines: [named(lineId, generation)],
  });

/**
 * A house whose line L1 (the order's only one) has this status, come by in a way that people come
 * by it.
 */
export function houseWithLine(status: LineStatus): TestHouse {
  const house = houseWithOrder({ lines: [line(L1)] });
  if (status !== "queued")
    house.ask("line.setStatus", {
      orderId: ORDER,
      lineId: L1,
      status: status === "cancelled" ? "queued" : status,
    });
  if (status === "cancelled") {
    // Another line keeps the order alive.
    house.ask("order.addLines", { orderId: ORDER, lines: [line(L2)] });
    house.ask("line.void", { orderId: ORDER, lineId: L1, reason: "Wrong dish" });
  }
  return house;
}
