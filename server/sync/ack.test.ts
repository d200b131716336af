import { expect, test } from "vitest";
import type { Database, Tx } from "../db/database.ts";
import { createCursorAcks, MOST_ACKS } from "./ack.ts";

const RESTAURANT = "house";

/** What each transaction wrote of which devices; it takes until the next turn of the event loop. */
function aSlowDatabase() {
  const written: { readonly devices: readonly string[]; readonly seqs: readonly number[] }[] = [];
  const tx = {
    query: async (sql: string, values: readonly unknown[]) => {
      if (sql.startsWith("insert into device_cursors"))
        written.push({ devices: values[1] as string[], seqs: values[2] as number[] });
      return { rows: [], rowCount: 0 };
    },
  } as unknown as Tx;
  const tenant = async (_: string, work: (given: Tx) => Promise<unknown>) => {
    await new Promise<void>((resolve) => void setImmediate(resolve));
    return work(tx);
  };
  return { written, acks: createCursorAcks({ tenant: tenant as Database["tenant"] }) };
}

test("what comes while others are written is written together next, each device's furthest word once", async () => {
  const { written, acks } = aSlowDatabase();
  const first = acks.acknowledge(RESTAURANT, "grill", 3, "sse");
  await Promise.resolve();
  await Promise.all([
    first,
    acks.acknowledge(RESTAURANT, "grill", 5, "sse"),
    acks.acknowledge(RESTAURANT, "bar", 4, "sse"),
    acks.acknowledge(RESTAURANT, "grill", 4, "polling"),
  ]);
  expect(written).toEqual([
    { devices: ["grill"], seqs: [3] },
    { devices: ["grill", "bar"], seqs: [5, 4] },
  ]);
});

test("a transaction takes so many words at most", async () => {
  const { written, acks } = aSlowDatabase();
  await Promise.all(
    Array.from({ length: MOST_ACKS + 1 }, (_, n) =>
      acks.acknowledge(RESTAURANT, `device ${n}`, n, "sse"),
    ),
  );
  expect(written.map(({ devices }) => devices.length)).toEqual([MOST_ACKS, 1]);
});
