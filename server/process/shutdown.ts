/**
 * What was opened, to be closed in reverse order: people first and machinery second. A stop may
 * come at any time, also half-way through a start: what the start opens after that is closed at
 * once. No part holds up the others: one that fails, or does not end in its time, is told and left
 * behind, because a supervisor ends the whole process soon, and then nothing behind it would be
 * closed at all.
 */
export type Shutdown = {
  /** Aborted when closing begins: a start that is under way goes no further. */
  readonly signal: AbortSignal;
  /** To be closed before everything that was opened earlier, within so many milliseconds. */
  opened(part: string, withinMs: number, close: () => Promise<void>): void;
  /**
   * Waits a moment for a start that is under way, then closes everything. Never rejects; a second
   * call waits for the first.
   */
  close(starting?: Promise<unknown>): Promise<void>;
};

type Log = { warn(fields: object, message: string): void };
type Part = {
  readonly part: string;
  readonly withinMs: number;
  readonly close: () => Promise<void>;
};

/**
 * A start looks for the signal between its steps; one that waits for somebody else (a migration's
 * lock) is not waited for.
 */
export const START_PATIENCE_MS = 2_000;

export function createShutdown(log: Log): Shutdown {
  const stopping = new AbortController();
  const parts: Part[] = [];
  let closing: Promise<void> | null = null;

  async function closePart({ part, withinMs, close }: Part): Promise<void> {
    try {
      if (!(await endsWithin(close(), withinMs)))
        log.warn({ part, withinMs }, "did not end in time and is left behind");
    } catch (error) {
      log.warn({ err: error, part }, "did not end in good order");
    }
  }

  async function closeAll(starting: Promise<unknown>): Promise<void> {
    stopping.abort(new Error("the server was told to stop"));
    await endsWithin(
      starting.catch(() => undefined),
      START_PATIENCE_MS,
    );
    for (let part = parts.pop(); part !== undefined; part = parts.pop()) await closePart(part);
  }

  return {
    signal: stopping.signal,
    opened(part, withinMs, close) {
      parts.push({ part, withinMs, close });
    },
    close(starting = Promise.resolve()) {
      closing ??= closeAll(starting);
      return closing;
    },
  };
}

async function endsWithin(ending: Promise<unknown>, withinMs: number): Promise<boolean> {
  const late = Promise.withResolvers<false>();
  const timer = setTimeout(() => late.resolve(false), withinMs);
  try {
    return (await Promise.race([ending.then(() => true), late.promise])) as boolean;
  } finally {
    clearTimeout(timer);
  }
}
