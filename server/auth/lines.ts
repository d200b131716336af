import { SECOND } from "#shared/kernel/time.ts";
import { tooMany } from "../http/rate-limit.ts";

const MAX_IN_LINE = 50;
const RETRY_MS = SECOND;

/**
 * Lets at most so many under one name run side by side, the others after them in their order.
 * Throws `too_many_requests` where too many stand there.
 */
export function createLines(): <T>(
  name: string,
  abreast: number,
  run: () => Promise<T>,
) => Promise<T> {
  const lines = new Map<string, { running: number; readonly waiting: (() => void)[] }>();
  return async (name, abreast, run) => {
    const line = lines.get(name) ?? { running: 0, waiting: [] };
    lines.set(name, line);
    if (line.running < abreast) line.running += 1;
    else {
      if (line.waiting.length >= MAX_IN_LINE) throw tooMany(RETRY_MS);
      // Whoever leaves hands its place on, so `running` stays.
      await new Promise<void>((resolve) => void line.waiting.push(resolve));
    }
    try {
      return await run();
    } finally {
      const next = line.waiting.shift();
      if (next !== undefined) next();
      else if (--line.running === 0) lines.delete(name);
    }
  };
}
