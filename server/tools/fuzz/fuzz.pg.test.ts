/** The short form of `npm run fuzz`, each time with another seed. */
import { randomInt } from "node:crypto";
import { expect, test } from "vitest";
import { ROUTES } from "../../http/testing/route-table.ts";
import { freshDatabase } from "../../testing/postgres.ts";
import { faultsOf, figureLine } from "./report.ts";
import { fuzz } from "./run.ts";

/** Eight seconds on a machine with nothing else to do. */
const TIMEOUT_MS = 120_000;
const COUNT = 2_500;
/** Of some twelve thousand. */
const SLOW = 120;
const seed = randomInt(1_000_000);

test(
  `nothing that anybody sends breaks the server, changes what it may not, or is refused without a reason (seed ${seed})`,
  async () => {
    const database = await freshDatabase();
    const figures = await fuzz({
      count: COUNT,
      seed,
      adminUrl: database.adminUrl,
      connections: 4,
      slow: SLOW,
      progress: () => undefined,
      isStopped: () => false,
    });
    await database.drop();
    expect(faultsOf(figures), figureLine(figures)).toEqual([]);
    expect([...figures.routes.keys()].toSorted()).toEqual(Object.keys(ROUTES).toSorted());
    expect(figures.sent).toBe(COUNT);
    expect(figures.slow.probes).toBe(SLOW);
    expect(figures.streams).toBeGreaterThan(20);
  },
  TIMEOUT_MS,
);
