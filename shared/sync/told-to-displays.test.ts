import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isSetAside } from "#shared/kitchen/set-aside.ts";
import type { EventDraft, HeardEvent } from "#shared/orders/event.ts";
import { evening, type Deed } from "#shared/orders/testing/arbitraries.ts";
import { minute, NOW, openHouse, uuid } from "#shared/orders/testing/house.ts";
import { boardDocs, boardEvent, boardLogId, boardOrder, toldTo } from "./told-to-displays.ts";
import { applyToWorld, emptyWorld, type World } from "./world.ts";

/** What nobody in the room is to read, each word once. */
const SECRETS = [
  "Zoraida",
  "window seat",
  "gluten-free",
  "peanuts",
  "They left",
  "Dropped",
  "Steak",
  "Burger",
  "Chips",
  "steak",
  "burger",
  "chips",
  "grill",
  "fry",
  "No sauce",
  "Ana",
  "t5",
  "t6",
  "c11e27",
];

const heard = (draft: EventDraft, seq: number): HeardEvent => ({
  ...draft,
  seq,
  id: uuid(0xe000 + seq),
  v: 1,
  origin: { clientId: "c11e27", mutationId: seq },
  occurredAt: minute(seq),
  recordedAt: minute(seq),
});

/** The log of an evening in which people write down what is nobody else's business. */
function logOf(deeds: readonly Deed[]): HeardEvent[] {
  const house = openHouse();
  for (const { name, args, as, strict, minute: at } of deeds) {
    const more =
      name !== "order.place"
        ? {}
        : {
            guestName: "Zoraida",
            notes: "window seat",
            promisedAt: minute(500),
            lines: (args["lines"] as object[]).map((line) => ({
              ...line,
              notes: "gluten-free",
              allergies: ["peanuts"],
            })),
          };
    house.ask(name, { ...args, ...more } as never, { as, strict, at: minute(at) });
  }
  house.take({ type: "menu_changed", entityId: "menu", data: { menu: house.menu } }, NOW);
  house.take({ type: "tables_changed", entityId: "tables", data: { tables: house.tables } }, NOW);
  house.take(
    {
      type: "settings_changed",
      entityId: "settings",
      data: {
        settings: {
          ...house.settings,
          stationThresholds: { grill: { warmSeconds: 1, lateSeconds: 2 } },
        },
      },
    },
    NOW,
  );
  house.take(
    {
      type: "restaurant_notification",
      entityId: "t6",
      data: { kind: "table_crowded", tableId: "t6", label: "Ana's corner", count: 12 },
    },
    NOW,
  );
  house.take(
    {
      type: "restaurant_notification",
      entityId: uuid(9),
      data: { kind: "device_silent", deviceId: "c11e27", name: "Ana's tablet", lastSeenAt: NOW },
    },
    NOW,
  );
  house.take(
    {
      type: "restaurant_notification",
      entityId: uuid(1),
      data: {
        kind: "order_unscreened",
        orderId: uuid(1),
        number: "B1",
        stations: ["Ana's corner"],
      },
    },
    NOW,
  );
  house.take(
    {
      type: "restaurant_notification",
      entityId: "stations",
      data: { kind: "stations_unscreened", stations: [{ id: "t6", name: "Ana's corner" }] },
    },
    NOW,
  );
  house.take(
    {
      type: "mutation_rejected",
      entityId: "c11e27",
      data: {
        name: "order.cancel",
        code: "order_cancelled",
        detail: "Order B1 (table 5) of Zoraida was cancelled.",
        orderId: null,
      },
    },
    NOW,
  );
  return house.events.map((draft, index) => heard(draft, index + 1));
}

const worldOf = (events: readonly HeardEvent[]): World => {
  const world = emptyWorld();
  for (const event of events) applyToWorld(world, event);
  return world;
};

const always = (property: (log: readonly HeardEvent[]) => void) =>
  fc.assert(
    fc.property(evening, (deeds) => property(logOf(deeds))),
    { numRuns: 300 },
  );

describe("what the board is told", () => {
  test("[SYN-35] folds to what is told of what everybody's log folds to (S4)", () => {
    always((log) => {
      const [whole, board] = [worldOf(log), worldOf(log.map(boardEvent))];
      expect([...board.orders.values()]).toEqual([...whole.orders.values()].map(boardOrder));
      expect({ menu: board.menu, tables: board.tables, settings: board.settings }).toEqual(
        boardDocs(whole),
      );
    });
  });

  test("[SYN-35] also where it begins in the middle, from a snapshot", () => {
    always((log) => {
      const middle = Math.floor(log.length / 2);
      const base = worldOf(log.slice(0, middle));
      const board: World = {
        ...emptyWorld(),
        ...boardDocs(base),
        orders: new Map([...base.orders].map(([id, order]) => [id, boardOrder(order)])),
      };
      for (const event of log.slice(middle)) applyToWorld(board, boardEvent(event));
      expect([...board.orders.values()]).toEqual([...worldOf(log).orders.values()].map(boardOrder));
    });
  });

  test("[SYN-35] names no dish, guest of staff's, note, allergy, table, reason, station or device, in an event or in an order", () => {
    always((log) => {
      const told = JSON.stringify([
        log.map(boardEvent),
        [...worldOf(log).orders.values()].map(boardOrder),
        boardDocs(worldOf(log)),
      ]).replaceAll(/"name":"order\.cancel"/g, "");
      const named = log.some(
        ({ type, data }) =>
          type === "order_created" &&
          (data as { source: { kind: string } }).source.kind === "guest",
      );
      expect(
        SECRETS.filter((secret) => told.includes(secret) && !(named && secret === "Zoraida")),
      ).toEqual([]);
      expect(told).not.toMatch(/"price":[1-9]/);
    });
  });

  test("[SYN-35] keeps the numbers, statuses and times by which the board is drawn", () => {
    always((log) => {
      for (const order of worldOf(log).orders.values()) {
        const { number, status, channel, placedAt, firedAt, held } = boardOrder(order);
        expect({ number, status, channel, placedAt, firedAt, held }).toEqual({
          number: order.number,
          status: order.status,
          channel: order.channel,
          placedAt: order.placedAt,
          firedAt: order.firedAt,
          held: order.held,
        });
        for (const at of [0, 30, 300])
          expect(isSetAside(boardOrder(order), Date.parse(minute(at)))).toBe(
            isSetAside(order, Date.parse(minute(at))),
          );
      }
    });
  });

  test("[SYN-35] has the name that a guest gave, and none that staff typed", () => {
    const named = (kind: "guest" | "device") => {
      const house = openHouse();
      house.ask("order.place", {
        orderId: uuid(1),
        channel: "takeaway",
        guestName: "Maya",
        lines: [{ lineId: uuid(11), menuItemId: "steak", quantity: 1 }],
      });
      return boardOrder({ ...house.order(), source: { kind, name: "Ana" } }).guestName;
    };
    expect([named("guest"), named("device")]).toEqual(["Maya", null]);
  });

  test("[SYN-35] has no event of a kind that it does not know", () => {
    const strange = {
      ...heard({ type: "order_changed", entityId: "x", data: { orderId: "x" } }, 1),
      type: "payment_made",
      data: { card: "4111" },
    } as unknown as HeardEvent;
    expect(boardEvent(strange)).toMatchObject({
      seq: 1,
      type: "payment_made",
      entityId: "payment_made",
      data: {},
      origin: null,
    });
  });

  test("[SYN-35] is another log, by a name that leads back", () => {
    const logId = "0195f3a2-7d11-7cc4-8f2b-2c5a0e9d4b1f";
    expect(boardLogId(logId)).toBe("0195f3a2-7d11-7cc4-8f2b-2c5a0e9d4b1e");
    expect(boardLogId(boardLogId(logId))).toBe(logId);
    expect((["owner", "kitchen", "expo", "floor", "display"] as const).map(toldTo)).toEqual([
      "all",
      "all",
      "all",
      "all",
      "board",
    ]);
  });
});
