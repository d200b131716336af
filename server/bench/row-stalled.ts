import { startChild } from "./child.ts";
import { devicesFor, eveningOf, openOurs, OUR_PATH, pacedOn, placePaced } from "./evening.ts";
import { COLLECTOR, residentKb } from "./memory.ts";
import { furnish, startOurs } from "./rig.ts";
import { figure, plainFigure } from "./rounds.ts";
import type { Row } from "./row.ts";

const EVERY = 10;
const STALL_MS = 60_000;

/** Half a minute without and a minute with: the same server, the same readers counted. One round, because of its length. */
export const stalled: Row = {
  name: "stalled",
  work: "10 % of 1,000 readers stop reading for a minute",
  limit: "the same load without them",
  async run(bench) {
    const evening = eveningOf(bench);
    const { restaurants, readers } = evening;
    const houses = await furnish(bench, { restaurants, devices: devicesFor(readers), role: "kitchen" });
    const server = await startOurs(bench, { env: { NODE_OPTIONS: COLLECTOR } });
    const load = startChild("load-process.ts");
    try {
      const pid = server.pid();
      if (pid === null) throw new Error("the server is gone");
      await openOurs(load, "ours", server.port, houses, readers);
      const stalling = await load.call<number>("ignore", { set: "ours", every: EVERY });
      const counted = { ...evening, readers: readers - readers / EVERY };
      const place = (ms: number) => placePaced(load, pacedOn("ours", server.port, OUR_PATH, houses, counted, ms));
      const ms = bench.short ? bench.roundMs : STALL_MS;
      await place(ms / 6);
      const without = await place(ms / 2);
      const before = await residentKb(pid);
      await load.call("stall", { set: "ours", stalled: true });
      const withThem = await place(ms);
      const held = await residentKb(pid);
      await load.call("stall", { set: "ours", stalled: false });
      const rounds = [{ ours: withThem, limit: without }];
      return [
        figure({ what: "the others' p99", unit: "ms", target: { most: 1.1 } }, rounds, (measured) => measured.p99Ms),
        figure({ what: "the others' p50", unit: "ms" }, rounds, (measured) => measured.p50Ms),
        plainFigure({ what: "held per stalled reader", unit: "KB", target: { most: 256 } }, [Math.max(0, held - before) / stalling]),
      ];
    } finally {
      await load.end();
      await server.dispose();
    }
  },
};
