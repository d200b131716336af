/**
 * What is asked for while a call is under way goes into the next one: sixty tickets that come into
 * sight at once are one transaction and not sixty.
 *
 * 1. What is asked for in one go, and while a call is under way, is given to the next call
 *    together, in the order it came.
 * 2. One call is under way at a time, and takes `most` at most; what is over waits for the one
 *    after it.
 * 3. Each ask gets the answer in its own place. Where a call fails all that were in it fail, and
 *    the next goes on.
 * 4. It asks for nothing by itself, tries nothing again, and forgets what it has answered. `idle`
 *    is called when nothing waits any more.
 *
 * It is not for what is chosen by turns (the writer's lanes), or tried until it succeeds (the
 * device's writes, hints between servers).
 */
import { assert } from "./assert.ts";

export type Gathering<Ask, Answer> = {
  /** Of one call. */
  readonly most: number;
  readonly carryOut: (asks: readonly Ask[]) => Promise<readonly Answer[]>;
  readonly idle?: () => void;
};

export function gather<Ask, Answer>({
  most,
  carryOut,
  idle,
}: Gathering<Ask, Answer>): (ask: Ask) => Promise<Answer> {
  type Waiting = {
    readonly ask: Ask;
    readonly resolve: (answer: Answer) => void;
    readonly reject: (error: unknown) => void;
  };
  let waiting: Waiting[] = [];
  let working = false;

  async function work(): Promise<void> {
    working = true;
    // Rule 1: what is asked for in the same go comes along.
    await Promise.resolve();
    while (waiting.length > 0) {
      const asked = waiting.slice(0, most);
      waiting = waiting.slice(asked.length);
      try {
        const answers = await carryOut(asked.map(({ ask }) => ask));
        assert(answers.length === asked.length, "an answer for each ask");
        for (const [index, { resolve }] of asked.entries()) resolve(answers[index] as Answer);
      } catch (error) {
        for (const { reject } of asked) reject(error);
      }
    }
    working = false;
    idle?.();
  }

  return (ask) =>
    new Promise((resolve, reject) => {
      waiting.push({ ask, resolve, reject });
      if (!working) void work();
    });
}
