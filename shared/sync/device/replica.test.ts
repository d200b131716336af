import { describe, expect, test } from "vitest";
import { openTills, place, mutation, NOW } from "../testing/house.ts";
import { uuid } from "#shared/orders/testing/house.ts";
import { emptyReplica, takeEvents, takeSnapshot } from "./replica.ts";

async function filled() {
  const tills = await openTills();
  const snapshot = tills.log.snapshot(NOW);
  await tills.push([
    place(1, 1),
    mutation(2, "order.rush", { orderId: uuid(1), rush: true }),
    place(3, 3),
  ]);
  const events = (await tills.events()).slice(snapshot.seq);
  const replica = emptyReplica();
  takeSnapshot(replica, snapshot);
  return { tills, replica, events };
}

describe("the replica", () => {
  test("[SYN-11] takes what follows the cursor and passes over what it has", async () => {
    const { replica, events } = await filled();
    expect(takeEvents(replica, events.slice(0, 2))).toEqual({
      events: events.slice(0, 2),
      gap: false,
      strange: false,
    });
    expect(takeEvents(replica, events)).toEqual({
      events: events.slice(2),
      gap: false,
      strange: false,
    });
    expect(takeEvents(replica, events)).toEqual({ events: [], gap: false, strange: false });
    expect(replica.cursor).toMatchObject({ seq: 5, id: events.at(-1)!.id });
  });

  test("[SYN-11] stops at a hole, and says so", async () => {
    const { replica, events } = await filled();
    const [first, , third] = events;
    expect(takeEvents(replica, [first!, third!])).toEqual({
      events: [first],
      gap: true,
      strange: false,
    });
    expect([replica.cursor!.seq, replica.world.orders.size]).toEqual([3, 1]);
    expect(takeEvents(emptyReplica(), events)).toEqual({ events: [], gap: true, strange: false });
  });

  test("[SYN-12] what it holds is the fold of the log up to its cursor, however it came there", async () => {
    const { tills, replica, events } = await filled();
    for (const event of events) takeEvents(replica, [event]);
    const other = emptyReplica();
    takeSnapshot(other, tills.log.snapshot(NOW));
    expect([replica.world, replica.cursor]).toEqual([other.world, other.cursor]);
  });

  test("[SYN-14] a snapshot replaces everything it held", async () => {
    const { tills, replica, events } = await filled();
    takeEvents(replica, events);
    const { orders: _, ...rest } = tills.log.snapshot(NOW);
    takeSnapshot(replica, { ...rest, orders: [], seq: 2, epoch: 9 });
    expect([replica.world.orders.size, replica.cursor]).toEqual([
      0,
      { logId: rest.logId, epoch: 9, seq: 2, id: rest.id },
    ]);
  });

  test("an event of a type that is not known yet moves the cursor and nothing else", async () => {
    const { replica, events } = await filled();
    const orders = [...replica.world.orders];
    takeEvents(replica, [
      { ...events[0]!, type: "weather_changed", data: { orderId: uuid(1), sky: "blue" } } as never,
    ]);
    expect([replica.cursor!.seq, [...replica.world.orders]]).toEqual([3, orders]);
  });
});
