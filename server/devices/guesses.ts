/**
 * Who guesses pairing codes, and who holds one. A code has 50 bits, lives for ten minutes and works
 * once.
 *
 * 1. Five wrong codes a minute, and thirty an hour, are answered as wrong to one source, over all
 *    server processes (brake.ts).
 * 2. A source beyond that is slowed: what is wrong is "too many requests". What is right is taken
 *    all the same, because whoever holds a code may sit behind the same address as whoever guesses.
 * 3. A browser that is somebody already (the owner's, or a device that is paired anew) is counted
 *    with its restaurant and not with its address (secret-source.ts).
 * 4. Who has a code open while a hundred wrong ones come within an hour at a process is told, once
 *    that hour (told-guesses.ts).
 * 5. So what bounds guessing is how many codes of slowed sources are looked at: ten a second of one
 *    source, fifty of all together, at each process. At three processes, with a hundred codes open
 *    day and night, one of them would be hit in some 2,400 years. The codes of sources that are not
 *    slowed are looked at whatever others do.
 */
import { RateLimiterMemory } from "rate-limiter-flexible";
import { perSource, type Brake } from "../auth/brake.ts";
import { consume, tooMany } from "../http/rate-limit.ts";

const LOOKED_AT = { ofOne: 10, ofAll: 50 } as const;

export type Guesses = {
  /**
   * Runs `look`, which answers null for a wrong code. Throws `too_many_requests` where the source
   * has to wait.
   */
  readonly attempt: <T>(source: string, look: () => Promise<T | null>) => Promise<T | null>;
};

/** `source` is whatever a guesser is counted by. */
export function createGuesses(
  brake: Pick<Brake, "take">,
  onWrong: () => void,
  lookedAt: { ofOne: number; ofAll: number } = LOOKED_AT,
): Guesses {
  const ofOne = new RateLimiterMemory({ points: lookedAt.ofOne, duration: 1 });
  const ofAll = new RateLimiterMemory({ points: lookedAt.ofAll, duration: 1 });
  return {
    async attempt(source, look) {
      const taken = await brake.take([perSource("pairing code", source)]);
      if (taken.kind === "wait") {
        await consume(ofOne, source);
        await consume(ofAll, "all");
      }
      const found = await look();
      if (found === null) onWrong();
      if (found === null && taken.kind === "wait") throw tooMany(taken.waitMs);
      if (found !== null && taken.kind === "taken") await taken.giveBack();
      return found;
    },
  };
}
