import { expect, test } from "vitest";
import { backMs, faultTable, figureLine, missedTargets, noFigures, rank } from "./figures.ts";

test("a good run is one line, and misses nothing", () => {
  const figures = {
    ...noFigures(),
    operations: 4812,
    convergedMs: [400, 900, 4_900],
    serverBackMs: [800, 1_200],
  };
  figures.faults
    .set("cable cut", { fired: 3, proven: 3 })
    .set("full disk", { fired: 1, proven: 1 });
  expect(missedTargets(figures)).toEqual([]);
  expect(figureLine(figures, 7)).toBe(
    "chaos: 4,812 operations, 4 faults of 2 kinds, 0 lost, 0 twice, 0 diverged, 0 stuck; converged p50 0.9 p99 4.9 s; server back p50 0.8 p99 1.2 s; seed 7; faults: cable cut 3, full disk 1",
  );
});

test("each target can be missed", () => {
  const good = { ...noFigures(), convergedMs: [100] };
  for (const what of ["lost", "twice", "diverged", "stuck", "failures"] as const)
    expect(missedTargets({ ...good, [what]: new Set(["something"]) }), what).toHaveLength(1);
  expect(missedTargets({ ...good, convergedMs: [5_001] })).toHaveLength(1);
  expect(missedTargets({ ...good, serverBackMs: [3_001] })).toHaveLength(1);
  expect(missedTargets(noFigures())).toEqual(["no round came to its end"]);
  const idle = { ...good, faults: new Map([["latency" as const, { fired: 2, proven: 0 }]]) };
  expect(missedTargets(idle)).toEqual([
    "latency was made 2 times and never seen to have had an effect",
  ]);
});

test("the table says how often each fault came, and why one did not", () => {
  const figures = noFigures();
  figures.faults.set("latency", { fired: 2, proven: 1 });
  figures.missing
    .set("latency", new Set(["on the other ground"]))
    .set("full disk", new Set(["it takes root"]))
    .set("cable cut", new Set(["on the other ground"]));
  figures.planned.add("latency").add("cable cut");
  expect(
    faultTable(figures)
      .split("\n")
      .map((line) => line.trim().replaceAll(/ +/g, " ")),
  ).toEqual([
    "latency 2 made, 1 seen to have had their effect",
    "cable cut not made: the run was over before its turn",
    "full disk not possible here: it takes root",
  ]);
});

test("a server is back from when its database is, and what is mended later does not count", () => {
  expect(backMs({ killedAt: 1_000, backAt: 2_500 }, [])).toBe(1_500);
  expect(backMs({ killedAt: 1_000, backAt: 6_500 }, [800, 5_000])).toBe(1_500);
  expect(backMs({ killedAt: 1_000, backAt: 2_500 }, [4_000])).toBe(1_500);
});

test("a rank is a value that was measured", () => {
  expect([
    rank([], 0.5),
    rank([3], 0.99),
    rank([1, 2, 3, 4], 0.5),
    rank([4, 1, 3, 2], 0.99),
  ]).toEqual([0, 3, 2, 4]);
});
