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

/** From the moment the request is sent to the moment the event is on each subscriber's socket. */
export const delivery: Row = {
  name: "delivery",
  work: "order placed → event on a subscriber's socket, 1,000 streams in 50 restaurants, 200 orders/s",
  limit:
    "the shortest path: one insert committed, an in-process wake, one ready-made write per stream",
  async run(bench) {
    const evening = eveningOf(bench);
    const { restaurants, readers } = evening;
    const houses = await furnish(bench, {
      restaurants,
      devices: devicesFor(readers),
      role: "kitchen",
    });
    const server = await startOurs(bench);
    const bare = startChild("limit-path.ts");
    const load = startChild("load-process.ts");
    try {
      const barePort = await bare.call<number>("serve", {
        adminUrl: bench.adminUrl,
        notify: false,
      });
      await openOurs(load, "ours", server.port, houses, readers);
      await openLimit(load, "limit", barePort, houses, readers);
      const rounds = await inTurn(bench, (side, ms) =>
        placePaced(
          load,
          side === "ours"
            ? pacedOn(side, server.port, OUR_PATH, houses, evening, ms)
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
          { what: "delivered p99", unit: "ms", target: { most: 2 } },
          rounds,
          (measured) => measured.p99Ms,
        ),
        figure({ what: "answered p50", unit: "ms" }, rounds, (measured) => measured.answeredP50Ms),
      ];
    } finally {
      await Promise.all([load.end(), bare.end()]);
      await server.dispose();
    }
  },
};
