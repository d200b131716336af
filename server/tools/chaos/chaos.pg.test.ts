/**
 * The short form of `npm run chaos`: a fixed schedule, each fault once, without a browser. Never
 * how fast.
 */
import { afterAll, expect, test } from "vitest";
import { createCleaning, type Cleaning } from "./cleaning.ts";
import { FAULTS } from "./faults/all.ts";
import { FAULT_KINDS, type FaultKind } from "./faults/fault.ts";
import { faultTable, figureLine, noFigures } from "./figures.ts";
import type { GroundKind } from "./ground.ts";
import { runStage } from "./stage.ts";

/**
 * A short schedule: few rounds, the server's last kill before the stalled readers, whose time is
 * the server's deadline, and they not last.
 */
const SEED = 12_046;
/** Under a minute on two cores with nothing else to do. */
const TIMEOUT_MS = 300_000;

/**
 * On the server's own Postgres only what is different there; a disk that cannot be mounted here is
 * told in the table, and not asked for.
 */
const KINDS: Readonly<Record<GroundKind, readonly FaultKind[]>> = {
  own: ["server kill -9", "Postgres kill -9"],
  given: FAULT_KINDS.filter(
    (kind) => FAULTS[kind].touches !== "tablets" && FAULTS[kind].touches !== "everything",
  ),
};

const MOST_UNSEEN = 3;

const figures = noFigures();
const cleanings: Cleaning[] = [];
/** Also of a run that was cut off. */
afterAll(async () => {
  for (const cleaning of cleanings) await cleaning.all();
}, TIMEOUT_MS);

test(
  "through every fault at least once nothing is lost, doubled, different or stuck",
  async () => {
    const rounds: string[] = [];
    for (const [index, kind] of (["own", "given"] as const).entries()) {
      const cleaning = createCleaning((line) => void figures.failures.add(line));
      cleanings.push(cleaning);
      await runStage(
        {
          kind,
          seed: SEED + index,
          cleaning,
          kinds: KINDS[kind],
          browser: null,
          pace: { holdMs: [200, 600], together: 0.9 },
          isOver: ({ kindsLeft }) => kindsLeft === 0,
          isStopped: () => false,
          say: (line) => void rounds.push(line),
        },
        figures,
      );
      await cleaning.all();
    }
    const { lost, twice, diverged, stuck, failures, faults, missing } = figures;
    const told = [...rounds, faultTable(figures), figureLine(figures, SEED)].join("\n");
    expect(
      {
        lost: [...lost],
        twice: [...twice],
        diverged: [...diverged],
        stuck: [...stuck],
        failures: [...failures],
      },
      told,
    ).toEqual({ lost: [], twice: [], diverged: [], stuck: [], failures: [] });
    for (const kind of KINDS.given)
      expect(missing.has(kind) || faults.has(kind), `${kind}\n${told}`).toBe(true);
    // A machine that is slow enough can miss the effect of a few.
    expect([...faults].filter(([, { proven }]) => proven === 0).length, told).toBeLessThanOrEqual(
      MOST_UNSEEN,
    );
    expect(figures.operations).toBeGreaterThan(100);
  },
  TIMEOUT_MS,
);
