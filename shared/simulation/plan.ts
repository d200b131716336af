/** What is going to happen in an evening, drawn beforehand: so a failing evening can be lived again with less in it (shrink.ts). */
import { between, happens, oneOf, seededRandom } from "#shared/kernel/seeded-random.ts";
import { SECOND } from "#shared/kernel/time.ts";

export const KINDS = [
  "act", "hurry", "guest", "menu", "office", "good air", "no air", "half-open", "lossy air", "stalling air", "cutting air", "portal", "no streams", "buffering", "not reading", "dead stream",
  "hint", "compact", "close", "die", "power cut", "lying disk", "wipe", "full disk", "second tab", "freeze", "clock", "backup", "trim", "busy", "kill", "restore", "hurried restore",
  "revoke", "outdate",
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
  readonly troubleMs: number;
  readonly happenings: readonly Happening[];
};

const ALWAYS: readonly Kind[] = ["act", "act", "act", "act", "act", "act", "hurry", "guest"];

/**
 * Each evening has troubles of its own, a few of all there are: where everything goes wrong at once, one trouble hides another. One in
 * twelve is long. `wanted`: these troubles and no others, and more of them than usual.
 */
export function planOf(seed: number, wanted: readonly Kind[] = []): Plan {
  const random = seededRandom(seed);
  const long = happens(random, 1 / 12);
  const troubleMs = long ? 45 * SECOND : between(random, 3, 12) * SECOND;
  const some = KINDS.filter((kind) => !ALWAYS.includes(kind) && happens(random, 0.3));
  const troubles = wanted.length > 0 ? wanted : some;
  const share = 0.15 + random.next() * 0.4 + (wanted.length > 0 ? 0.2 : 0);
  const slowest = between(random, 200, 900);
  const devices = long ? 3 : between(random, 1, 3);
  const relaxed = happens(random, 0.3);
  const happenings: Happening[] = [];
  for (let at = between(random, 50, 500); at < troubleMs; at += between(random, 10, slowest)) {
    const kind = happens(random, share) ? oneOf(random, troubles) : oneOf(random, ALWAYS);
    happenings.push({ at, kind: kind ?? "act", device: between(random, 0, devices - 1), seed: Math.floor(random.next() * 2 ** 31) });
  }
  return { devices, relaxed, troubleMs, happenings };
}
