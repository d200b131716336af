import { setTimeout as sleep } from "node:timers/promises";
import { must } from "#shared/kernel/assert.ts";
import { makeReplayHouse, pairReplayDevice } from "../../replay/house.ts";
import { startChild } from "../child.ts";
import type { Demand, Got } from "../neighbour-process.ts";
import { MENU } from "../rig.ts";
import { figure, inTurn, plainFigure } from "../rounds.ts";
import type { Row } from "../row.ts";
import { openGround, p99, pulse, pushes, withStatus, type Answered } from "./ground.ts";

const LINES = 90;
/**
 * What the neighbour's figures and snapshots are read from: a long day of long orders, some 20 MB.
 */
const HISTORY = 400;
const HISTORY_MS = 60_000;
/** Pushes of the restaurant that only wants to work. */
const EVERY_MS = 20;

type Wants = Pick<Demand, "figures" | "snapshots" | "orders">;

const DEMANDS: Readonly<Record<string, Wants>> = {
  figures: { figures: 16, snapshots: 0, orders: 0 },
  snapshots: { figures: 0, snapshots: 16, orders: 0 },
  "orders of ninety lines": { figures: 0, snapshots: 0, orders: 32 },
};

/**
 * One restaurant asks for as much as it may, another pushes an order now and then: what the first
 * costs the second.
 */
export const fairness: Row = {
  name: "fairness",
  work: "a restaurant's pushes, while another wants figures, snapshots or orders of ninety lines without end",
  limit: "the same pushes alone",
  async run(bench) {
    const ground = await openGround(bench, { SHOWN_ALARM_SECONDS: "3600" });
    const neighbour = startChild("neighbour-process.ts");
    try {
      const { server } = ground;
      const house = await makeReplayHouse(server.url, server.setupToken, MENU);
      const device = await pairReplayDevice(house, "floor", "Neighbour");
      const base = {
        url: server.url,
        ownerToken: must(house.owner.token, "a session"),
        deviceToken: must(device.token, "a device"),
        linesEach: LINES,
      };
      const demand = (wants: Wants, ms: number, most?: number) =>
        neighbour.call<Got>("demand", {
          ...base,
          ...wants,
          ms,
          ...(most === undefined ? {} : { most }),
        } satisfies Demand);
      await demand(
        { figures: 0, snapshots: 0, orders: 16 },
        bench.short ? bench.roundMs : HISTORY_MS,
        HISTORY,
      );
      const work = pushes(ground.floor, "10.1.0.1");
      const figures = [];
      for (const [what, wants] of Object.entries(DEMANDS)) {
        let got = 0;
        const rounds = await inTurn<readonly Answered[]>(bench, async (side, ms) => {
          if (side === "limit") return pulse(server.port, work.text, EVERY_MS, sleep(ms));
          return pulse(
            server.port,
            work.text,
            EVERY_MS,
            demand(wants, ms).then(({ answered }) => (got += answered)),
          );
        });
        figures.push(
          figure({ what: `p99 beside ${what}`, unit: "ms", target: { most: 2 } }, rounds, p99),
          plainFigure(
            { what: `pushes not answered with 200 beside ${what}`, unit: "", target: { most: 0 } },
            rounds.map(({ ours }) => ours.length - withStatus(ours, 200)),
          ),
          plainFigure({ what: `answers that the neighbour had: ${what}`, unit: "" }, [got]),
        );
      }
      return figures;
    } finally {
      await neighbour.end();
      await ground.server.dispose();
    }
  },
};
