import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evening } from "#shared/orders/testing/arbitraries.ts";
import { line, minute, uuid } from "#shared/orders/testing/house.ts";
import type { Mutation } from "./messages/push.ts";
import { isUnchanged, noChanges } from "./sequencer.ts";
import { CLIENT, DEVICE, mutation, NOW, openTills, OTHER, place, type Tills } from "./testing/house.ts";

const headOf = async (tills: Tills) => (await tills.log.events.position()).head;
const rush = (id: number, n: number, value = true): Mutation => mutation(id, "order.rush", { orderId: uuid(n), rush: value });

describe("the sequencer", () => {
  it("[SYN-1] gives seqs without holes over pushes, commands and batches", async () => {
    const tills = await openTills();
    await tills.push([place(1, 1), rush(2, 1), rush(3, 99)]);
    await tills.command("order.cancel", { orderId: uuid(1), reason: "They left" });
    await tills.submit([
      { kind: "push", who: DEVICE, push: { protocol: 1, clientId: CLIENT, mutations: [place(4, 2)] } },
      { kind: "push", who: DEVICE, push: { protocol: 1, clientId: OTHER, mutations: [place(1, 3), rush(2, 2)] } },
    ]);
    const events = await tills.events();
    expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
    expect(new Set(events.map((event) => event.id)).size).toBe(events.length);
  });

  it("[SYN-1] of a batch each submission sees what the one before it did", async () => {
    const tills = await openTills();
    const push = (clientId: string, list: Mutation[]) => ({ kind: "push" as const, who: DEVICE, push: { protocol: 1, clientId, mutations: list } });
    const { outcomes } = await tills.submit([push(CLIENT, [place(1, 1)]), push(OTHER, [rush(1, 1), rush(2, 1)])]);
    expect(outcomes).toMatchObject([{ results: [{ status: "applied" }] }, { results: [{ status: "applied" }, { status: "noop" }] }]);
  });

  it("[SYN-4] a push that comes again gets its stored results, and changes nothing", async () => {
    const tills = await openTills();
    const list = [place(1, 1), rush(2, 1), rush(3, 1), rush(4, 77)];
    const first = await tills.push(list);
    const before = await tills.events();
    await tills.command("order.rush", { orderId: uuid(1), rush: false });
    const again = await tills.push(list);
    expect(again).toMatchObject({ kind: "pushed", lastMutationId: 4 });
    expect(again.kind === "pushed" && again.results).toEqual(first.kind === "pushed" && first.results);
    expect(first.kind === "pushed" && first.results.map((it) => it.status)).toEqual(["applied", "applied", "noop", "rejected"]);
    expect(await headOf(tills)).toBe(before.length + 1);
  });

  it("[SYN-4] a push that is half known gets stored results for that half and carries out the rest", async () => {
    const tills = await openTills();
    await tills.push([place(1, 1), rush(2, 1)]);
    expect(await tills.push([rush(2, 1), rush(3, 1, false)])).toMatchObject({ lastMutationId: 3, results: [{ id: 2, status: "applied" }, { id: 3, status: "applied" }] });
  });

  it.each([
    ["one past the next", [place(2, 1)], 1],
    ["a hole inside", [place(1, 1), place(3, 3)], 2],
    ["backwards", [place(1, 1), place(2, 2), place(1, 1)], 3],
  ])("[SYN-4] %s is out of order, with the expected id, and nothing of it is carried out", async (_, list, expected) => {
    const tills = await openTills();
    expect(await tills.push(list)).toEqual({ kind: "out_of_order", expected });
    expect(await headOf(tills)).toBe(2);
    expect(await tills.push([])).toMatchObject({ kind: "pushed", lastMutationId: 0 });
  });

  it("[SYN-5] a used id with another payload is said, and nothing of that push is carried out", async () => {
    const tills = await openTills();
    await tills.push([place(1, 1)]);
    expect(await tills.push([place(1, 5), rush(2, 1)])).toEqual({ kind: "id_reused", mutationId: 1 });
    expect(await tills.push([{ ...place(1, 1), occurredAt: minute(1) }])).toEqual({ kind: "id_reused", mutationId: 1 });
    expect(await headOf(tills)).toBe(3);
    expect(await tills.push([])).toMatchObject({ lastMutationId: 1 });
  });

  it("[SYN-6] poison blocks nobody: unreadable arguments and unknown names are refused and recorded", async () => {
    const tills = await openTills();
    const outcome = await tills.push([
      { id: 1, name: "order.place", args: { orderId: "not an id" }, occurredAt: NOW },
      { id: 2, name: "constructor", args: {}, occurredAt: NOW },
      { id: 3, name: "menu.replace", args: { menu: {} }, occurredAt: NOW },
      place(4, 4),
    ]);
    expect(outcome).toMatchObject({ lastMutationId: 4, results: [
      { status: "rejected", code: "invalid", detail: "orderId: must be a UUID" }, { status: "rejected", code: "unknown_mutation" },
      { status: "rejected", code: "unknown_mutation" }, { status: "applied" },
    ] });
  });

  it("[SYN-6] applied, no effect and refused alike advance the client", async () => {
    const tills = await openTills();
    for (const [id, list] of [[1, place(1, 1)], [2, place(2, 1)], [3, rush(3, 99)]] as const) {
      expect(await tills.push([list])).toMatchObject({ lastMutationId: id });
    }
  });

  it("[SYN-7] a device's refusal is an event of the log; a program's is not, it has its answer", async () => {
    const tills = await openTills();
    const outcome = await tills.push([rush(1, 99)]);
    const last = (await tills.events()).at(-1);
    expect(last).toMatchObject({ type: "mutation_rejected", origin: { clientId: CLIENT, mutationId: 1 }, data: { code: "unknown_order", orderId: uuid(99) } });
    expect(outcome).toMatchObject({ results: [{ seq: last!.seq }] });
    expect(await tills.command("order.rush", { orderId: uuid(99), rush: true })).toMatchObject({ kind: "decided", answer: { status: "rejected" } });
    expect(await headOf(tills)).toBe(last!.seq);
  });

  it("[SYN-8] a client id belongs to whoever used it first", async () => {
    const tills = await openTills();
    const thief = { ...DEVICE, subjectId: uuid(0xd2) };
    await tills.push([place(1, 1)]);
    expect(await tills.push([place(2, 2)], { who: thief })).toEqual({ kind: "client_taken", head: await headOf(tills) });
    expect(await tills.push([], { who: thief })).toMatchObject({ kind: "client_taken" });
    expect(await tills.push([place(2, 2)])).toMatchObject({ lastMutationId: 2 });
  });

  it("[SYN-9] a used key gets the stored answer and the order as it was then; another payload is said", async () => {
    const tills = await openTills();
    await tills.push([place(1, 1)]);
    const ask = (status: "preparing" | "ready") => tills.command("order.setStatus", { orderId: uuid(1), status }, { key: "k1", strict: true });
    expect(await ask("preparing")).toMatchObject({ kind: "decided", repeated: false, order: { status: "preparing" } });
    await tills.command("order.setStatus", { orderId: uuid(1), status: "ready" });
    const head = await headOf(tills);
    expect(await ask("preparing")).toMatchObject({ kind: "decided", repeated: true, order: { status: "preparing" }, answer: { status: "applied" } });
    expect(await ask("ready")).toEqual({ kind: "key_reused" });
    expect(await headOf(tills)).toBe(head);
  });

  it("[SYN-10] [ORD-6] events say who asked and when; what happened is never later than its record", async () => {
    const tills = await openTills();
    await tills.push([{ ...place(1, 1), occurredAt: minute(-5) }, { ...place(2, 2), occurredAt: minute(60) }], { now: minute(1) });
    const [early, late] = (await tills.events()).slice(-2);
    expect(early).toMatchObject({ origin: { clientId: CLIENT, mutationId: 1 }, occurredAt: minute(-5), recordedAt: minute(1) });
    expect(late).toMatchObject({ occurredAt: minute(1), recordedAt: minute(1), data: { placedAt: minute(1) } });
    expect((await tills.events())[0]).toMatchObject({ origin: null });
  });

  it("[SYN-10] [ORD-6] a device that has lost its clock is believed for a week back: what it says of 1970 happened then at the earliest", async () => {
    const tills = await openTills();
    const [now, weekAgo] = ["2026-02-01T00:00:00.000Z", "2026-01-25T00:00:00.000Z"];
    await tills.push([{ ...place(1, 1), occurredAt: "1970-01-01T00:00:11.000Z" }, { ...place(2, 2), occurredAt: weekAgo }, { ...place(3, 3), occurredAt: "2026-01-25T00:00:00.001Z" }], { now });
    const events = (await tills.events()).slice(-3);
    expect(events.map((event) => event.occurredAt)).toEqual([weekAgo, weekAgo, "2026-01-25T00:00:00.001Z"]);
    expect(events[0]).toMatchObject({ recordedAt: now, data: { placedAt: weekAgo, firedAt: weekAgo } });
  });

  it("[SYN-6] of a caller's own words a refusal keeps no more than a person reads, and of an order's id nothing that is none", async () => {
    const tills = await openTills();
    const names = Object.fromEntries(Array.from({ length: 3_000 }, (_, n) => [`key-${n}`, 1]));
    await tills.push([mutation(1, "order.rush", { orderId: "x".repeat(50_000), rush: true, ...names } as never), mutation(2, "order.rush", { orderId: uuid(7).toUpperCase(), rush: 1 } as never)]);
    const [long, named] = (await tills.events()).slice(-2);
    expect(JSON.stringify(long).length).toBeLessThan(1_000);
    expect(long).toMatchObject({ type: "mutation_rejected", entityId: CLIENT, data: { name: "order.rush", code: "invalid", orderId: null } });
    expect(named).toMatchObject({ type: "mutation_rejected", entityId: uuid(7), data: { orderId: uuid(7) } });
  });

  it("[ORD-3] numbers without a device's own count on per letter: the device's, the guests', the office's", async () => {
    const tills = await openTills();
    const number = async (n: number, who = DEVICE) => {
      const outcome = await tills.command("order.place", place(1, n).args as never, { who });
      return outcome.kind === "decided" ? outcome.order?.number : null;
    };
    await tills.push([place(1, 1, { number: "B7" })]);
    const guest = { ...DEVICE, role: "guest" as const, letter: null };
    expect([await number(2), await number(3, guest), await number(4, guest), await number(5, { ...DEVICE, letter: null }), await number(6)]).toEqual(["B8", "G1", "G2", "W1", "B9"]);
    // What arrives late, and numbers of others, turn no count back or on.
    await tills.push([place(2, 7, { number: "B3" }), place(3, 8, { number: "C900" }), place(4, 9, { number: "G1" }), place(5, 10, { number: "W500" })]);
    expect([await number(11), await number(12, guest), await number(13, { ...DEVICE, letter: null }), await number(14, { ...DEVICE, letter: "C" })]).toEqual(["B12", "G3", "W2", "C1"]);
    const numbers = (await tills.events()).flatMap((event) => (event.type === "order_created" ? [event.data.number] : []));
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it("[ORD-23] a refusal for want of permission is recorded like any", async () => {
    const tills = await openTills();
    expect(await tills.push([place(1, 1)], { who: { ...DEVICE, role: "display" } })).toMatchObject({ results: [{ status: "rejected", code: "forbidden" }] });
  });

  it("an empty push asks only where the client stands, and leaves nothing to write", async () => {
    const tills = await openTills();
    const { outcomes, changes } = await tills.submit([{ kind: "push", who: DEVICE, push: { protocol: 1, clientId: CLIENT, mutations: [] } }]);
    expect(outcomes).toEqual([{ kind: "pushed", lastMutationId: 0, results: [], head: 2 }]);
    expect([isUnchanged(changes), isUnchanged(noChanges())]).toEqual([true, true]);
  });

  it("[SYN-1] [SYN-4] [SYN-6] whatever two devices did offline, however their pushes are cut, doubled and mixed: their logs come in their order, once", async () => {
    const cuts = fc.array(fc.record({ who: fc.boolean(), count: fc.integer({ min: 1, max: 5 }), again: fc.boolean() }), { minLength: 10, maxLength: 30 });
    await fc.assert(fc.asyncProperty(evening, evening, cuts, async (one, two, turns) => {
      const logs = [one, two].map((deeds) => deeds.map(({ name, args }, index) => ({ id: index + 1, name: name as never, args, occurredAt: minute(index) })));
      const run = async () => {
        const tills = await openTills();
        const sent = [0, 0];
        for (const { who, count, again } of turns) {
          const which = who ? 1 : 0;
          const list = logs[which]!.slice(sent[which], sent[which]! + count);
          const clientId = [CLIENT, OTHER][which]!;
          const outcome = await tills.push(list, { clientId });
          expect(outcome.kind).toBe("pushed");
          if (again) expect(await tills.push(list, { clientId })).toEqual({ ...outcome, head: (await tills.log.events.position()).head });
          sent[which]! += list.length;
        }
        return tills;
      };
      const [first, second] = [await run(), await run()];
      const strip = async (tills: Tills) => (await tills.events()).map((event) => ({ ...event, id: null }));
      expect(await strip(first)).toEqual(await strip(second));
      expect(first.log.snapshot(NOW).orders).toEqual(second.log.snapshot(NOW).orders);
    }), { numRuns: 40 });
  });

  it("[ORD-1] a line id that another order has is found, wherever that order is", async () => {
    const tills = await openTills();
    await tills.push([place(1, 1)]);
    const thief = mutation(2, "order.place", { orderId: uuid(2), channel: "takeaway", lines: [line(uuid(100))] });
    expect(await tills.push([thief])).toMatchObject({ results: [{ status: "rejected", code: "line_id_taken" }] });
  });
});
