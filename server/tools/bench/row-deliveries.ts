import { openFans } from "./fan.ts";
import { figure, inTurn } from "./rounds.ts";
import type { Row } from "./row.ts";

const BACKLOG = 100;

export const deliveries: Row = {
  name: "deliveries",
  work: "most deliveries a second, one process, 1,000 streams",
  limit: "bare node:http res.write per event and stream",
  async run(bench) {
    const fans = await openFans(bench);
    try {
      const single = await inTurn(bench, (side, ms) =>
        fans.fan(side, { burst: 1, ms, perSecond: null }),
      );
      const backlog = await inTurn(bench, (side, ms) =>
        fans.fan(side, { burst: BACKLOG, ms, perSecond: null }),
      );
      return [
        figure(
          { what: "deliveries a second, one event at a time", unit: "/s", target: { least: 1 } },
          single,
          (fanned) => fanned.perSecond,
        ),
        figure(
          {
            what: `deliveries a second, a backlog of ${BACKLOG}`,
            unit: "/s",
            target: { least: 4 },
          },
          backlog,
          (fanned) => fanned.perSecond,
        ),
        figure(
          { what: "processor per delivery, one event at a time", unit: "µs" },
          single,
          (fanned) => fanned.cpuUsPerDelivery,
        ),
      ];
    } finally {
      await fans.close();
    }
  },
};
