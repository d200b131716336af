import { describe, expect, test } from "vitest";
import { uuid } from "#shared/orders/testing/house.ts";
import { asked, mutation, openTills, place, pushed } from "./testing/house.ts";

describe("what the sequencer needs, and what it leaves to be written", () => {
  test("[SYN-4] of a batch that has a push twice each mutation is carried out once, and the next push goes on from there", async () => {
    const tills = await openTills();
    const list = [place(1, 1), mutation(2, "order.rush", { orderId: uuid(1), rush: true })];
    const { outcomes, changes } = await tills.submit([
      pushed(list),
      pushed(list),
      pushed([place(3, 3)]),
    ]);
    expect(changes.results.map(({ mutationId }) => mutationId)).toEqual([1, 2, 3]);
    const answer = {
      kind: "pushed",
      lastMutationId: 2,
      results: [
        { id: 1, status: "applied", seq: 3 },
        { id: 2, status: "applied", seq: 4 },
      ],
      head: 4,
    };
    expect(outcomes).toStrictEqual([
      answer,
      answer,
      {
        kind: "pushed",
        lastMutationId: 3,
        results: [{ id: 3, status: "applied", seq: 5 }],
        head: 5,
      },
    ]);
  });

  test("[SYN-9] of a batch that has a key twice the command is carried out once", async () => {
    const tills = await openTills();
    await tills.push([place(1, 1)]);
    const command = asked("order.rush", { orderId: uuid(1), rush: true }, { key: "k1" });
    const { outcomes, changes } = await tills.submit([command, command]);
    expect(outcomes).toMatchObject([
      { repeated: false, answer: { status: "applied" } },
      { repeated: true, answer: { status: "applied" } },
    ]);
    expect(changes.keys).toHaveLength(1);
  });

  test("[SYN-4] an id whose outcome was forgotten long ago is said to be, and not carried out again", async () => {
    const tills = await openTills();
    const list = [place(1, 1), place(2, 2)];
    await tills.push(list);
    tills.log.restore({ ...tills.log.backup(), results: new Map() });
    expect(await tills.push([...list, place(3, 3)])).toMatchObject({
      kind: "pushed",
      lastMutationId: 3,
      results: [
        { id: 1, status: "noop", code: "forgotten", seq: 4 },
        { id: 2, status: "noop", code: "forgotten", seq: 4 },
        { id: 3, status: "applied", seq: 5 },
      ],
    });
  });
});
