import Dexie from "dexie";
import { afterEach, beforeEach, expect } from "vitest";
import type { Result } from "#shared/kernel/result.ts";
import { openStore, type Store } from "../store.ts";
import { orderId, testIds } from "./samples.ts";
import { watchWrites } from "./watch-writes.ts";

export const NAME = "test-store";
export const AT = "2026-01-31T19:02:11.000Z";
export const rush = { orderId: orderId(1), rush: true };
export const newOrder = (n: number) => ({
  orderId: orderId(n),
  channel: "takeaway" as const,
  lines: [{ lineId: orderId(100 + n), menuItemId: "dish-1", quantity: 1 }],
});

export const got = <T>(result: Result<T, unknown>): T => {
  if (!result.ok) throw new Error(`it failed: ${JSON.stringify(result.error)}`);
  return result.value;
};

/**
 * Stores on a database that each test of a file begins without; closed after it, and every write
 * looked at.
 */
export function makeStores() {
  let stores: Store[] = [];
  let watched: ReturnType<typeof watchWrites>;
  beforeEach(async () => {
    await Dexie.delete(NAME);
    watched = watchWrites();
  });
  afterEach(async () => {
    watched.stop();
    for (const store of stores) store.close();
    stores = [];
    await Dexie.delete(NAME);
    // Two that write at once when the tablet dies cost everything (`write`): a table that all of
    // them cover keeps them one after the other.
    expect(watched.writes.filter((tables) => !tables.includes("client"))).toEqual([]);
  });
  return {
    /** The tables of each write of this test. */
    writes: () => watched.writes,
    open: (letter = "B", salt = 0): Store => {
      const store = openStore(NAME, letter, testIds(salt));
      stores.push(store);
      return store;
    },
    withTerm: async (store: Store): Promise<number> => {
      await store.load();
      return got(await store.takeTerm());
    },
  };
}
