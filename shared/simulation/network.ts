/** The air between a device and the server: slow, lossy, sometimes not there, and never in a hurry to say so. */
import { between, happens } from "#shared/kernel/seeded-random.ts";
import type { Random } from "#shared/kernel/random.ts";
import { SECOND } from "#shared/kernel/time.ts";
import type { VirtualTime } from "./virtual-time.ts";

export type Air = {
  /** Off: nothing gets through. */
  up: boolean;
  /** Share of messages that are lost, and of requests that arrive twice. */
  loss: number;
  twice: number;
  slowestMs: number;
  /** Share of messages that are held up for seconds, while others pass them. */
  stalls: number;
  /** Something on the way lets no stream live. */
  streamsBlocked: boolean;
};

export const GOOD_AIR: Air = { up: true, loss: 0, twice: 0, slowestMs: 30, stalls: 0, streamsBlocked: false };

const LONGEST_STALL_MS = 5 * SECOND;
const TIME_OUT_MS = 8 * SECOND;

export type Network = {
  /**
   * A request and its answer: `serve` runs where it arrives (perhaps twice); exactly one of `answered` and `failed` is called. A null
   * answer is a server that was not there, or died on the way.
   */
  request<A>(air: Air, serve: () => Promise<A | null>, answered: (answer: A) => void, failed: () => void): void;
  /** A message on an open connection; it may be lost. `notBefore`: it does not overtake the one before. Says when it arrives. */
  message(air: Air, notBefore: number, deliver: () => void): number;
};

export function createNetwork(time: VirtualTime, random: Random): Network {
  const delay = (air: Air) => between(random, 1, happens(random, air.stalls) ? LONGEST_STALL_MS : air.slowestMs);
  const lost = (air: Air) => !air.up || happens(random, air.loss);
  return {
    request(air, serve, answered, failed) {
      let over = false;
      const end = (how: () => void) => {
        if (over) return;
        over = true;
        giveUp();
        how();
      };
      // A cable that is out is noticed at once or never.
      const giveUp = time.after(!air.up && happens(random, 0.5) ? 20 : TIME_OUT_MS, () => end(failed));
      if (lost(air)) return;
      const arrive = async () => {
        const answer = await serve();
        if (answer === null) return void time.after(delay(air), () => end(failed));
        if (!lost(air)) time.after(delay(air), () => end(() => answered(answer)));
      };
      time.after(delay(air), arrive);
      if (happens(random, air.twice)) time.after(delay(air) * 20, async () => void (await serve()));
    },
    message(air, notBefore, deliver) {
      const at = Math.max(notBefore, time.now() + delay(air));
      if (!lost(air)) time.after(at - time.now(), deliver);
      return at;
    },
  };
}
