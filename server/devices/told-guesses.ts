/** Tells owners that somebody is guessing pairing codes, while they have one that could be hit. */
import { HOUR, MINUTE, type Clock } from "#shared/kernel/time.ts";
import { systemActor } from "../auth/actor.ts";
import type { Directory } from "../db/directory.ts";
import type { Logger } from "../log/logger.ts";
import type { Writer } from "../sync/writer.ts";

/** People who mistype do not come to this in an hour, however many they are. */
const WORTH_TELLING = 100;
/** A code that is made while they guess is told of this late. */
const LOOK_EVERY_MS = MINUTE;

export type ToldGuessesDeps = {
  readonly directory: Pick<Directory, "withOpenCodes">;
  readonly writer: Pick<Writer, "submit">;
  readonly clock: Clock;
  readonly log: Pick<Logger, "warn" | "error">;
};

/**
 * To be called at each wrong code. What it sets going is waited for by nobody, and ends with a line
 * in the log where it fails.
 */
export function tellOfGuesses({ directory, writer, clock, log }: ToldGuessesDeps): () => void {
  let hour = 0;
  let wrong = 0;
  let lookedAt = 0;

  const tell = async (count: number, inHour: number): Promise<void> => {
    log.warn({ wrong: count }, "somebody is guessing pairing codes");
    for (const restaurantId of await directory.withOpenCodes()) {
      // One key for all processes: whoever is first tells, once an hour.
      await writer.submit(restaurantId, {
        kind: "command",
        who: systemActor(restaurantId),
        command: { name: "codes.guessed", args: { count } },
        key: `codes-guessed/${inHour}`,
        strict: false,
      });
    }
  };

  return () => {
    const now = clock.now();
    const present = Math.floor(now / HOUR);
    if (present !== hour) [hour, wrong] = [present, 0];
    wrong += 1;
    if (wrong < WORTH_TELLING || Math.abs(now - lookedAt) < LOOK_EVERY_MS) return;
    lookedAt = now;
    tell(wrong, present).catch((error: unknown) =>
      log.error({ err: error }, "owners were not told that codes are guessed"),
    );
  };
}
