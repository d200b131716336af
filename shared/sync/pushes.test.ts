import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { evening } from "#shared/orders/testing/arbitraries.ts";
import { minute, uuid } from "#shared/orders/testing/house.ts";
import type { Mutation } from "./messages/push.ts";
import { isUnchanged, noChanges } from "./sequencer.ts";
import {
  CLIENT,
  DEVICE,
  mutation,
  NOW,
  openTills,
  OTHER,
  place,
  type Tills,
} from "./testing/house.ts";

const headOf = async (tills: Tills) => (await tills.log.events.position()).head;
const rush = (id: number, n: number, value = true): Mutation =>
  mutation(id, "order.rush", { orderId: uuid(n), rush: value });

describe("the sequencer", () => {
  test("[SYN-4] a push that comes again gets its stored results, and changes nothing", async () => {
    const tills = await openTills();
    const list = [place(1, 1), rush(2, 1), rush(3, 1), rush(4, 77)];
    const first = await tills.push(list);
    const before = await tills.events();
    await tills.command("order.rush", { orderId: uuid(1), rush: false });
    const again = await tills.push(list);
    expect(again).toMatchObject({ kind: "pushed", lastMutationId: 4 });
    expect(again.kind === "pushed" && again.results).toEqual(
      first.kind === "pushed" && first.results,
    );
    expect(first.kind === "pushed" && first.results.map((it) => it.status)).toEqual([
      "applied",
      "applied",
      "noop",
      "rejected",
    ]);
    expect(await headOf(tills)).toBe(before.length + 1);
  });

  test("[SYN-4] a push that is half known gets stored results for that half and carries out the rest", async () => {
    const tills = await openTills();
    await tills.push([place(1, 1), rush(2, 1)]);
    expect(await tills.push([rush(2, 1), rush(3, 1, false)])).toMatchObject({
      lastMutationId: 3,
      results: [
        { id: 2, status: "applied" },
        { id: 3, status: "applied" },
      ],
    });
  });

  test("[SYN-5] a used id with another payload is said, and nothing of that push is carried out", async () => {
    const tills = await openTills();
    await tills.push([place(1, 1)]);
    expect(await tills.push([place(1, 5), rush(2, 1)])).toEqual({
      kind: "id_reused",
      mutationId: 1,
    });
    expect(await tills.push([{ ...place(1, 1), occurredAt: minute(1) }])).toEqual({
      kind: "id_reused",
      mutationId: 1,
    });
    expect(await headOf(tills)).toBe(3);
    expect(await tills.push([])).toMatchObject({ lastMutationId: 1 });
  });

  test("[SYN-6] poison blocks nobody: unreadable arguments and unknown names are refused and recorded", async () => {
    const tills = await openTills();
    const outcome = await tills.push([
      { id: 1, name: "order.place", args: { orderId: "not an id" }, occurredAt: NOW },
      { id: 2, name: "constructor", args: {}, occurredAt: NOW },
      { id: 3, name: "menu.replace", args: { menu: {} }, occurredAt: NOW },
      place(4, 4),
    ]);
    expect(outcome).toMatchObject({
      lastMutationId: 4,
      results: [
        { status: "rejected", code: "invalid", detail: "orderId: must be a UUID" },
        { status: "rejected", code: "unknown_mutation" },
        { status: "rejected", code: "unknown_mutation" },
        { status: "applied" },
      ],
    });
  });

  test("[SYN-6] applied, no effect and refused alike advance the client", async () => {
    const tills = await openTills();
    for (const [id, list] of [
      [1, place(1, 1)],
      [2, place(2, 1)],
      [3, rush(3, 99)],
    ] as const) {
      expect(await tills.push([list])).toMatchObject({ lastMutationId: id });
    }
  });

  test("[SYN-7] a device's refusal is an event of the log; a program's is not, it has its answer", async () => {
    const tills = await openTills();
    const outcome = await tills.push([rush(1, 99)]);
    const last = (await tills.events()).at(-1);
    expect(last).toMatchObject({
      type: "mutation_rejected",
      origin: { clientId: CLIENT, mutationId: 1 },
      data: { code: "unknown_order", orderId: uuid(99) },
    });
    expect(outcome).toMatchObject({ results: [{ seq: last!.seq }] });
    expect(await tills.command("order.rush", { orderId: uuid(99), rush: true })).toMatchObject({
      kind: "decided",
      answer: { status: "rejected" },
    });
    expect(await headOf(tills)).toBe(last!.seq);
  });

  test("[SYN-8] a client id belongs to whoever used it first", async () => {
    const tills = await openTills();
    const thief = { ...DEVICE, subjectId: uuid(0xd2) };
    await tills.push([place(1, 1)]);
    expect(await tills.push([place(2, 2)], { who: thief })).toEqual({
      kind: "client_taken",
      head: await headOf(tills),
    });
    expect(await tills.push([], { who: thief })).toMatchObject({ kind: "client_taken" });
    expect(await tills.push([place(2, 2)])).toMatchObject({ lastMutationId: 2 });
  });

  test("[SYN-6] of a caller's own words a refusal keeps no more than a person reads, and of an order's id nothing that is none", async () => {
    const tills = await openTills();
    const names = Object.fromEntries(Array.from({ length: 3_000 }, (_, n) => [`key-${n}`, 1]));
    await tills.push([
      mutation(1, "order.rush", { orderId: "x".repeat(50_000), rush: true, ...names } as never),
      mutation(2, "order.rush", { orderId: uuid(7).toUpperCase(), rush: 1 } as never),
    ]);
    const [long, named] = (await tills.events()).slice(-2);
    expect(JSON.stringify(long).length).toBeLessThan(1_000);
    expect(long).toMatchObject({
      type: "mutation_rejected",
      entityId: CLIENT,
      data: { name: "order.rush", code: "invalid", orderId: null },
    });
    expect(named).toMatchObject({
      type: "mutation_rejected",
      entityId: uuid(7),
      data: { orderId: uuid(7) },
    });
  });

  test("an empty push asks only where the client stands, and leaves nothing to write", async () => {
    const tills = await openTills();
    const { outcomes, changes } = await tills.submit([
      { kind: "push", who: DEVICE, push: { protocol: 1, clientId: CLIENT, mutations: [] } },
    ]);
    expect(outcomes).toEqual([{ kind: "pushed", lastMutationId: 0, results: [], head: 2 }]);
    expect([isUnchanged(changes), isUnchanged(noChanges())]).toEqual([true, true]);
  });

  test("[SYN-1] [SYN-4] [SYN-6] whatever two devices did offline, however their pushes are cut, doubled and mixed: their logs come in their order, once", async () => {
    const cuts = fc.array(
      fc.record({ who: fc.boolean(), count: fc.integer({ min: 1, max: 5 }), again: fc.boolean() }),
      { minLength: 10, maxLength: 30 },
    );
    await fc.assert(
      fc.asyncProperty(evening, evening, cuts, async (one, two, turns) => {
        const logs = [one, two].map((deeds) =>
          deeds.map(({ name, args }, index) => ({
            id: index + 1,
            name: name as never,
            args,
            occurredAt: minute(index),
          })),
        );
        const run = async () => {
          const tills = await openTills();
          const sent = [0, 0];
          for (const { who, count, again } of turns) {
            const which = who ? 1 : 0;
            const list = logs[which]!.slice(sent[which], sent[which]! + count);
            const clientId = [CLIENT, OTHER][which]!;
            const outcome = await tills.push(list, { clientId });
            expect(outcome.kind).toBe("pushed");
            if (again)
              expect(await tills.push(list, { clientId })).toEqual({
                ...outcome,
                head: (await tills.log.events.position()).head,
              });
            sent[which]! += list.length;
          }
          return tills;
        };
        const [first, second] = [await run(), await run()];
        const strip = async (tills: Tills) =>
          (await tills.events()).map((event) => ({ ...event, id: null }));
        expect(await strip(first)).toEqual(await strip(second));
        expect(first.log.snapshot(NOW).orders).toEqual(second.log.snapshot(NOW).orders);
      }),
      { numRuns: 40 },
    );
  });
});
