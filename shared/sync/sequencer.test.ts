import { describe, expect, test } from "vitest";
import { line, minute, uuid } from "#shared/orders/testing/house.ts";
import type { Mutation } from "./messages/push.ts";
import { CLIENT, DEVICE, mutation, openTills, OTHER, place, type Tills } from "./testing/house.ts";

const headOf = async (tills: Tills) => (await tills.log.events.position()).head;
const rush = (id: number, n: number, value = true): Mutation =>
  mutation(id, "order.rush", { orderId: uuid(n), rush: value });

describe("the sequencer", () => {
  test("[SYN-1] gives seqs without holes over pushes, commands and batches", async () => {
    const tills = await openTills();
    await tills.push([place(1, 1), rush(2, 1), rush(3, 99)]);
    await tills.command("order.cancel", { orderId: uuid(1), reason: "They left" });
    await tills.submit([
      {
        kind: "push",
        who: DEVICE,
        push: { protocol: 1, clientId: CLIENT, mutations: [place(4, 2)] },
      },
      {
        kind: "push",
        who: DEVICE,
        push: { protocol: 1, clientId: OTHER, mutations: [place(1, 3), rush(2, 2)] },
      },
    ]);
    const events = await tills.events();
    expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
    expect(new Set(events.map((event) => event.id)).size).toBe(events.length);
  });

  test("[SYN-1] of a batch each submission sees what the one before it did", async () => {
    const tills = await openTills();
    const push = (clientId: string, list: Mutation[]) => ({
      kind: "push" as const,
      who: DEVICE,
      push: { protocol: 1, clientId, mutations: list },
    });
    const { outcomes } = await tills.submit([
      push(CLIENT, [place(1, 1)]),
      push(OTHER, [rush(1, 1), rush(2, 1)]),
    ]);
    expect(outcomes).toMatchObject([
      { results: [{ status: "applied" }] },
      { results: [{ status: "applied" }, { status: "noop" }] },
    ]);
  });

  test.each([
    ["one past the next", [place(2, 1)], 1],
    ["a hole inside", [place(1, 1), place(3, 3)], 2],
    ["backwards", [place(1, 1), place(2, 2), place(1, 1)], 3],
  ])(
    "[SYN-4] %s is out of order, with the expected id, and nothing of it is carried out",
    async (_, list, expected) => {
      const tills = await openTills();
      expect(await tills.push(list)).toEqual({ kind: "out_of_order", expected });
      expect(await headOf(tills)).toBe(2);
      expect(await tills.push([])).toMatchObject({ kind: "pushed", lastMutationId: 0 });
    },
  );

  test("[SYN-9] a used key gets the stored answer and the order as it was then; another payload is said", async () => {
    const tills = await openTills();
    await tills.push([place(1, 1)]);
    const ask = (status: "preparing" | "ready") =>
      tills.command("order.setStatus", { orderId: uuid(1), status }, { key: "k1", strict: true });
    expect(await ask("preparing")).toMatchObject({
      kind: "decided",
      repeated: false,
      order: { status: "preparing" },
    });
    await tills.command("order.setStatus", { orderId: uuid(1), status: "ready" });
    const head = await headOf(tills);
    expect(await ask("preparing")).toMatchObject({
      kind: "decided",
      repeated: true,
      order: { status: "preparing" },
      answer: { status: "applied" },
    });
    expect(await ask("ready")).toEqual({ kind: "key_reused" });
    expect(await headOf(tills)).toBe(head);
  });

  test("[SYN-10] [ORD-6] events say who asked and when; what happened is never later than its record", async () => {
    const tills = await openTills();
    await tills.push(
      [
        { ...place(1, 1), occurredAt: minute(-5) },
        { ...place(2, 2), occurredAt: minute(60) },
      ],
      { now: minute(1) },
    );
    const [early, late] = (await tills.events()).slice(-2);
    expect(early).toMatchObject({
      origin: { clientId: CLIENT, mutationId: 1 },
      occurredAt: minute(-5),
      recordedAt: minute(1),
    });
    expect(late).toMatchObject({
      occurredAt: minute(1),
      recordedAt: minute(1),
      data: { placedAt: minute(1) },
    });
    expect((await tills.events())[0]).toMatchObject({ origin: null });
  });

  test("[SYN-10] [ORD-6] a device that has lost its clock is believed for a week back: what it says of 1970 happened then at the earliest", async () => {
    const tills = await openTills();
    const [now, weekAgo] = ["2026-02-01T00:00:00.000Z", "2026-01-25T00:00:00.000Z"];
    await tills.push(
      [
        { ...place(1, 1), occurredAt: "1970-01-01T00:00:11.000Z" },
        { ...place(2, 2), occurredAt: weekAgo },
        { ...place(3, 3), occurredAt: "2026-01-25T00:00:00.001Z" },
      ],
      { now },
    );
    const events = (await tills.events()).slice(-3);
    expect(events.map((event) => event.occurredAt)).toEqual([
      weekAgo,
      weekAgo,
      "2026-01-25T00:00:00.001Z",
    ]);
    expect(events[0]).toMatchObject({
      recordedAt: now,
      data: { placedAt: weekAgo, firedAt: weekAgo },
    });
  });

  test("[ORD-3] numbers without a device's own count on per letter: the device's, the guests', the office's", async () => {
    const tills = await openTills();
    const number = async (n: number, who = DEVICE) => {
      const outcome = await tills.command("order.place", place(1, n).args as never, { who });
      return outcome.kind === "decided" ? outcome.order?.number : null;
    };
    await tills.push([place(1, 1, { number: "B7" })]);
    const guest = { ...DEVICE, role: "guest" as const, letter: null };
    expect([
      await number(2),
      await number(3, guest),
      await number(4, guest),
      await number(5, { ...DEVICE, letter: null }),
      await number(6),
    ]).toEqual(["B8", "G1", "G2", "W1", "B9"]);
    // What arrives late, and numbers of others, turn no count back or on.
    await tills.push([
      place(2, 7, { number: "B3" }),
      place(3, 8, { number: "C900" }),
      place(4, 9, { number: "G1" }),
      place(5, 10, { number: "W500" }),
    ]);
    expect([
      await number(11),
      await number(12, guest),
      await number(13, { ...DEVICE, letter: null }),
      await number(14, { ...DEVICE, letter: "C" }),
    ]).toEqual(["B12", "G3", "W2", "C1"]);
    const numbers = (await tills.events()).flatMap((event) =>
      event.type === "order_created" ? [event.data.number] : [],
    );
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  test("[ORD-23] a refusal for want of permission is recorded like any", async () => {
    const tills = await openTills();
    expect(await tills.push([place(1, 1)], { who: { ...DEVICE, role: "display" } })).toMatchObject({
      results: [{ status: "rejected", code: "forbidden" }],
    });
  });

  test("[ORD-1] a line id that another order has is found, wherever that order is", async () => {
    const tills = await openTills();
    await tills.push([place(1, 1)]);
    const thief = mutation(2, "order.place", {
      orderId: uuid(2),
      channel: "takeaway",
      lines: [line(uuid(100))],
    });
    expect(await tills.push([thief])).toMatchObject({
      results: [{ status: "rejected", code: "line_id_taken" }],
    });
  });
});
