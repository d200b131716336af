import { startChild } from "./child.ts";
import type { PushLoop, Rate } from "./load-process.ts";
import { furnish, startOurs } from "./rig.ts";
import { figure, inTurn, plainFigure } from "./rounds.ts";
import type { Row } from "./row.ts";

const DEVICES = 16;
/** What a device that was away for a moment sends at once. */
const BATCH = 10;

/** One restaurant whose devices all push at once: every mutation behind one lock. */
export const hot: Row = {
  name: "hot",
  work: "one hot restaurant, 16 devices pushing",
  limit: "one counter-row transaction per event, 8 connections, as a single prepared statement",
  async run(bench) {
    const [house] = await furnish(bench, { restaurants: 1, devices: DEVICES });
    if (house === undefined) throw new Error("no restaurant");
    const server = await startOurs(bench);
    const bare = startChild("limit-orders.ts");
    const load = startChild("load-process.ts");
    try {
      const measure = (batch: number) =>
        inTurn(bench, (side, ms) =>
          side === "limit"
            ? bare.call<{ perSecond: number }>("countEvents", {
                adminUrl: bench.adminUrl,
                connections: 8,
                ms,
              })
            : load.call<Rate>("pushes", { port: server.port, house, batch, ms } satisfies PushLoop),
        );
      const single = await measure(1);
      const batched = await measure(BATCH);
      return [
        figure(
          { what: "mutations a second, one a push", unit: "/s", target: { least: 1 } },
          single,
          (rate) => rate.perSecond,
        ),
        plainFigure(
          { what: "the same, alone", unit: "/s", target: { least: 2_000 } },
          single.map((round) => round.ours.perSecond),
        ),
        figure(
          { what: `mutations a second, ${BATCH} a push`, unit: "/s" },
          batched,
          (rate) => rate.perSecond,
        ),
      ];
    } finally {
      await Promise.all([load.end(), bare.end()]);
      await server.dispose();
    }
  },
};
