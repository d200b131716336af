import { test } from "vitest";
import { keepTheirPromises } from "./testing/keeps-promises.ts";

/** A hundred or so; a release lives as many as `npm run sim` is given time for. */
const FRESH_MS = 1_000;

const first =
  Math.floor(performance.timeOrigin * 1_000 + performance.now() * 1_000_003) % 1_000_000_000;

test(
  `[SYN-21] evenings that nobody has lived before, from ${first} on, as many as there is time for`,
  { timeout: 300_000 },
  async () => {
    const until = performance.now() + FRESH_MS;
    await keepTheirPromises(first, () => performance.now() > until);
  },
);
