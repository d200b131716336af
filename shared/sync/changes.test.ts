import { describe, expect, test } from "vitest";
import { line, minute, uuid } from "#shared/orders/testing/house.ts";
import type { Mutation } from "./messages/push.ts";
import { needsOf } from "./needs.ts";
import { isUnchanged, noChanges } from "./sequencer.ts";
import type { Changes, Submission } from "./sequencer-port.ts";
import {
  asked,
  CLIENT,
  DEVICE,
  mutation,
  NOW,
  openTills,
  OTHER,
  place,
  pushed,
  type Tills,
} from "./testing/house.ts";

/** What a transaction with this is left to write, in a shape that is easy to read. */
async function written(tills: Tills, ...submissions: Submission[]) {
  const { changes } = await tills.submit(submissions);
  const { events, orderIds, lines, menu, tables, settings, clients, results, keys, letters } =
    changes;
  return {
    events: events.map(({ type }) => type),
    orders: [...orderIds],
    lines,
    whole: Object.entries({ menu, tables, settings }).flatMap(([name, is]) => (is ? [name] : [])),
    clients: [...clients.entries()].map(([id, { lastMutationId }]) => [id, lastMutationId]),
    results: results.map(({ mutationId, status }) => [mutationId, status]),
    keys: keys.map(({ key }) => key),
    letters: [...letters],
  };
}

const NOTHING = {
  events: [],
  orders: [],
  lines: [],
  whole: [],
  clients: [],
  results: [],
  keys: [],
  letters: [],
};

describe("what the sequencer needs, and what it leaves to be written", () => {
  test("it needs the orders, lines, clients and keys that are named, and no others", () => {
    expect(
      needsOf([
        asked("order.rush", { orderId: uuid(1), rush: true }, { key: "k1" }),
        asked("tables.replace", { tables: [] }),
        pushed([
          place(4, 2),
          mutation(5, "order.rush", { orderId: uuid(2), rush: true }),
          { id: 6, name: "nonsense", args: {}, occurredAt: NOW },
        ]),
        pushed([], OTHER),
      ]),
    ).toEqual({
      orderIds: [uuid(1), uuid(2)],
      lineIds: [uuid(200)],
      guestTables: [],
      clearedTables: [],
      clients: [
        { clientId: CLIENT, from: 4, to: 6 },
        { clientId: OTHER, from: 1, to: 0 },
      ],
      keys: ["k1"],
    });
  });

  test("nothing is nothing, and each single thing is something", () => {
    expect(noChanges()).toEqual({
      events: [],
      orderIds: new Set(),
      lines: [],
      menu: false,
      tables: false,
      settings: false,
      clients: new Map(),
      results: [],
      keys: [],
      letters: new Set(),
    });
    const one = {} as never;
    const some: readonly Partial<Changes>[] = [
      { events: [one] },
      { clients: new Map([[CLIENT, one]]) },
      { results: [one] },
      { keys: [one] },
    ];
    expect(some.map((change) => isUnchanged({ ...noChanges(), ...change }))).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(isUnchanged(noChanges())).toBe(true);
  });

  test("of an order: the order, its new lines, the number's letter, the client and its result", async () => {
    const tills = await openTills();
    const own = { clients: [[CLIENT, 1]], results: [[1, "applied"]] };
    expect(await written(tills, pushed([place(1, 1, { number: "B7" })]))).toEqual({
      ...NOTHING,
      ...own,
      events: ["order_created"],
      orders: [uuid(1)],
      lines: [{ lineId: uuid(100), orderId: uuid(1) }],
      letters: ["B"],
    });
    expect(
      await written(tills, asked("order.addLines", { orderId: uuid(1), lines: [line(uuid(101))] })),
    ).toEqual({
      ...NOTHING,
      events: ["order_lines_added"],
      orders: [uuid(1)],
      lines: [{ lineId: uuid(101), orderId: uuid(1) }],
    });
    expect(
      await written(tills, asked("order.rush", { orderId: uuid(1), rush: true }, { key: "k1" })),
    ).toEqual({ ...NOTHING, events: ["order_changed"], orders: [uuid(1)], keys: ["k1"] });
    expect(await written(tills, asked("order.rush", { orderId: uuid(1), rush: true }))).toEqual(
      NOTHING,
    );
  });

  test("a number of another's letter moves no letter on", async () => {
    const tills = await openTills();
    expect((await written(tills, pushed([place(1, 1, { number: "C7" })]))).letters).toEqual([]);
  });

  test("a refusal and an alarm change no order", async () => {
    const tills = await openTills();
    await tills.push([place(1, 1)]);
    expect(
      await written(tills, pushed([mutation(2, "order.serve", { orderId: uuid(1) })])),
    ).toEqual({
      ...NOTHING,
      events: ["mutation_rejected"],
      clients: [[CLIENT, 2]],
      results: [[2, "rejected"]],
    });
    const alarm = asked(
      "restaurant.notify",
      { orderId: uuid(1), kind: "order_unheard" },
      { who: { ...DEVICE, role: "system" } },
    );
    expect(await written(tills, alarm)).toEqual({
      ...NOTHING,
      events: ["restaurant_notification"],
    });
  });

  test("of the office: the whole that was changed, and only that", async () => {
    const tills = await openTills();
    const wholeOf = async (...submissions: Submission[]) =>
      (await written(tills, ...submissions)).whole;
    expect(
      await wholeOf(asked("menu.setAvailability", { menuItemId: "steak", available: false })),
    ).toEqual(["menu"]);
    expect(
      await wholeOf(asked("menu.replace", { menu: { stations: [], categories: [], items: [] } })),
    ).toEqual(["menu"]);
    expect(await wholeOf(asked("tables.replace", { tables: [{ id: "t1", label: "1" }] }))).toEqual([
      "tables",
    ]);
    expect(await wholeOf(asked("settings.change", { settings: { autoAccept: true } }))).toEqual([
      "settings",
    ]);
    expect(await wholeOf(asked("order.place", place(1, 1).args as never))).toEqual([]);
  });

  test("[ORD-8] a device may leave a step out; [ORD-6] a program may say when it was", async () => {
    const tills = await openTills();
    await tills.push([place(1, 1)]);
    expect(
      await tills.push([
        mutation(2, "line.setStatus", { orderId: uuid(1), lineId: uuid(100), status: "served" }),
      ]),
    ).toMatchObject({ results: [{ status: "applied" }] });
    await tills.submit([
      asked("order.place", place(1, 2).args as never, { occurredAt: minute(-3) }),
    ]);
    expect((await tills.events()).at(-1)).toMatchObject({
      occurredAt: minute(-3),
      recordedAt: NOW,
    });
  });

  test("[SYN-6] [SYN-7] what cannot be read is refused with a sentence, under the order it was about, where that can be told", async () => {
    const tills = await openTills();
    const bad = (id: number, name: string, args: Record<string, unknown>): Mutation => ({
      id,
      name,
      args,
      occurredAt: NOW,
    });
    const shouted = "ABCDEF00-0000-7000-8000-00000000000A";
    await tills.push([
      bad(1, "order.dance", { orderId: shouted }),
      bad(2, "order.rush", { orderId: shouted, rush: "yes" }),
      bad(3, "order.rush", { orderId: 7, rush: true }),
      bad(4, "order.place", {
        ...place(1, 1).args,
        lines: [{ lineId: "x", menuItemId: "steak", quantity: 1 }],
      }),
      bad(5, "order.accept", { orderId: shouted, more: 1 }),
      bad(6, "menu.setAvailability", { menuItemId: "moon", available: false }),
    ]);
    const said = (await tills.events()).flatMap((event) =>
      event.type === "mutation_rejected" ? [{ ...event.data, of: event.entityId }] : [],
    );
    expect(
      said.map(({ name, code, detail, orderId, of }) => [name, code, detail, orderId, of]),
    ).toEqual([
      [
        "order.dance",
        "unknown_mutation",
        "There is no mutation order.dance.",
        shouted.toLowerCase(),
        shouted.toLowerCase(),
      ],
      [
        "order.rush",
        "invalid",
        expect.stringMatching(/^rush: ./),
        shouted.toLowerCase(),
        shouted.toLowerCase(),
      ],
      ["order.rush", "invalid", expect.stringMatching(/^orderId: ./), null, CLIENT],
      ["order.place", "invalid", "lines.0.lineId: must be a UUID", uuid(1), uuid(1)],
      [
        "order.accept",
        "invalid",
        expect.stringMatching(/^arguments: ./),
        shouted.toLowerCase(),
        shouted.toLowerCase(),
      ],
      [
        "menu.setAvailability",
        "unknown_item",
        "That dish is not on the menu any more.",
        null,
        CLIENT,
      ],
    ]);
  });
});
