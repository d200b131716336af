import { startChild } from "./child.ts";
import {
  devicesFor,
  eveningOf,
  openLimit,
  openOurs,
  OUR_PATH,
  pacedOn,
  placePaced,
} from "./evening.ts";
import { furnish, startOurs } from "./rig.ts";
import { figure, inTurn } from "./rounds.ts";
import type { Row } from "./row.ts";

/**
 * The same evening, the orders at one server and the screens at another: the hint and one read of
 * the log lie between.
 */
export const processes: Row = {
  name: "processes",
  work: "the same with writer and streams in two server processes",
  limit:
    "one insert committed, NOTIFY with the event in it, LISTEN, one ready-made write per stream",
  async run(bench) {
    const evening = eveningOf(bench);
    const { restaurants, readers } = evening;
    const houses = await furnish(bench, {
      restaurants,
      devices: devicesFor(readers),
      role: "kitchen",
    });
    const writing = await startOurs(bench);
    const reading = await startOurs(bench);
    const bare = startChild("limit-path.ts");
    const load = startChild("load-process.ts");
    try {
      const barePort = await bare.call<number>("serve", { adminUrl: bench.adminUrl, notify: true });
      await openOurs(load, "ours", reading.port, houses, readers);
      await openLimit(load, "limit", barePort, houses, readers);
      const rounds = await inTurn(bench, (side, ms) =>
        placePaced(
          load,
          side === "ours"
            ? pacedOn(side, writing.port, OUR_PATH, houses, evening, ms)
            : pacedOn(side, barePort, "/orders", houses, evening, ms),
        ),
      );
      return [
        figure(
          { what: "delivered p50", unit: "ms", target: { most: 2 } },
          rounds,
          (measured) => measured.p50Ms,
        ),
        figure(
          { what: "delivered p99", unit: "ms", target: { most: 3 } },
          rounds,
          (measured) => measured.p99Ms,
        ),
      ];
    } finally {
      await Promise.all([load.end(), bare.end()]);
      await Promise.all([writing.dispose(), reading.dispose()]);
    }
  },
};
