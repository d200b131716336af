/**
 * The wire, pinned. When this fails a message or a command has another shape: tablets out there still speak the old one. Is it only more
 * permissive for what the server takes, or only adds what an old client passes over? Then write the new hash down here. Otherwise raise
 * PROTOCOL in protocol.ts, keep understanding the old version (OLDEST_PROTOCOL) and write the new hash down under the new version.
 */
import { describe, expect, it } from "vitest";
import { z } from "zod/mini";
import { fingerprint } from "#shared/kernel/fingerprint.ts";
import { COMMANDS, MUTATION_NAMES } from "#shared/orders/command.ts";
import { ackRequest } from "./ack.ts";
import { pushConflict } from "./conflict.ts";
import { cursorSchema, logHeadSchema } from "./cursor.ts";
import { eventSchema, parseEvent } from "./event.ts";
import { mustRefetch } from "./must-refetch.ts";
import { MAX_MUTATIONS, MAX_PAGE, MAX_PUSH_BYTES, OLDEST_PROTOCOL, PROTOCOL } from "./protocol.ts";
import { pageSchema } from "./pull.ts";
import { mutationResult, mutationSchema, pushAnswer, pushRequest } from "./push.ts";
import { parseSnapshot, snapshotSchema } from "./snapshot.ts";
import { pingSchema, readySchema } from "./stream.ts";

const MESSAGES = {
  ackRequest, pushConflict, cursorSchema, logHeadSchema, eventSchema, mustRefetch, pageSchema, mutationResult, mutationSchema, pushAnswer, pushRequest,
  snapshotSchema, pingSchema, readySchema, ...COMMANDS,
};

const HASHES: Readonly<Record<number, Readonly<Record<string, string>>>> = {
  1: {
    ackRequest: "1bf9a6832e27", cursorSchema: "06ebee9db1e9", "device.silent": "075a5d6bb07c", eventSchema: "1578216db592", limits: "1411e32b8996",
    "line.setStatus": "155415516426", "line.void": "0695ef920e5f", logHeadSchema: "0bcd22562d2d", "menu.replace": "043f36764d5e",
    "menu.setAvailability": "169a3b5d43df", mustRefetch: "034bc84d92bd", mutationResult: "1e35c9389f26", mutationSchema: "0961428543ce",
    "order.accept": "06747b159395", "order.addLines": "11a6f627904e", "order.call": "14c46c39a586", "order.cancel": "0ad11245e55a", "order.close": "06747b159395",
    "order.complete": "06747b159395", "order.confirm": "06747b159395",
    "order.fireCourse": "0db712c1e8e5", "order.hold": "06747b159395", "order.moveTable": "098c30bb01f4", "order.place": "1ccbaf7ce318",
    "order.reject": "0ad11245e55a", "order.release": "0fe6e7a1965d", "order.rush": "01ddc61c4e0b", "order.serve": "179bf7b3cb9d",
    "order.setStatus": "0b705ab0bfb1", pageSchema: "0fa69136bdb3", pingSchema: "1b7d4d740f9d", pushAnswer: "1d1f54df5a85",
    pushConflict: "03aa94e55fc1", pushRequest: "1fa164d14d3b", readySchema: "021e67ee7165", "restaurant.notify": "070e0e402f48",
    "settings.change": "0ad5d59c698d", snapshotSchema: "16b0c01c0fd3", "tables.replace": "097bf37b1730", "ticket.bump": "0d0760e80bd6",
    "ticket.recall": "0d0760e80bd6", "ticket.shown": "04e1a940736a",
  },
};

describe("the wire", () => {
  const shape = (schema: z.ZodMiniType) => fingerprint(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" })).slice(0, 12);
  const shapes = Object.fromEntries(Object.entries(MESSAGES).map(([name, schema]) => [name, shape(schema)]));
  shapes["limits"] = fingerprint({ MAX_MUTATIONS, MAX_PAGE, MAX_PUSH_BYTES, MUTATION_NAMES }).slice(0, 12);

  it("is what tablets out there speak: read the top of this file before you change a hash", () => {
    expect(shapes).toEqual(HASHES[PROTOCOL]);
  });

  it("has a pinned shape for every version that is spoken", () => {
    expect(OLDEST_PROTOCOL).toBeLessThanOrEqual(PROTOCOL);
    expect(Object.keys(HASHES)).toContain(String(PROTOCOL));
  });

  it("passes what a newer server adds, and refuses what is not ours", () => {
    const event = { seq: 1, id: "00000000-0000-7000-8000-000000000001", type: "new_type", v: 2, entityId: "x", data: { a: 1 }, origin: null, occurredAt: "2026-01-31T19:00:00Z", recordedAt: "2026-01-31T19:00:00.000Z", later: true };
    expect(parseEvent(event)).toMatchObject({ seq: 1, type: "new_type", data: { a: 1 } });
    for (const bad of [null, "<html>", {}, { ...event, seq: -1 }, { ...event, data: "text" }]) expect(parseEvent(bad)).toBeNull();
    const orders = [{ orderId: event.id, later: true }];
    const snapshot = { logId: event.id, epoch: 1, seq: 1, id: null, serverTime: event.recordedAt, menu: {}, tables: [], settings: {}, orders };
    expect(parseSnapshot(snapshot)?.orders).toEqual(orders);
    for (const bad of [null, "<html>", {}, [], { orders: [] }, { ...snapshot, orders: {} }, { ...snapshot, orders: [null] }, { ...snapshot, orders: [...orders, { orderId: "B1" }] }]) expect(parseSnapshot(bad)).toBeNull();
  });

  it("a push is strict: a field that nobody knows is a mistake somebody should hear of", () => {
    const push = { protocol: 1, clientId: "00000000-0000-7000-8000-000000000001", mutations: [] };
    expect(pushRequest.safeParse(push).success).toBe(true);
    for (const bad of [{ ...push, extra: 1 }, { ...push, clientId: "X" }, { ...push, mutations: [{ id: 0, name: "a", args: {}, occurredAt: "2026-01-31T19:00:00Z" }] }]) {
      expect(pushRequest.safeParse(bad).success).toBe(false);
    }
    const many = (count: number) => Array.from({ length: count }, (_, index) => ({ id: index + 1, name: "a", args: {}, occurredAt: "2026-01-31T19:00:00Z" }));
    expect([MAX_MUTATIONS, MAX_MUTATIONS + 1].map((count) => pushRequest.safeParse({ ...push, mutations: many(count) }).success)).toEqual([true, false]);
  });
});
