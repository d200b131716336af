/** The short form of `npm run fuzz`: a seed that stays and one that does not. */
import { randomInt } from "node:crypto";
import { expect, test } from "vitest";
import { ROUTES } from "../http/testing/route-table.ts";
import { freshDatabase } from "../testing/postgres.ts";
import { faultsOf, figureLine } from "./report.ts";
import { fuzz } from "./run.ts";

test.each([1, randomInt(1_000_000)])("nothing that anybody sends breaks the server, changes what it may not or is answered without a reason (seed %i)", async (seed) => {
  const database = await freshDatabase();
  const figures = await fuzz({ count: 1_500, seed, adminUrl: database.adminUrl, connections: 4, progress: () => undefined });
  await database.drop();
  expect(faultsOf(figures), figureLine(figures)).toEqual([]);
  expect([...figures.routes.keys()].toSorted()).toEqual(Object.keys(ROUTES).toSorted());
  expect(figures).toMatchObject({ sent: 1_500, streams: expect.toSatisfy((streams: number) => streams > 20) });
});
