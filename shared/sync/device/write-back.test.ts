import { describe, expect, test } from "vitest";
import type { Order } from "#shared/orders/order.ts";
import { uuid } from "#shared/orders/testing/house.ts";
import type { OutboxEntry } from "./entry.ts";
import { emptyReplica } from "./replica.ts";
import { entry, event, LOG, MINE, snapshotAt, START_MS, tablet } from "./testing/tablet.ts";
import { writeBackOf, writtenBack } from "./write-back.ts";

const blank = { clientId: LOG, nextId: 1, snapshot: null, events: [], entries: [] };
const done = (id: number): OutboxEntry =>
  entry(id, { state: "done", outcome: { status: "applied", seq: id } });

describe("a store without a log, beside a tab that has one in memory", () => {
  test("[SYN-14] wiped: log, actions and client id are written back", () => {
    const { core } = tablet({ nextId: 3, entries: [done(1), entry(2)] });
    const back = writeBackOf(core, blank, START_MS)!;
    expect(back).toMatchObject({
      snapshot: snapshotAt(5),
      entries: [{ id: 1 }, { id: 2 }],
      client: { clientId: MINE, nextId: 3 },
    });
    expect(writtenBack(blank, back)).toMatchObject({
      clientId: MINE,
      nextId: 3,
      snapshot: { seq: 5 },
      entries: [{ id: 1 }, { id: 2 }],
    });
  });

  test("[SYN-14] wiped, and acted upon since: the new action and the new client stay, the old actions come back", () => {
    const { core } = tablet({ nextId: 3, entries: [entry(1), entry(2)] });
    const stored = { ...blank, nextId: 2, entries: [entry(1, { at: 3, clientId: LOG })] };
    const back = writeBackOf(core, stored, START_MS)!;
    expect(back.client).toBeNull();
    expect(writtenBack(stored, back)).toMatchObject({
      clientId: LOG,
      nextId: 2,
      entries: [{ at: 1 }, { at: 2 }, { at: 3, clientId: LOG }],
    });
  });

  test("[SYN-18] never filled: what another tab wrote about the actions since stays as it is", () => {
    const { core } = tablet({ nextId: 2, entries: [entry(1)] });
    const stored = {
      ...blank,
      clientId: MINE,
      nextId: 2,
      entries: [entry(1, { state: "answered", outcome: { status: "applied", seq: 4 } })],
    };
    expect(writtenBack(stored, writeBackOf(core, stored, START_MS)!).entries).toEqual(
      stored.entries,
    );
  });

  test("[SYN-14] what the tab knows of orders is given back, and what the store knows of ids is left to it", () => {
    const { core } = tablet();
    const order = { orderId: uuid(7) } as Order;
    core.replica.world.orders.set(order.orderId, order);
    const back = writeBackOf(core, blank, START_MS)!;
    expect(back.snapshot.orders).toEqual([order]);
    expect(writtenBack({ ...blank, events: [event(3)] }, back).events).toEqual([]);
    expect([
      writeBackOf(core, { ...blank, nextId: 2 }, START_MS)!.client,
      writeBackOf(core, { ...blank, entries: [entry(1)] }, START_MS)!.client,
    ]).toEqual([null, null]);
  });

  test("a store that has a log is right, and a tab that has none has nothing to give", () => {
    const { core } = tablet();
    expect(writeBackOf(core, { ...blank, snapshot: snapshotAt(1) }, START_MS)).toBeNull();
    expect(writeBackOf({ ...core, replica: emptyReplica() }, blank, START_MS)).toBeNull();
  });
});
