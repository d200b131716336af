/**
 * The wire, pinned. When this fails a message, a command or an event has another shape: tablets out
 * there still speak the old one. Is it only more permissive for what the server takes, or only adds
 * what an old client passes over? Then write the new hash down here. Otherwise raise PROTOCOL in
 * protocol.ts, keep understanding the old version (OLDEST_PROTOCOL) and write the new hash down
 * under the new version.
 *
 * Of an event: logs and tablets are full of what earlier versions wrote, so a member may only be
 * added, and optional. Anything else is another version of that event (`v`), and tablets with an
 * older app say that they need an update when they meet it.
 */
import { describe, expect, test } from "vitest";
import { z } from "zod/mini";
import { fingerprint } from "#shared/kernel/fingerprint.ts";
import { COMMANDS, MUTATION_NAMES } from "#shared/orders/command.ts";
import { definitionOf, isFolded } from "#shared/orders/event.ts";
import { ALL_EVENTS } from "#shared/orders/events/all.ts";
import { FOLD } from "#shared/orders/fold.ts";
import { SAMPLE_LOG } from "#shared/orders/testing/sample-log.ts";
import { applyToWorld, emptyWorld } from "../world.ts";
import { ackRequest } from "./ack.ts";
import { pushConflict } from "./conflict.ts";
import { cursorSchema, logHeadSchema } from "./cursor.ts";
import { eventSchema, readEvent } from "./event.ts";
import { mustRefetch } from "./must-refetch.ts";
import { MAX_MUTATIONS, MAX_PAGE, MAX_PUSH_BYTES, OLDEST_PROTOCOL, PROTOCOL } from "./protocol.ts";
import { pageSchema } from "./pull.ts";
import { mutationResult, mutationSchema, pushAnswer, pushRequest } from "./push.ts";
import { parseSnapshot, snapshotSchema } from "./snapshot.ts";
import { pingSchema, readySchema } from "./stream.ts";

const EVENTS = Object.fromEntries(
  ALL_EVENTS.map(({ type, data }) => [type, data as z.ZodMiniType]),
);

const MESSAGES = {
  ackRequest,
  pushConflict,
  cursorSchema,
  logHeadSchema,
  eventSchema,
  mustRefetch,
  pageSchema,
  mutationResult,
  mutationSchema,
  pushAnswer,
  pushRequest,
  snapshotSchema,
  pingSchema,
  readySchema,
  ...COMMANDS,
  ...EVENTS,
};

const HASHES: Readonly<Record<number, Readonly<Record<string, string>>>> = {
  1: {
    ackRequest: "1bf9a6832e27",
    "codes.guessed": "05f75e8137b2",
    cursorSchema: "10898dda76da",
    "device.silent": "104a64372254",
    eventSchema: "0ae8338dfb6d",
    "guests.pause": "13618d009733",
    "guests.resume": "1a143d106080",
    limits: "1411e32b8996",
    "line.setStatus": "11cd7ad1db68",
    "line.void": "00027e8db3cb",
    logHeadSchema: "10a76ee57dc0",
    "menu.replace": "0b32298f488f",
    "menu.setAvailability": "11bb76b85e0e",
    mustRefetch: "1041d77f2aec",
    mutationResult: "1e35c9389f26",
    mutationSchema: "092e2008e6b3",
    "order.accept": "1e79dae5080e",
    "order.addLines": "0458a5d385aa",
    "order.call": "0ca614c9705c",
    "order.cancel": "038a1b1745ad",
    "order.close": "1e79dae5080e",
    "order.complete": "1e79dae5080e",
    "order.confirm": "1e79dae5080e",
    "order.fireCourse": "0827a6395810",
    "order.hold": "1e79dae5080e",
    "order.moveTable": "0c84700842a2",
    "order.place": "097943adc9f1",
    "order.reject": "038a1b1745ad",
    "order.release": "0334664cfc3e",
    "order.rush": "0feb16e20a28",
    "order.serve": "023ecd52c63c",
    "order.setStatus": "15639f5e57df",
    pageSchema: "0c54e909d38c",
    pingSchema: "1dd6457edbe0",
    pushAnswer: "0b71c358e499",
    pushConflict: "03aa94e55fc1",
    pushRequest: "18b8e12ed3d0",
    readySchema: "1014bc0f91a3",
    "restaurant.notify": "1dfccf832be9",
    "settings.change": "1c6cd5710232",
    snapshotSchema: "0829a777a5f9",
    "stations.unscreened": "1b9559bdc934",
    "table.crowded": "0d6b8aad9bfc",
    "table.ordering": "0d639f95c7b8",
    "tables.replace": "01c533f473f2",
    "ticket.bump": "0ea09a6fc6d6",
    "ticket.recall": "0ea09a6fc6d6",
    "ticket.shown": "0d7334e0ea90",
    kitchen_notification: "0b93b5f8e1eb",
    menu_changed: "0c91273ff9ac",
    menu_item_availability_changed: "0dbbd152614a",
    mutation_rejected: "0f96b79dd184",
    order_changed: "06f38c47fd4e",
    order_created: "05eeb76e994b",
    order_item_status_changed: "16443c056468",
    order_lines_added: "0a86b15b4504",
    order_status_changed: "0cdee7a83f95",
    restaurant_notification: "19549f5d4c19",
    settings_changed: "0457ab9a027f",
    tables_changed: "1c6643b00fda",
    ticket_shown: "064af85401a2",
  },
};

describe("the wire", () => {
  const shape = (schema: z.ZodMiniType) =>
    fingerprint(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" })).slice(0, 12);
  const shapes = Object.fromEntries(
    Object.entries(MESSAGES).map(([name, schema]) => [name, shape(schema)]),
  );
  shapes["limits"] = fingerprint({ MAX_MUTATIONS, MAX_PAGE, MAX_PUSH_BYTES, MUTATION_NAMES }).slice(
    0,
    12,
  );

  test("is what tablets out there speak: read the top of this file before you change a hash", () => {
    expect(shapes).toEqual(HASHES[PROTOCOL]);
  });

  const folded = ALL_EVENTS.filter(({ type }) => isFolded(definitionOf(type)!));

  test("[SYN-37] folds as the name says under which tablets keep what they have folded: where it makes something else of the same log, it is another name", () => {
    const world = emptyWorld();
    for (const event of SAMPLE_LOG) applyToWorld(world, event);
    expect(FOLD).toBe(
      fingerprint([
        folded.map(({ type }) => type),
        { ...world, orders: [...world.orders.values()] },
      ]).slice(0, 12),
    );
  });

  // What is deeper is kept as it comes, also by code that does not know it.
  test("[SYN-37] has in its sample every member that fold may look at", () => {
    const membersOf = (data: z.ZodMiniType) =>
      Object.keys(
        (z.toJSONSchema(data, { io: "input", unrepresentable: "any" }) as { properties: object })
          .properties,
      );
    const missing = folded.flatMap(({ type, data }) =>
      membersOf(data)
        .filter(
          (name) =>
            !SAMPLE_LOG.some((event) => event.type === type && Object.hasOwn(event.data, name)),
        )
        .map((name) => `${type}.${name}`),
    );
    expect(missing).toEqual([]);
  });

  test("has a pinned shape for every version that is spoken", () => {
    expect(OLDEST_PROTOCOL).toBeLessThanOrEqual(PROTOCOL);
    expect(Object.keys(HASHES)).toContain(String(PROTOCOL));
  });

  test("passes what a newer server adds, and refuses what is not ours", () => {
    const event = {
      seq: 1,
      id: "00000000-0000-7000-8000-000000000001",
      type: "new_type",
      v: 2,
      entityId: "x",
      data: { a: 1 },
      origin: null,
      occurredAt: "2026-01-31T19:00:00Z",
      recordedAt: "2026-01-31T19:00:00.000Z",
      later: true,
    };
    expect(readEvent(event)).toMatchObject({ seq: 1, type: "new_type", data: { a: 1 } });
    for (const bad of [null, "<html>", {}, { ...event, seq: -1 }, { ...event, data: "text" }])
      expect(readEvent(bad)).toBe("unreadable");
    const orders = [{ orderId: event.id, later: true }];
    const snapshot = {
      logId: event.id,
      epoch: 1,
      seq: 1,
      id: null,
      serverTime: event.recordedAt,
      menu: {},
      tables: [],
      settings: {},
      orders,
    };
    expect(parseSnapshot(snapshot)?.orders).toEqual(orders);
    for (const bad of [
      null,
      "<html>",
      {},
      [],
      { orders: [] },
      { ...snapshot, orders: {} },
      { ...snapshot, orders: [null] },
      { ...snapshot, orders: [...orders, { orderId: "B1" }] },
    ])
      expect(parseSnapshot(bad)).toBeNull();
  });

  test("a push is strict: a field that nobody knows is a mistake somebody should hear of", () => {
    const push = { protocol: 1, clientId: "00000000-0000-7000-8000-000000000001", mutations: [] };
    expect(pushRequest.safeParse(push).success).toBe(true);
    for (const bad of [
      { ...push, extra: 1 },
      { ...push, clientId: "X" },
      { ...push, mutations: [{ id: 0, name: "a", args: {}, occurredAt: "2026-01-31T19:00:00Z" }] },
    ]) {
      expect(pushRequest.safeParse(bad).success).toBe(false);
    }
    const many = (count: number) =>
      Array.from({ length: count }, (_, index) => ({
        id: index + 1,
        name: "a",
        args: {},
        occurredAt: "2026-01-31T19:00:00Z",
      }));
    expect(
      [MAX_MUTATIONS, MAX_MUTATIONS + 1].map(
        (count) => pushRequest.safeParse({ ...push, mutations: many(count) }).success,
      ),
    ).toEqual([true, false]);
  });
});
