/**
 * Gathers what is asked for in one go, and while `carryOut` is at work, and gives it all to its next call: sixty tickets that come into
 * sight at once are one transaction and not sixty. Asks are carried out in the order they came; each gets its own answer, and where a call
 * fails all that were in it fail.
 */
export function together<Ask, Answer>(carryOut: (asks: readonly Ask[]) => Promise<readonly Answer[]>): (ask: Ask) => Promise<Answer> {
  type Waiting = { readonly ask: Ask; readonly resolve: (answer: Answer) => void; readonly reject: (error: unknown) => void };
  let waiting: Waiting[] = [];
  let working = false;

  async function work(): Promise<void> {
    working = true;
    // What is asked for in the same go comes along.
    await Promise.resolve();
    while (waiting.length > 0) {
      const asked = waiting;
      waiting = [];
      try {
        const answers = await carryOut(asked.map(({ ask }) => ask));
        for (const [index, { resolve }] of asked.entries()) resolve(answers[index] as Answer);
      } catch (error) {
        for (const { reject } of asked) reject(error);
      }
    }
    working = false;
  }

  return (ask) =>
    new Promise((resolve, reject) => {
      waiting.push({ ask, resolve, reject });
      if (!working) void work();
    });
}
