import { expect, test } from "vitest";
import { createTableLimit } from "./table-limit.ts";

test("as many as asked for at once, and never one more", async () => {
  const limit = createTableLimit(5);
  const waits = await Promise.all(Array.from({ length: 20 }, () => limit.take("a")));
  expect(waits.filter((wait) => wait === null)).toHaveLength(5);
  for (const wait of waits) expect(wait ?? 600_000).toBeGreaterThan(0);
  expect(await limit.take("b")).toBeNull();
});

test("a place that was for no new order is there again, whatever was refused meanwhile", async () => {
  const limit = createTableLimit(2);
  for (let turn = 0; turn < 6; turn += 1) await limit.take("a");
  await limit.giveBack("a");
  expect([await limit.take("a"), await limit.take("a")]).toEqual([null, expect.any(Number)]);
});
