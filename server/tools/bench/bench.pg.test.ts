import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { freshDatabase } from "../../testing/postgres.ts";
import { isMet, tableOf, type Bench, type Figure, type Row } from "./row.ts";
import { ATTACKS } from "./rows.ts";
import { deliveries } from "./row-deliveries.ts";
import { delivery } from "./row-delivery.ts";
import { orders } from "./row-orders.ts";

/**
 * That the rows work. How fast anything is here says nothing: a test machine does other things too.
 */
describe("bench", () => {
  test.each([orders, delivery, deliveries])(
    "$name gives its figures",
    { timeout: 60_000 },
    async (row: Row) => {
      const figures = await figuresOf(row);
      expect(figures.length).toBeGreaterThan(0);
      for (const { what, ours, limit, ratio } of figures) {
        for (const value of [ours, limit ?? 1, ratio ?? 1])
          expect(Number.isFinite(value) && value > 0, `${what}: ${value}`).toBe(true);
      }
      expect(tableOf([{ row, figures }]).split("\n")).toHaveLength(2 + figures.length);
      expect(figures.some((figure) => isMet(figure) !== null)).toBe(true);
    },
  );

  test.each(ATTACKS.filter(({ name }) => QUICK_ATTACKS.includes(name)))(
    "the attack $name gives its figures",
    { timeout: 60_000 },
    async (row: Row) => {
      const figures = await figuresOf(row);
      expect(figures.length).toBeGreaterThan(0);
      expect(figures.filter(({ ours }) => !Number.isFinite(ours))).toEqual([]);
      expect(figures.some((figure) => isMet(figure) !== null)).toBe(true);
    },
  );
});

/** The others wait for an alarm or a deadline. */
const QUICK_ATTACKS = [
  "hostile-text",
  "one-table",
  "lock-out",
  "right-sign-ins",
  "same-address",
  "fairness",
];

async function figuresOf(row: Row): Promise<readonly Figure[]> {
  const database = await freshDatabase();
  const serverDir = mkdtempSync(join(tmpdir(), "heard-bench-"));
  const bench: Bench = {
    adminUrl: database.adminUrl,
    serverDir,
    short: true,
    rounds: 1,
    roundMs: 300,
    profileDir: null,
    say: () => undefined,
  };
  const figures = await row.run(bench);
  await database.drop();
  rmSync(serverDir, { recursive: true });
  return figures;
}
