import Dexie from "dexie";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { orderId, orderOf, placed, snapshotOf } from "../store/testing/samples.ts";
import { openTab, rememberingServer, type Tab } from "./testing/tab.ts";

const NAME = "test-tabs";
const rush = (n: number) => ({ orderId: orderId(n), rush: true });

let tabs: Tab[] = [];
const open = async (server: ReturnType<typeof rememberingServer>): Promise<Tab> => {
  const tab = await openTab(NAME, server.transport);
  tabs.push(tab);
  return tab;
};
const poll = <T>(look: () => T) => expect.poll(look, { timeout: 12_000, interval: 20 });
const orderIds = ({ engine }: Tab) =>
  [...engine.drawn().orders.keys()].sort((a, b) => (a < b ? -1 : 1));

beforeEach(() => Dexie.delete(NAME));
afterEach(async () => {
  for (const tab of tabs) tab.engine.close();
  tabs = [];
  await Dexie.delete(NAME);
});

describe("tabs of one device", () => {
  test("one leads and has the only stream; the other draws what it stores", async () => {
    const server = rememberingServer(snapshotOf([orderOf(500)]));
    const leader = await open(server);
    await poll(() => leader.engine.link().state).toBe("live");
    const follower = await open(server);
    await poll(() => orderIds(follower)).toEqual([orderId(500)]);
    server.send([placed(1), placed(2)]);
    await poll(() => orderIds(follower)).toEqual([orderId(1), orderId(2), orderId(500)]);
    await poll(() => follower.engine.link().state).toBe("live");
    expect([leader.engine.leads(), follower.engine.leads()]).toEqual([true, false]);
    expect(server.openStreams()).toBe(1);
  });

  test("[SYN-16] what both do at once is sent once each, by the leader", async () => {
    const server = rememberingServer(snapshotOf([orderOf(1), orderOf(2)]));
    const [a, b] = [await open(server), await open(server)];
    await poll(() => a.engine.link().state).toBe("live");
    const entries = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        (index % 2 === 0 ? a : b).act("order.rush", rush(1 + (index % 2))),
      ),
    );
    await poll(() => server.seen.size).toBe(entries.length);
    await poll(() => [a.engine.link().waiting, b.engine.link().waiting]).toEqual([0, 0]);
    await poll(() => [
      a.engine.drawn().unsentOrderIds.size,
      b.engine.drawn().unsentOrderIds.size,
    ]).toEqual([0, 0]);
    expect([...server.seen.values()].every((times) => times === 1)).toBe(true);
  });

  test("the follower takes over when the leader closes, with what waits", async () => {
    const server = rememberingServer(snapshotOf([orderOf(1)]));
    const [leader, follower] = [await open(server), await open(server)];
    await poll(() => leader.engine.link().state).toBe("live");
    leader.engine.close();
    const entry = await follower.act("order.rush", rush(1));
    await poll(() => follower.engine.leads()).toBe(true);
    await poll(() => server.seen.get(`${entry.clientId}/${entry.id}`)).toBe(1);
    expect(server.openStreams()).toBe(1);
  });

  test("[SYN-26] a leader that nobody can see polls for a follower that somebody does", async () => {
    const snapshot = snapshotOf([orderOf(1)]);
    const { seq, logId, epoch } = snapshot;
    const { transport } = rememberingServer(snapshot);
    let pulls = 0;
    const tabOf = async (visible: boolean): Promise<Tab> => {
      const tab = await openTab(
        NAME,
        {
          ...transport,
          stream({ stream }, tell) {
            queueMicrotask(() =>
              tell({ kind: "stream-ended", stream, failure: { kind: "unreachable" } }),
            );
            return () => undefined;
          },
          pull: async () => {
            pulls++;
            return Promise.resolve({
              kind: "pulled",
              page: {
                logId,
                epoch,
                head: seq,
                floor: 0,
                serverTime: new Date().toISOString(),
                pollMs: 3_600_000,
                events: [],
              },
            });
          },
        },
        visible,
      );
      tabs.push(tab);
      return tab;
    };
    const leader = await tabOf(false);
    await poll(() => leader.engine.link().state).toBe("polling");
    const before = pulls;
    const follower = await tabOf(true);
    // At once, because it was unseen until now, and again after three seconds.
    await poll(() => pulls).toBeGreaterThanOrEqual(before + 2);
    expect([leader.engine.leads(), follower.engine.leads()]).toEqual([true, false]);
  });

  test("[SYN-14] a wiped database is written back by the tab that remembers", async () => {
    const server = rememberingServer(snapshotOf([orderOf(1), orderOf(2)]));
    const tab = await open(server);
    await poll(() => tab.engine.link().state).toBe("live");
    await Dexie.delete(NAME);
    await expect
      .poll(
        async () => {
          const stored = await tab.store.load();
          return stored.ok ? stored.value.snapshot?.orders.length : stored.error.kind;
        },
        { timeout: 12_000 },
      )
      .toBe(2);
    expect(orderIds(tab)).toHaveLength(2);
  });
});
