/** What a run found, as one line, and whether that is good enough. */
import type { Findings } from "./checker/check.ts";
import type { FaultKind } from "./faults/fault.ts";
import type { ServerBack } from "./scene.ts";
import { SLOW_MS } from "./settle.ts";

export type Figures = Record<keyof Findings | "stuck", Set<string>> & {
  operations: number;
  /** How often it was made, and how often it was seen to have had its effect. */
  readonly faults: Map<FaultKind, { fired: number; proven: number }>;
  /** Kinds that have a turn on some ground; a short run may end before it. */
  readonly planned: Set<FaultKind>;
  /** Kinds that are not possible on some ground, and why. */
  readonly missing: Map<FaultKind, Set<string>>;
  readonly convergedMs: number[];
  readonly serverBackMs: number[];
  readonly databaseBackMs: number[];
  readonly noticedMs: number[];
  /** What broke beside what is checked. */
  readonly failures: Set<string>;
};

export const noFigures = (): Figures => ({
  lost: new Set(),
  twice: new Set(),
  diverged: new Set(),
  stuck: new Set(),
  operations: 0,
  faults: new Map(),
  planned: new Set(),
  missing: new Map(),
  convergedMs: [],
  serverBackMs: [],
  databaseBackMs: [],
  noticedMs: [],
  failures: new Set(),
});

const SERVER_BACK_MS = 3_000;
/** So often without any effect, and the fault is none. */
const TRIES = 2;

/**
 * How long a server that was killed was away, from when it could come back: before that its
 * database was away as well.
 */
export function backMs(
  { killedAt, backAt }: ServerBack,
  databaseMendedAt: readonly number[],
): number {
  return backAt - Math.max(killedAt, ...databaseMendedAt.filter((at) => at < backAt));
}

/** Every target that was missed, a sentence each. */
export function missedTargets(figures: Figures): string[] {
  const { convergedMs, serverBackMs, faults, failures } = figures;
  const wrong = (["lost", "twice", "diverged", "stuck"] as const).flatMap((what) =>
    [...figures[what]].map((sentence) => `${what}: ${sentence}`),
  );
  const idle = [...faults]
    .filter(([, { fired, proven }]) => fired >= TRIES && proven === 0)
    .map(
      ([kind, { fired }]) => `${kind} was made ${fired} times and never seen to have had an effect`,
    );
  return [
    ...wrong,
    ...failures,
    ...idle,
    ...(convergedMs.length === 0 ? ["no round came to its end"] : []),
    ...(rank(convergedMs, 0.99) > SLOW_MS
      ? [
          `converged p99 is ${seconds(rank(convergedMs, 0.99))} s; the target is ${seconds(SLOW_MS)} s`,
        ]
      : []),
    ...(rank(serverBackMs, 0.99) > SERVER_BACK_MS
      ? [
          `server back p99 is ${seconds(rank(serverBackMs, 0.99))} s; the target is ${seconds(SERVER_BACK_MS)} s`,
        ]
      : []),
  ];
}

/** The one line that a run ends with. */
export function figureLine(figures: Figures, seed: number): string {
  const { operations, faults, lost, twice, diverged, stuck, convergedMs, serverBackMs } = figures;
  const proven = [...faults].filter(([, fault]) => fault.proven > 0);
  return (
    `chaos: ${operations.toLocaleString("en")} operations, ${proven.reduce((sum, [, fault]) => sum + fault.proven, 0)} faults of ${proven.length} kinds, ` +
    `${lost.size} lost, ${twice.size} twice, ${diverged.size} diverged, ${stuck.size} stuck; converged ${spread(convergedMs)}; server back ${spread(serverBackMs)}; seed ${seed}; ` +
    `faults: ${proven.map(([kind, fault]) => `${kind} ${fault.proven}`).join(", ") || "none"}`
  );
}

/** A line for each fault: none is left out in silence. */
export function faultTable({
  faults,
  planned,
  missing,
  databaseBackMs,
  noticedMs,
}: Figures): string {
  const made = [...faults].map(
    ([kind, { fired, proven }]) =>
      `  ${kind.padEnd(34)} ${String(fired).padStart(4)} made, ${String(proven).padStart(4)} seen to have had their effect`,
  );
  const late = [...planned]
    .filter((kind) => !faults.has(kind))
    .map((kind) => `  ${kind.padEnd(34)} not made: the run was over before its turn`);
  const not = [...missing]
    .filter(([kind]) => !planned.has(kind))
    .map(([kind, why]) => `  ${kind.padEnd(34)} not possible here: ${[...why].join("; ")}`);
  return [
    ...made,
    ...late,
    ...not,
    ...(databaseBackMs.length > 0
      ? [`  Postgres back after it was ended: ${spread(databaseBackMs)}`]
      : []),
    ...(noticedMs.length > 0
      ? [`  forgotten connections given up after ${spread(noticedMs)}`]
      : []),
  ].join("\n");
}

const spread = (values: readonly number[]): string =>
  values.length === 0
    ? "never"
    : `p50 ${seconds(rank(values, 0.5))} p99 ${seconds(rank(values, 0.99))} s`;

const seconds = (ms: number): string => (ms / 1_000).toFixed(1);

/** Nearest rank: always a value that was measured; 0 of none. */
export function rank(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(values.length * share) - 1)] ?? 0;
}
