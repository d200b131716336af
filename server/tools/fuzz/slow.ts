/**
 * Slow inputs: each place of a request is filled to the brim with what makes readers work, and what
 * that costs the server's process is compared with as much harmless text in the same place, in the
 * same run. No clock decides: a process that somebody else's work holds up has used no more of its
 * processor. And whatever pattern was run over a whole body is told by the server itself
 * (`say-long-reads.ts`).
 */
import { seededRandom } from "#shared/kernel/seeded-random.ts";
import { wrongWith } from "./check.ts";
import type { Gauge } from "./gauge.ts";
import type { Payload } from "./payload.ts";
import type { World } from "./world.ts";
import { BODY_BYTES, FILLERS, HARMLESS, type Filler, type Place } from "./slow-places.ts";
import type { Answer, Caller } from "./wire.ts";

export type SlowOptions = {
  readonly world: World;
  readonly places: readonly Place[];
  readonly seed: number;
  /** How many fillers in how many places, drawn from all of them. */
  readonly probes: number;
  readonly caller: Caller;
  readonly gauge: Pick<Gauge, "processorMs">;
  /** What the server has printed so far. */
  readonly output: () => string;
  readonly found: (payload: Payload, what: string) => void;
  readonly isStopped: () => boolean;
};

/**
 * So many times as much work as the harmless text, and so much more that a collection is no
 * explanation.
 */
const FACTOR = 5;
const ALLOWANCE_MS = 60;
/** What happens by chance does not happen so often in a row. */
const TRIES = 3;
/**
 * An address of its own for each request: the brakes on guessing would answer for what is behind
 * them.
 */
const ADDRESSES = 60_000;

/** Resolves with how many places were filled how often. */
export async function probeSlow(
  options: SlowOptions,
): Promise<{ readonly places: number; readonly probes: number }> {
  const { world, places, seed, probes, output, found } = options;
  const chosen = choose(places, probes, seed);
  const limits = new Map<string, number>();
  let asked = 0;
  let read = output().length;
  const send = (payload: Payload): Promise<Answer> => {
    asked = (asked + 1) % ADDRESSES;
    const address: readonly [string, string] = [
      "X-Forwarded-For",
      `10.5.${asked >> 8}.${asked & 255}`,
    ];
    return options.caller.send(
      payload.headers.some(([name]) => name === address[0])
        ? payload
        : { ...payload, headers: [...payload.headers, address] },
    );
  };
  /** What one request costs, the reading of the figure included. */
  const costOf = async (
    payload: Payload,
  ): Promise<{ readonly ms: number; readonly answer: Answer }> => {
    const before = await options.gauge.processorMs();
    const answer = await send(payload);
    return { ms: (await options.gauge.processorMs()) - before, answer };
  };
  const least = async (payload: Payload): Promise<number> => {
    let ms = Infinity;
    for (let tries = 0; tries < TRIES; tries++) ms = Math.min(ms, (await costOf(payload)).ms);
    return ms;
  };

  for (const [place, fillers] of chosen) {
    if (options.isStopped()) break;
    if (place.most === null && !limits.has(place.route))
      limits.set(place.route, await limitOf(place, send));
    const bytes = place.most ?? (limits.get(place.route) ?? 0) - lengthAround(place);
    const harmless = place.put(HARMLESS.make(bytes));
    const { ms: usual } = await costOf(harmless);
    for (const filler of fillers) {
      const payload = place.put(filler.make(bytes));
      const { ms, answer } = await costOf(payload);
      const wrong = wrongWith(payload, answer, world);
      const long = /long read: [^\n]*/.exec(output().slice(read))?.[0];
      read = output().length;
      if (wrong !== null) found(payload, `${place.where}, ${filler.name}: ${wrong}`);
      else if (long !== undefined) found(payload, `${place.where}, ${filler.name}: ${long}`);
      else if (
        isSlow(ms, usual) &&
        isSlow(
          await least(payload),
          Math.max(await least(harmless), answer.status < 400 ? await least(place.good) : 0),
        )
      )
        found(
          payload,
          `${place.where}, ${filler.name}: ${Math.round(ms)} ms of work, and ${Math.round(usual)} ms for as much harmless text`,
        );
    }
  }
  return {
    places: chosen.size,
    probes: [...chosen.values()].reduce((sum, fillers) => sum + fillers.length, 0),
  };
}

const isSlow = (ms: number, usual: number): boolean => ms > FACTOR * usual + ALLOWANCE_MS;

/** What the rest of a body takes. */
const lengthAround = (place: Place): number => place.put("").body?.length ?? 0;

/** The most that the route reads of a body: the first length that is not refused for itself. */
async function limitOf(place: Place, send: (payload: Payload) => Promise<Answer>): Promise<number> {
  for (const bytes of BODY_BYTES) {
    const { status } = await send(place.put(HARMLESS.make(bytes - lengthAround(place))));
    if (status !== 413) return bytes;
  }
  throw new Error(`${place.route} reads no body that long`);
}

/** Pairs of a place and what it is filled with, by place. */
function choose(
  places: readonly Place[],
  probes: number,
  seed: number,
): ReadonlyMap<Place, readonly Filler[]> {
  const random = seededRandom(seed);
  const pairs = places.flatMap((place) =>
    FILLERS.filter(({ isText }) => isText || place.most === null).map((filler) => ({
      place,
      filler,
      at: random.next(),
    })),
  );
  const chosen =
    probes >= pairs.length ? pairs : pairs.toSorted((a, b) => a.at - b.at).slice(0, probes);
  const byPlace = new Map<Place, Filler[]>();
  for (const { place, filler } of chosen)
    byPlace.set(place, [...(byPlace.get(place) ?? []), filler]);
  return byPlace;
}
