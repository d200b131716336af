import Dexie from "dexie";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { HOUR } from "#shared/kernel/time.ts";
import type { Result } from "#shared/kernel/result.ts";
import type { OutboxEntry } from "#shared/sync/device/entry.ts";
import { describeDatabase } from "./database.ts";
import { openStore, type Store } from "./store.ts";
import { cursorAt, eventId, orderId, orderOf, placed, snapshotOf, testIds } from "./testing/samples.ts";
import { watchWrites } from "./testing/watch-writes.ts";

const NAME = "test-store";
const AT = "2026-01-31T19:02:11.000Z";
const rush = { orderId: orderId(1), rush: true };
const newOrder = (n: number) => ({ orderId: orderId(n), channel: "takeaway" as const, lines: [{ lineId: orderId(100 + n), menuItemId: "dish-1", quantity: 1 }] });

let stores: Store[] = [];
let watched: ReturnType<typeof watchWrites>;
const open = (letter = "B", salt = 0): Store => {
  const store = openStore(NAME, letter, testIds(salt));
  stores.push(store);
  return store;
};

beforeEach(async () => {
  await Dexie.delete(NAME);
  watched = watchWrites();
});
afterEach(async () => {
  watched.stop();
  for (const store of stores) store.close();
  stores = [];
  await Dexie.delete(NAME);
  // Two that write at once when the tablet dies cost everything (`write`): a table that all of them cover keeps them one after the other.
  expect(watched.writes.filter((tables) => !tables.includes("client"))).toEqual([]);
});

const got = <T>(result: Result<T, unknown>): T => {
  if (!result.ok) throw new Error(`it failed: ${JSON.stringify(result.error)}`);
  return result.value;
};

const withTerm = async (store: Store): Promise<number> => {
  await store.load();
  return got(await store.takeTerm());
};

describe("opening", () => {
  test("gives a new device a client id that stays", async () => {
    const first = got(await open().load());
    expect(first).toMatchObject({ nextId: 1, snapshot: null, events: [], entries: [] });
    expect(got(await open("B", 1).load()).clientId).toBe(first.clientId);
  });

  test("gives two tabs that open at once the same client id", async () => {
    const [a, b] = await Promise.all([open("B", 0).load(), open("B", 1).load()]);
    expect(got(a).clientId).toBe(got(b).clientId);
  });
});

describe("acting", () => {
  test("[SYN-15] writes the entry and the next id down together, to be found by another tab", async () => {
    const entry = got(await open().enqueue("order.rush", rush, AT));
    const { entries, nextId } = got(await open().load());
    expect(entries).toEqual([entry]);
    expect(entry).toMatchObject({ id: 1, name: "order.rush", args: rush, occurredAt: AT, state: "waiting", outcome: null });
    expect(nextId).toBe(2);
  });

  test("writes down in one transaction what is done in one go, in that order", async () => {
    const store = open();
    const entries = await Promise.all(Array.from({ length: 60 }, (_, n) => store.enqueue("order.place", newOrder(n), AT)));
    expect(watched.writes.filter((tables) => tables.includes("outbox"))).toHaveLength(1);
    expect(entries.map((entry) => [got(entry).id, got(entry).args["number"]])).toEqual(Array.from({ length: 60 }, (_, n) => [n + 1, `B${n + 1}`]));
    expect(got(await open().load()).entries).toEqual(entries.map(got));
  });

  test("[SYN-4] gives ids without holes or twins when two tabs act at once", async () => {
    const [a, b] = [open("B", 0), open("B", 1)];
    await Promise.all(Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? a : b).enqueue("order.rush", rush, AT)));
    const { entries } = got(await open().load());
    expect(entries.map((entry) => entry.id)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
    expect(new Set(entries.map((entry) => entry.clientId)).size).toBe(1);
  });

  test("calls each new order by the device's letter and its own counter", async () => {
    const [a, b] = [open("B", 0), open("B", 1)];
    await Promise.all([1, 2, 3, 4].map((n) => (n % 2 === 0 ? a : b).enqueue("order.place", newOrder(n), AT)));
    const { entries } = got(await open().load());
    expect(new Set(entries.map((entry) => entry.args["number"]))).toEqual(new Set(["B1", "B2", "B3", "B4"]));
  });

  test("leaves the number to the server where there is no letter", async () => {
    expect(got(await open("").enqueue("order.place", newOrder(1), AT)).args["number"]).toBeUndefined();
  });

  test("counts on from the numbers it gave before its storage was wiped", async () => {
    const store = open("B");
    const orders = [orderOf(1, { number: "B7" }), orderOf(3, { number: "B8" }), orderOf(2, { number: "B999" }), orderOf(4, { number: "C40" })];
    got(await store.storeSnapshot(await withTerm(store), snapshotOf(orders)));
    expect(got(await store.enqueue("order.place", newOrder(9), AT)).args["number"]).toBe("B9");
  });
});

describe("the log", () => {
  test("[SYN-12] keeps base, tail and cursor in step over a reload", async () => {
    const store = open();
    const orders = Array.from({ length: 250 }, (_, n) => orderOf(1_000 + n));
    expect(got(await store.storeSnapshot(await withTerm(store), snapshotOf(orders)))).toEqual(cursorAt(0));
    got(await store.storeEvents(cursorAt(0), cursorAt(2), [placed(1), placed(2)]));
    const { snapshot, events } = got(await open().load());
    expect(snapshot?.orders).toEqual(orders);
    expect(events.map((event) => event.seq)).toEqual([1, 2]);
  });

  test("[SYN-12] takes no events where another tab was there first", async () => {
    const store = open();
    got(await store.storeSnapshot(await withTerm(store), snapshotOf([])));
    got(await store.storeEvents(cursorAt(0), cursorAt(1), [placed(1)]));
    expect(await open().storeEvents(cursorAt(0), cursorAt(1), [placed(1)])).toEqual({ ok: false, error: { kind: "elsewhere" } });
    const other = { ...cursorAt(1), id: eventId(9) };
    expect(await open().storeEvents(other, cursorAt(2), [placed(2)])).toEqual({ ok: false, error: { kind: "elsewhere" } });
    expect(got(await open().load()).events).toHaveLength(1);
  });

  test("[SYN-14] a snapshot replaces base and tail, and leaves the outbox alone", async () => {
    const store = open();
    const term = await withTerm(store);
    got(await store.storeSnapshot(term, snapshotOf([orderOf(1)])));
    got(await store.storeEvents(cursorAt(0), cursorAt(1), [placed(1)]));
    const entry = got(await store.enqueue("order.rush", rush, AT));
    got(await store.storeSnapshot(term, snapshotOf([orderOf(7)], { epoch: 1, seq: 5, id: eventId(5) })));
    const { snapshot, events, entries } = got(await open().load());
    expect(snapshot).toMatchObject({ epoch: 1, seq: 5, id: eventId(5) });
    expect(snapshot?.orders.map((order) => order.orderId)).toEqual([orderId(7)]);
    expect(events).toEqual([]);
    expect(entries).toEqual([entry]);
  });

  test("folds a long tail into the base, and forgets what closed long ago", async () => {
    const store = open();
    const old = orderOf(5_000, { status: "completed", closedAt: "2026-01-31T05:00:00.000Z" });
    got(await store.storeSnapshot(await withTerm(store), snapshotOf([old, orderOf(1)])));
    const events = Array.from({ length: 600 }, (_, index) => placed(index + 1));
    got(await store.storeEvents(cursorAt(0), cursorAt(600), events));
    const now = Date.parse("2026-01-31T05:00:00.000Z") + 12 * HOUR + 1;
    expect(got(await store.compact(now, null))).toBe(600);
    const { snapshot, events: tail } = got(await open().load());
    expect(tail).toEqual([]);
    expect(snapshot).toMatchObject({ seq: 600, id: eventId(600) });
    expect(snapshot?.orders).toHaveLength(600);
    // And goes on from there.
    got(await store.storeEvents(cursorAt(600), cursorAt(601), [placed(601)]));
    expect(got(await store.compact(now, null))).toBe(0);
  });
});

describe("the outbox", () => {
  const answered = (entry: OutboxEntry): OutboxEntry => ({ ...entry, state: "answered", outcome: { status: "applied", seq: 3 } });

  test("[SYN-17] keeps entries as they are written, in the order people acted", async () => {
    const store = open();
    const term = await withTerm(store);
    const first = got(await store.enqueue("order.rush", rush, AT));
    const second = got(await store.enqueue("order.rush", rush, AT));
    got(await store.storeEntries(term, [answered(first)], null));
    expect(got(await open().loadOutbox()).entries).toEqual([answered(first), second]);
  });

  test("[SYN-22] new actions take the ids of the client that was rotated to", async () => {
    const store = open();
    const term = await withTerm(store);
    const entry = got(await store.enqueue("order.rush", rush, AT));
    const clientId = testIds(9).next();
    got(await store.storeEntries(term, [{ ...entry, clientId, id: 1 }], { clientId, nextId: 2 }));
    expect(got(await open().enqueue("order.rush", rush, AT))).toMatchObject({ clientId, id: 2 });
  });

  test("refuses a tab that does not lead any more", async () => {
    const [old, young] = [open(), open()];
    const term = await withTerm(old);
    const entry = got(await old.enqueue("order.rush", rush, AT));
    const later = await withTerm(young);
    expect(later).toBeGreaterThan(term);
    expect(await old.storeEntries(term, [answered(entry)], null)).toEqual({ ok: false, error: { kind: "deposed" } });
    expect(await old.storeSnapshot(term, snapshotOf([]))).toEqual({ ok: false, error: { kind: "deposed" } });
    expect(got(await young.loadOutbox()).entries).toEqual([entry]);
  });

  test("[SYN-21] puts confirmed actions together, and finds them all again, also one that came back", async () => {
    const store = open();
    const term = await withTerm(store);
    const entries: OutboxEntry[] = [];
    for (let n = 0; n < 210; n++) entries.push(got(await store.enqueue("order.rush", rush, AT)));
    const done = entries.slice(0, 205).map((entry): OutboxEntry => ({ ...answered(entry), state: "done" }));
    got(await store.storeEntries(term, done, null));
    got(await store.compact(Date.parse(AT), null));
    expect(got(await store.loadOutbox()).entries).toEqual(entries.slice(205));
    expect(got(await store.load()).entries).toEqual([...done, ...entries.slice(205)]);
    got(await store.storeEntries(term, [entries[7]!], null));
    expect(got(await open().load()).entries).toEqual([...done.slice(0, 7), entries[7], ...done.slice(8), ...entries.slice(205)]);
  });

  test("[SYN-32] keeps what was done as long as the server keeps its log, also where the server was not heard since, and a month at most", async () => {
    const store = open();
    const term = await withTerm(store);
    got(await store.storeSnapshot(term, snapshotOf([])));
    const daysAgo = [2, 9, 29, 31].map((days) => new Date(Date.parse(AT) - days * 24 * HOUR).toISOString());
    const entries: OutboxEntry[] = [];
    for (const occurredAt of daysAgo) entries.push({ ...answered(got(await store.enqueue("order.rush", rush, occurredAt))), state: "done" });
    got(await store.storeEntries(term, entries, null));
    const left = async (retentionDays: number | null): Promise<number> => {
      got(await open().compact(Date.parse(AT), retentionDays === null ? null : retentionDays * 24 * HOUR));
      return got(await store.loadOutbox()).entries.length;
    };
    expect([await left(365), await left(10), await left(null), await left(1)]).toEqual([3, 2, 2, 0]);
  });

  test("[SYN-32] drops what was confirmed a week ago where nobody said otherwise, and nothing else", async () => {
    const store = open();
    const term = await withTerm(store);
    const old = got(await store.enqueue("order.rush", rush, "2026-01-01T00:00:00.000Z"));
    const waiting = got(await store.enqueue("order.rush", rush, "2026-01-01T00:00:00.000Z"));
    const recent = got(await store.enqueue("order.rush", rush, AT));
    const done = (entry: OutboxEntry): OutboxEntry => ({ ...answered(entry), state: "done" });
    got(await store.storeEntries(term, [done(old), done(recent)], null));
    got(await store.compact(Date.parse(AT), null));
    expect(got(await store.loadOutbox()).entries.map((entry) => entry.at)).toEqual([waiting.at, recent.at]);
  });
});

describe("notices", () => {
  const notice = { id: "a/1", at: 5, code: "order_cancelled", detail: "Table 5 was cancelled.", number: "B4" };

  test("[SYN-20] are kept until they are dismissed, and do not come back", async () => {
    const store = open();
    await store.addNotice(notice);
    await store.addNotice({ ...notice, id: "a/0", at: 2 });
    expect(got(await open().openNotices()).map((it) => it.id)).toEqual(["a/0", "a/1"]);
    await store.dismissNotice("a/1");
    await store.addNotice(notice);
    expect(got(await open().openNotices()).map((it) => it.id)).toEqual(["a/0"]);
  });
});

describe("beginning the log anew", () => {
  test("leaves nothing behind, and lets an action in between", async () => {
    const store = open();
    await store.load();
    const done: string[] = [];
    const [anew] = await Promise.all([store.startLogAnew().finally(() => done.push("anew")), store.enqueue("order.rush", rush, AT).finally(() => done.push("action"))]);
    got(anew);
    expect(done).toEqual(["action", "anew"]);
    const { dexie, notices } = describeDatabase(NAME);
    expect(await notices.count()).toBe(0);
    dexie.close();
  });
});

describe("a database that is wiped under an open tab", () => {
  test("[SYN-15] is told, and the next action begins after every place this tab remembers", async () => {
    const store = open();
    let told = 0;
    store.onClosed(() => told++);
    const before = got(await store.enqueue("order.rush", rush, AT));
    await Dexie.delete(NAME);
    expect(told).toBeGreaterThan(0);
    const after = got(await store.enqueue("order.rush", rush, AT));
    expect(after.at).toBeGreaterThan(before.at);
    expect(after.clientId).not.toBe(before.clientId);
    expect(got(await open().load()).entries).toEqual([after]);
  });
});
