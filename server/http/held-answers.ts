/**
 * What is said to readers and not taken, and whose goes where that is too much (FAIR-7).
 * 1. Every kind of asker (asker.ts) has a bound of its own, so that whatever strangers leave lying
 *    costs no device its answer.
 * 2. Who takes is cut last. Of a kind that is over its bound go first those that took nothing since
 *    they began to wait, or less than `leastPace` over that time; those that read go only where
 *    they alone are more than the bound. Else a thousand addresses with one small answer each,
 *    never read, cost the one slow phone its script: it has the most.
 * 3. Of either goes what the group with the most has, of that the one that has the most, and of
 *    that what has waited longest, until the rest is within: a flood pays itself, and a slow reader
 *    with little pays for nobody.
 * 4. What was said a moment ago had no time to be taken: it is counted, and stays until it was
 *    looked at twice. No reader goes in its place.
 * What a reader took right before it began to wait counts as taken too: an answer in pieces begins
 * to wait with each.
 *
 * An answer counts with its bytes and with what it takes besides (measured: some 50 KB of objects
 * each, of 4,000 snapshots over HTTP/2 that nobody read).
 */
import { SECOND } from "#shared/kernel/time.ts";
import { ASKER_KINDS, type Asker, type AskerKind } from "./asker.ts";

export type HeldBytes = Readonly<Record<AskerKind, number>>;

export type HeldAnswer = {
  readonly asker: () => Asker;
  /** Said and not taken. */
  bytes: number;
  /** When it began to wait for its reader, and how much was said to it from then on. */
  sinceMs: number;
  said: number;
  /** What was said in the wait before this one: all of it was taken. */
  saidBefore: number;
  /** How often it was found waiting since then. */
  looks: number;
};

export const ANSWER_BYTES = 48 * 1024;
/** Where there is too much, what is said is looked at so often. */
export const LOOK_AGAIN_MS = 20;
/**
 * What was said a moment ago may be on its way to the system still: between two looks every
 * connection had its turn, however busy the process is.
 */
const LOOKS = 2;

export const costOf = ({ bytes }: Pick<HeldAnswer, "bytes">): number =>
  bytes === 0 ? 0 : bytes + ANSWER_BYTES;

/** So much of it is not taken now. False: nothing. */
export function saw(one: HeldAnswer, bytes: number, nowMs: number): boolean {
  if (bytes > 0 && one.bytes === 0) {
    one.sinceMs = nowMs;
    one.saidBefore = one.said;
    one.said = bytes;
    one.looks = 0;
  } else if (bytes > one.bytes) one.said += bytes - one.bytes;
  one.bytes = bytes;
  return bytes > 0;
}

/**
 * Until when a reader may take for what was said to it, at so many bytes a second and after some
 * grace.
 */
export const lastMoment = (
  { sinceMs, said }: HeldAnswer,
  { graceMs, leastPace }: { readonly graceMs: number; readonly leastPace: number },
): number => sinceMs + graceMs + (said / leastPace) * SECOND;

/** Does its reader take it, and not only a byte now and then? */
export function reads(
  { said, saidBefore, bytes, sinceMs }: HeldAnswer,
  leastPace: number,
  nowMs: number,
): boolean {
  const took = saidBefore + said - bytes;
  return took > 0 && took * SECOND >= (nowMs - sinceMs) * leastPace;
}

/** Those that have to go, at a look. `waiting`: in the order of their `sinceMs`. */
export function tooMuch<T extends HeldAnswer>(
  waiting: Iterable<T>,
  { heldBytes, leastPace }: { readonly heldBytes: HeldBytes; readonly leastPace: number },
  nowMs: number,
): readonly T[] {
  const kinds: Readonly<Record<AskerKind, Sides<T>>> = {
    believed: newSides(),
    marked: newSides(),
    stranger: newSides(),
  };
  for (const one of waiting) {
    const { kind, group, key } = one.asker();
    const side = kinds[kind][reads(one, leastPace, nowMs) ? "reading" : "idle"];
    const house = within(side, group);
    const own = within(house, key);
    for (const pile of [side, house, own]) pile.bytes += costOf(one);
    if (one.looks >= LOOKS) own.ripe.push(one);
  }
  return ASKER_KINDS.flatMap((kind) => {
    const { idle, reading } = kinds[kind];
    return [
      ...takenOff(idle, heldBytes[kind] - reading.bytes),
      ...takenOff(reading, heldBytes[kind]),
    ];
  });
}

/** What goes of a side until the rest is within so many bytes. */
function takenOff<T extends HeldAnswer>(side: Pile<T>, bytes: number): readonly T[] {
  const gone: T[] = [];
  while (side.bytes > bytes) {
    const house = largest(side);
    const own = largest(house);
    const one = own.ripe.shift();
    // The next look sees whether what is left of it is taken.
    if (one === undefined) break;
    gone.push(one);
    for (const pile of [side, house, own]) pile.bytes -= costOf(one);
  }
  return gone;
}

type Sides<T> = { readonly idle: Pile<T>; readonly reading: Pile<T> };

const newSides = <T>(): Sides<T> => ({ idle: newPile(), reading: newPile() });

type Pile<T> = { bytes: number; readonly of: Map<string, Pile<T>>; readonly ripe: T[] };

const newPile = <T>(): Pile<T> => ({ bytes: 0, of: new Map(), ripe: [] });

function within<T>(pile: Pile<T>, name: string): Pile<T> {
  let inner = pile.of.get(name);
  if (inner === undefined) pile.of.set(name, (inner = newPile()));
  return inner;
}

function largest<T>(pile: Pile<T>): Pile<T> {
  let most: Pile<T> = newPile();
  for (const inner of pile.of.values()) if (inner.bytes > most.bytes) most = inner;
  return most;
}
