import { openFans } from "./fan.ts";
import { figure, inTurn } from "./rounds.ts";
import type { Row } from "./row.ts";

const PER_SECOND = 200;

export const processor: Row = {
  name: "processor",
  work: "processor per delivered event at 200 events/s, 1,000 streams in 50 rooms",
  limit: "bare node:http res.write fan-out",
  async run(bench) {
    const fans = await openFans(bench);
    try {
      const rounds = await inTurn(bench, (side, ms) =>
        fans.fan(side, { burst: 1, ms, perSecond: PER_SECOND }),
      );
      return [
        figure(
          { what: "processor per delivery", unit: "µs", target: { most: 0.8 } },
          rounds,
          (fanned) => fanned.cpuUsPerDelivery,
        ),
      ];
    } finally {
      await fans.close();
    }
  },
};
