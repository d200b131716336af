import { catchUp } from "./history.ts";
import { figure } from "./rounds.ts";
import type { Row } from "./row.ts";

export const catchUpRow: Row = {
  name: "catch-up",
  work: "catch-up of 10,000 events of about 1 KB over the wire",
  limit: "one query returning the rows' JSON text, sent as one body",
  async run(bench) {
    const rounds = await catchUp(bench, bench.short ? 500 : 10_000);
    return [
      figure(
        { what: "until the last event", unit: "ms", target: { most: 1.15 } },
        rounds,
        (read) => read.wholeMs,
      ),
      figure(
        {
          what: "until the first event, against the whole body",
          unit: "ms",
          target: { most: 0.2 },
        },
        rounds.map(({ ours, limit }) => ({ ours: ours.firstMs, limit: limit.wholeMs })),
        (ms) => ms,
      ),
    ];
  },
};
