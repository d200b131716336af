/**
 * What is going to happen in an evening, drawn beforehand: so a failing evening can be lived again
 * with less in it (shrink.ts).
 */
import { between, happens, oneOf, seededRandom } from "#shared/kernel/seeded-random.ts";
import { SECOND } from "#shared/kernel/time.ts";
import type { Pace } from "./virtual-time.ts";

export const KINDS = [
  "act",
  "hurry",
  "guest",
  "program",
  "menu",
  "office",
  "good air",
  "no air",
  "half-open",
  "lossy air",
  "stalling air",
  "cutting air",
  "portal",
  "no streams",
  "buffering",
  "not reading",
  "dead stream",
  "hint",
  "compact",
  "close",
  "die",
  "power cut",
  "lying disk",
  "wipe",
  "full disk",
  "second tab",
  "close one tab",
  "freeze",
  "clock",
  "server clock",
  "backup",
  "trim",
  "busy",
  "slow database",
  "deaf process",
  "kill",
  "kill one",
  "restore",
  "hurried restore",
  "revoke",
  "outdate",
  "pass",
  "promise",
  "guests' door",
] as const;
export type Kind = (typeof KINDS)[number];

export type Happening = {
  readonly at: number;
  readonly kind: Kind;
  /** Which of the devices, where it is about one. */
  readonly device: number;
  /** Its own chance: what else is dropped changes nothing about it. */
  readonly seed: number;
};

export type Plan = {
  readonly devices: number;
  readonly relaxed: boolean;
  /** Server processes over the one database. */
  readonly processes: number;
  /** Every word travels as text (wire.ts). */
  readonly asText: boolean;
  readonly pace: Pace;
  readonly troubleMs: number;
  /**
   * The kitchen's tablet is bound to the grill, and shows every station all the same: an older app
   * does (ORD-32).
   */
  readonly bound: boolean;
  readonly happenings: readonly Happening[];
};

const PROMPT: Pace = { slow: 0, slowestMs: 0 };
const PACES: readonly Pace[] = [
  PROMPT,
  PROMPT,
  { slow: 0.4, slowestMs: 5 },
  { slow: 0.4, slowestMs: 50 },
  { slow: 0.1, slowestMs: 200 },
  { slow: 0.02, slowestMs: SECOND },
];

/**
 * Have each a chance of its own, so that the evenings without them are the ones that they were
 * before there was a pass, a promise, or a door for guests.
 */
const LATER: readonly {
  readonly kind: Kind;
  readonly share: number;
  readonly seedOf: (seed: number) => number;
}[] = [
  { kind: "pass", share: 0.3, seedOf: (seed) => ~seed },
  { kind: "promise", share: 0.1, seedOf: (seed) => seed ^ 93 },
  { kind: "guests' door", share: 0.3, seedOf: (seed) => ~seed ^ 2 },
];

/**
 * Draws, apart from everything else, whether the kitchen is bound: the other evenings are what they
 * were before.
 */
const BOUND = 6_334;

const ALWAYS: readonly Kind[] = ["act", "act", "act", "act", "act", "act", "hurry", "guest"];

/**
 * Each evening has troubles of its own, a few of all there are: where everything goes wrong at
 * once, one trouble hides another. One in thirty is long, and takes as much time as eight others.
 * `wanted`: these troubles and no others, and more of them than usual.
 */
export function planOf(seed: number, wanted: readonly Kind[] = []): Plan {
  const random = seededRandom(seed);
  const long = happens(random, 1 / 30);
  const troubleMs = long ? 45 * SECOND : between(random, 3, 12) * SECOND;
  const some = KINDS.filter(
    (kind) =>
      !LATER.some((later) => later.kind === kind) && !ALWAYS.includes(kind) && happens(random, 0.3),
  );
  for (const { kind, share, seedOf } of LATER)
    if (happens(seededRandom(seedOf(seed)), share)) some.push(kind);
  const troubles = wanted.length > 0 ? wanted : some;
  const share = 0.15 + random.next() * 0.4 + (wanted.length > 0 ? 0.2 : 0);
  const slowest = between(random, 200, 900);
  const devices = long ? 3 : between(random, 1, 3);
  const relaxed = happens(random, 0.3);
  const processes = happens(random, 0.4) ? 2 : 1;
  const asText = happens(random, 0.2);
  const pace = oneOf(random, PACES) ?? PROMPT;
  const bound = happens(seededRandom(seed ^ BOUND), 0.2);
  const happenings: Happening[] = [];
  for (let at = between(random, 50, 500); at < troubleMs; at += between(random, 10, slowest)) {
    const kind = happens(random, share) ? oneOf(random, troubles) : oneOf(random, ALWAYS);
    happenings.push({
      at,
      kind: kind ?? "act",
      device: between(random, 0, devices - 1),
      seed: Math.floor(random.next() * 2 ** 31),
    });
  }
  return { devices, relaxed, processes, asText, pace, troubleMs, bound, happenings };
}

/** A plan in one line, as it is kept: what draws plans may change, what was planned may not. */
export function writePlan({
  devices,
  relaxed,
  processes,
  asText,
  pace,
  troubleMs,
  bound,
  happenings,
}: Plan): string {
  const head = [
    devices,
    relaxed ? "relaxed" : "strict",
    processes,
    asText ? "text" : "values",
    pace.slow,
    pace.slowestMs,
    troubleMs,
    ...(bound ? ["bound"] : []),
  ].join(" ");
  return [
    head,
    ...happenings.map(({ at, kind, device, seed }) => `${at} ${device} ${seed} ${kind}`),
  ].join("; ");
}

export function readPlan(line: string): Plan {
  const [head = "", ...rest] = line.split("; ");
  const [devices, durability, processes, words, slow, slowestMs, troubleMs, bound] =
    head.split(" ");
  return {
    devices: Number(devices),
    relaxed: durability === "relaxed",
    processes: Number(processes),
    asText: words === "text",
    pace: { slow: Number(slow), slowestMs: Number(slowestMs) },
    troubleMs: Number(troubleMs),
    bound: bound === "bound",
    happenings: rest.map((text) => {
      const [at, device, seed, ...words] = text.split(" ");
      const kind = KINDS.find((it) => it === words.join(" "));
      if (kind === undefined)
        throw new Error(`There is no happening "${words.join(" ")}" any more.`);
      return { at: Number(at), device: Number(device), seed: Number(seed), kind };
    }),
  };
}
