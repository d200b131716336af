import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { evening } from "#shared/orders/testing/arbitraries.ts";
import { L1, L2, L3, L4, minute, uuid } from "#shared/orders/testing/house.ts";
import type { CommandName, MutationName } from "#shared/orders/command.ts";
import { isMutationName } from "#shared/orders/command.ts";
import { openTills, mutation, NOW, CLIENT, DEVICE, place } from "../testing/house.ts";
import type { Mutation } from "../messages/push.ts";
import type { OutboxEntry } from "./entry.ts";
import { answerEntries, makeOutbox, unreached } from "./outbox.ts";
import { draw, type Drawn, type Own } from "./overlay.ts";
import { emptyReplica, takeEvents, takeSnapshot } from "./replica.ts";

const OWN: Own = { role: "owner", letter: "B", source: DEVICE.source, stationIds: [] };

const entryOf = ({ id, name, args, occurredAt }: Mutation): OutboxEntry => ({
  at: id,
  clientId: CLIENT,
  id,
  name: name as MutationName,
  args,
  occurredAt,
  state: "waiting",
  outcome: null,
});

/** What a person sees of the orders: not how far the log is. */
/** Where and when the log wrote it down is nothing that a screen draws as changed. */
const seen = (drawn: Drawn) =>
  [...drawn.orders.values()]
    .map(({ recordedAt: _recordedAt, ...order }) => ({ ...order, seq: 0 }))
    .sort((a, b) => (a.orderId < b.orderId ? -1 : 1));

/**
 * Line ids are made at random: those of two orders never meet on a device, as they do among so few
 * here.
 */
const ownLines = (args: Record<string, unknown>): Record<string, unknown> =>
  args["orderId"] === uuid(1)
    ? args
    : JSON.parse(
        [L1, L2, L3, L4].reduce(
          (text, id, index) => text.replaceAll(id, uuid(0x200 + index)),
          JSON.stringify(args),
        ),
      );

describe("what is drawn", () => {
  test("[SYN-19] is the base with the device's own actions on top, and leaves the base alone", async () => {
    const tills = await openTills();
    const replica = emptyReplica();
    takeSnapshot(replica, tills.log.snapshot(NOW));
    const drawn = draw(
      replica.world,
      [
        place(1, 1, { number: "B1" }),
        mutation(2, "order.rush", { orderId: uuid(1), rush: true }),
      ].map(entryOf),
      OWN,
    );
    expect(drawn.orders.get(uuid(1))).toMatchObject({ number: "B1", rush: true });
    expect([
      replica.world.orders.size,
      [...drawn.unsentOrderIds],
      [...drawn.unplacedOrderIds],
    ]).toEqual([0, [uuid(1)], [uuid(1)]]);
  });

  test("[SYN-19] tells an order that is only here from one of which only a change is", async () => {
    const tills = await openTills();
    const rush = entryOf(mutation(2, "order.rush", { orderId: uuid(1), rush: true }));
    const placed = entryOf(place(1, 1, { number: "B1" }));
    const sets = ({ unsentOrderIds, unplacedOrderIds }: Drawn) => [
      [...unsentOrderIds],
      [...unplacedOrderIds],
    ];
    const base = { ...tills.log.snapshot(NOW), orders: new Map() };
    expect(sets(draw(base, [{ ...placed, state: "answered" as const }, rush], OWN))).toEqual([
      [uuid(1)],
      [],
    ]);
    expect(sets(draw(base, [placed, { ...rush, state: "answered" as const }], OWN))).toEqual([
      [uuid(1)],
      [uuid(1)],
    ]);
  });

  test("[SYN-19] an entry that cannot be carried out is not drawn, and one that does not parse is passed over", async () => {
    const tills = await openTills();
    const drawn = draw(
      { ...tills.log.snapshot(NOW), orders: new Map() },
      [
        entryOf(mutation(1, "order.rush", { orderId: uuid(9), rush: true })),
        entryOf({
          id: 2,
          name: "order.rush",
          args: { orderId: uuid(9), rush: "very" },
          occurredAt: NOW,
        }),
        entryOf(place(3, 3)),
      ],
      OWN,
    );
    expect([...drawn.orders.keys()]).toEqual([uuid(3)]);
  });

  test("[SYN-19] is the very same where nothing came out otherwise, and a new map where something did", async () => {
    const tills = await openTills();
    const world = { ...tills.log.snapshot(NOW), orders: new Map() };
    const entries = [place(1, 1, { number: "B1" }), place(2, 2, { number: "B2" })].map(entryOf);
    const first = draw(world, entries, OWN);
    const answered = draw(
      world,
      entries.map((entry) => ({ ...entry, state: "answered" as const })),
      OWN,
      first,
    );
    expect([
      answered.orders === first.orders,
      first.unsentOrderIds.size,
      answered.unsentOrderIds.size,
    ]).toEqual([true, 2, 0]);
    const rushed = draw(
      world,
      [...entries, entryOf(mutation(3, "order.rush", { orderId: uuid(2), rush: true }))],
      OWN,
      first,
    );
    expect([1, 2].map((n) => rushed.orders.get(uuid(n)) === first.orders.get(uuid(n)))).toEqual([
      true,
      false,
    ]);
    expect([rushed.orders.get(uuid(2))?.rush, first.orders.get(uuid(2))?.rush]).toEqual([
      true,
      false,
    ]);
    // Another base is another order, and so is another menu.
    expect(
      draw({ ...world, menu: { ...world.menu } }, entries, OWN, first).orders.get(uuid(1)),
    ).not.toBe(first.orders.get(uuid(1)));
  });

  test("[SYN-19] is made anew where it is somebody else's, another action's or of another order", async () => {
    const tills = await openTills();
    const world = { ...tills.log.snapshot(NOW), orders: new Map() };
    const placing = entryOf(place(1, 1));
    const numberOf = (entry: OutboxEntry, own: Own) =>
      draw(world, [entry], own).orders.get(uuid(1))?.number;
    expect([
      numberOf(placing, OWN),
      numberOf(placing, { ...OWN, letter: "C" }),
      numberOf(placing, OWN),
      numberOf({ ...placing, id: 2 }, OWN),
    ]).toEqual(["B1", "C1", "B1", "B2"]);
    const seated = entryOf(place(4, 4, { channel: "dine_in", tableId: world.tables[0]!.id }));
    const labels = ["Bar", "Window"].map(
      (label) =>
        draw({ ...world, tables: [{ ...world.tables[0]!, label }] }, [seated], OWN).orders.get(
          uuid(4),
        )?.tableLabel,
    );
    expect(labels).toEqual(["Bar", "Window"]);

    const order = draw(world, [placing], OWN).orders.get(uuid(1))!;
    const rushing = entryOf(mutation(3, "order.rush", { orderId: uuid(1), rush: true }));
    const rushed = (guestName: string) =>
      draw(
        { ...world, orders: new Map([[uuid(1), { ...order, guestName }]]) },
        [rushing],
        OWN,
      ).orders.get(uuid(1));
    expect([rushed("Ada"), rushed("Ben")]).toMatchObject([
      { guestName: "Ada", rush: true },
      { guestName: "Ben", rush: true },
    ]);
  });

  test("[SYN-19] is another map where an order is gone, and what is about no order marks none as unsent", async () => {
    const tills = await openTills();
    const world = { ...tills.log.snapshot(NOW), orders: new Map() };
    const entries = [place(1, 1), place(2, 2)].map(entryOf);
    const both = draw(world, entries, OWN);
    expect([...draw(world, entries.slice(0, 1), OWN, both).orders.keys()]).toEqual([uuid(1)]);
    expect([
      ...draw(
        world,
        [entryOf(mutation(3, "menu.setAvailability", { menuItemId: "steak", available: false }))],
        OWN,
      ).unsentOrderIds,
    ]).toEqual([]);
  });

  test("[SYN-19] 86 is drawn at once", async () => {
    const tills = await openTills();
    const drawn = draw(
      { ...tills.log.snapshot(NOW), orders: new Map() },
      [entryOf(mutation(1, "menu.setAvailability", { menuItemId: "steak", available: false }))],
      OWN,
    );
    expect(drawn.menu.items.find((item) => item.id === "steak")!.available).toBe(false);
  });

  test("[SYN-19] what was refused of a closed order is not drawn on it while its closing comes event by event", async () => {
    const tills = await openTills();
    const replica = emptyReplica();
    const list = [
      place(1, 1),
      mutation(2, "order.serve", { orderId: uuid(1), lineIds: [uuid(100)] }),
      mutation(3, "order.complete", { orderId: uuid(1) }),
      mutation(4, "order.addLines", {
        orderId: uuid(1),
        lines: [{ lineId: uuid(101), menuItemId: "steak", quantity: 1 }],
      }),
    ];
    takeSnapshot(replica, tills.log.snapshot(NOW));
    const outbox = makeOutbox(CLIENT, list.length + 1, list.map(entryOf));
    const outcome = await tills.push(list);
    if (outcome.kind !== "pushed") throw new Error(outcome.kind);
    expect(outcome.results.map(({ status }) => status)).toEqual([
      "applied",
      "applied",
      "applied",
      "rejected",
    ]);
    answerEntries(outbox, CLIENT, outcome.results);
    for (const event of await tills.events()) {
      takeEvents(replica, [event]);
      const order = draw(replica.world, unreached(outbox, event.seq), OWN).orders.get(uuid(1));
      expect([order?.status, order?.lines.map(({ lineId }) => lineId)], event.type).toEqual([
        "completed",
        [uuid(100)],
      ]);
    }
  });

  test("[SYN-18] nothing flickers: not when the answer comes, nor while its events come one by one", async () => {
    await fc.assert(
      fc.asyncProperty(evening, async (deeds) => {
        const tills = await openTills();
        const replica = emptyReplica();
        takeSnapshot(replica, tills.log.snapshot(NOW));
        const list = deeds
          .filter((deed) => isMutationName(deed.name))
          .map(({ name, args }, index): Mutation => ({
            id: index + 1,
            name: name as CommandName,
            args: ownLines(name === "order.place" ? { ...args, number: `B${index + 1}` } : args),
            occurredAt: minute(index - 100),
          }));
        const outbox = makeOutbox(CLIENT, list.length + 1, list.map(entryOf));
        const look = () => seen(draw(replica.world, unreached(outbox, replica.cursor!.seq), OWN));
        const before = look();
        const outcome = await tills.push(list);
        if (outcome.kind !== "pushed") throw new Error(outcome.kind);
        const ends = new Set(outcome.results.map((result) => result.seq));
        answerEntries(outbox, CLIENT, outcome.results);
        expect(look()).toEqual(before);
        const lines = (orders: ReturnType<typeof seen>) => orders.map((order) => order.lines);
        for (const [index, event] of (await tills.events()).entries()) {
          takeEvents(replica, [event]);
          // Between two events of one action an order's own status may be one step behind its
          // lines; the lines never are.
          if (ends.has(index + 1)) expect(look()).toEqual(before);
          else expect(lines(look())).toEqual(lines(before));
        }
        expect(unreached(outbox, replica.cursor!.seq)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});
