import { describe, expect, test } from "vitest";
import { HOUR } from "#shared/kernel/time.ts";
import type { OutboxEntry } from "#shared/sync/device/entry.ts";
import { snapshotOf, testIds } from "./testing/samples.ts";
import { AT, got, rush, makeStores } from "./testing/make-stores.ts";

const { open, withTerm } = makeStores();

describe("the outbox", () => {
  const answered = (entry: OutboxEntry): OutboxEntry => ({
    ...entry,
    state: "answered",
    outcome: { status: "applied", seq: 3 },
  });

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
    expect(await old.storeEntries(term, [answered(entry)], null)).toEqual({
      ok: false,
      error: { kind: "deposed" },
    });
    expect(await old.storeSnapshot(term, snapshotOf([]))).toEqual({
      ok: false,
      error: { kind: "deposed" },
    });
    expect(got(await young.loadOutbox()).entries).toEqual([entry]);
  });

  test("[SYN-21] puts confirmed actions together, and finds them all again, also one that came back", async () => {
    const store = open();
    const term = await withTerm(store);
    const entries: OutboxEntry[] = [];
    for (let n = 0; n < 210; n++) entries.push(got(await store.enqueue("order.rush", rush, AT)));
    const done = entries
      .slice(0, 205)
      .map((entry): OutboxEntry => ({ ...answered(entry), state: "done" }));
    got(await store.storeEntries(term, done, null));
    got(await store.compact(Date.parse(AT), null));
    expect(got(await store.loadOutbox()).entries).toEqual(entries.slice(205));
    expect(got(await store.load()).entries).toEqual([...done, ...entries.slice(205)]);
    got(await store.storeEntries(term, [entries[7]!], null));
    expect(got(await open().load()).entries).toEqual([
      ...done.slice(0, 7),
      entries[7],
      ...done.slice(8),
      ...entries.slice(205),
    ]);
  });

  test("[SYN-32] keeps what was done as long as the server keeps its log, also where the server was not heard since, and a month at most", async () => {
    const store = open();
    const term = await withTerm(store);
    got(await store.storeSnapshot(term, snapshotOf([])));
    const daysAgo = [2, 9, 29, 31].map((days) =>
      new Date(Date.parse(AT) - days * 24 * HOUR).toISOString(),
    );
    const entries: OutboxEntry[] = [];
    for (const occurredAt of daysAgo)
      entries.push({
        ...answered(got(await store.enqueue("order.rush", rush, occurredAt))),
        state: "done",
      });
    got(await store.storeEntries(term, entries, null));
    const left = async (retentionDays: number | null): Promise<number> => {
      got(
        await open().compact(
          Date.parse(AT),
          retentionDays === null ? null : retentionDays * 24 * HOUR,
        ),
      );
      return got(await store.loadOutbox()).entries.length;
    };
    expect([await left(365), await left(10), await left(null), await left(1)]).toEqual([
      3, 2, 2, 0,
    ]);
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
    expect(got(await store.loadOutbox()).entries.map((entry) => entry.at)).toEqual([
      waiting.at,
      recent.at,
    ]);
  });
});

describe("notices", () => {
  const notice = {
    id: "a/1",
    at: 5,
    code: "order_cancelled",
    detail: "Table 5 was cancelled.",
    number: "B4",
  };

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
