import Dexie from "dexie";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { HOUR } from "#shared/kernel/time.ts";
import type { Result } from "#shared/kernel/result.ts";
import { describeDatabase } from "./database.ts";
import {
  forgetHistory,
  KEEP_HISTORY_MS,
  keepStart,
  keepTail,
  MAX_HISTORY_ROWS,
  MAX_START_ORDERS,
} from "./history.ts";
import { openStore, type Store } from "./store.ts";
import { cursorAt, orderOf, placed, snapshotOf, testIds } from "./testing/samples.ts";

const NAME = "test-history";
let store: Store;

beforeEach(async () => {
  await Dexie.delete(NAME);
  store = openStore(NAME, "B", testIds());
});
afterEach(async () => {
  store.close();
  await Dexie.delete(NAME);
});

const got = <T>(result: Result<T, unknown>): T => {
  if (!result.ok) throw new Error(`it failed: ${JSON.stringify(result.error)}`);
  return result.value;
};
const kinds = async () =>
  got(await store.history()).map((part) =>
    part.kind === "start" ? `start ${part.orders.length}` : `${part.events.length} events`,
  );

async function withTerm(): Promise<number> {
  await store.load();
  return got(await store.takeTerm());
}

describe("what a device saw of the service", () => {
  test("outlives the folding of the tail, and a snapshot that replaces it", async () => {
    const term = await withTerm();
    got(
      await store.storeSnapshot(
        term,
        snapshotOf([orderOf(900), orderOf(901, { status: "completed" })]),
      ),
    );
    got(
      await store.storeEvents(
        cursorAt(0),
        cursorAt(600),
        Array.from({ length: 600 }, (_, index) => placed(index + 1)),
      ),
    );
    got(await store.compact(Date.parse("2026-01-31T19:00:00.000Z"), null));
    got(await store.storeEvents(cursorAt(600), cursorAt(602), [placed(601), placed(602)]));
    expect(await kinds()).toEqual(["start 1", "600 events", "2 events"]);
    got(await store.storeSnapshot(term, snapshotOf([orderOf(7)], { epoch: 1 })));
    expect(await kinds()).toEqual(["start 1", "600 events", "2 events", "start 1"]);
  });

  test("[SYN-35] is of one log: what was kept of another is gone with it", async () => {
    const term = await withTerm();
    got(await store.storeSnapshot(term, snapshotOf([orderOf(900)])));
    got(await store.storeEvents(cursorAt(0), cursorAt(2), [placed(1), placed(2)]));
    got(
      await store.storeSnapshot(
        term,
        snapshotOf([orderOf(7), orderOf(8)], { logId: "0190c2f0-0000-7000-8000-0000000000ab" }),
      ),
    );
    expect(await kinds()).toEqual(["start 2"]);
  });

  test("is bounded in time, in rows, and in what a snapshot adds", async () => {
    const db = describeDatabase(NAME);
    const now = Date.parse("2026-02-01T12:00:00.000Z");
    for (let n = 0; n < MAX_HISTORY_ROWS + 3; n++)
      await keepTail(db, [
        { seq: n, events: [placed(n + 1, { placedAt: new Date(now - HOUR).toISOString() })] },
      ]);
    await keepTail(db, []);
    await keepStart(
      db,
      snapshotOf(
        Array.from({ length: MAX_START_ORDERS + 1 }, (_, n) => orderOf(n)),
        { serverTime: new Date(now).toISOString() },
      ),
    );
    await forgetHistory(db, now);
    expect(await db.history.count()).toBe(MAX_HISTORY_ROWS);
    const last = await db.history.orderBy("n").last();
    expect(last?.recorded.kind === "start" ? last.recorded.orders.length : null).toBe(
      MAX_START_ORDERS,
    );
    await forgetHistory(db, now - HOUR + KEEP_HISTORY_MS + 1);
    expect(await db.history.count()).toBe(1);
    db.dexie.close();
  });
});
