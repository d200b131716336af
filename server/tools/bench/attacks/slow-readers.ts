import { setTimeout as sleep } from "node:timers/promises";
import { SECOND } from "#shared/kernel/time.ts";
import { plainFigure } from "../rounds.ts";
import type { Row } from "../row.ts";
import { openFrozen } from "../wire.ts";
import { heldConnections, openGround, pushes, residentMb, storm } from "./ground.ts";

const READERS = 120;
const ORDERS = 4_000;
/** By then the server must have let go of who takes nothing. */
const PATIENCE_MS = 80 * SECOND;

/** Devices that ask for a snapshot and take no byte of it. */
export const slowReaders: Row = {
  name: "slow-readers",
  work: `${READERS} snapshots of ${ORDERS} open orders that nobody takes`,
  limit: "none",
  async run(bench) {
    const ground = await openGround(bench, { SHOWN_ALARM_SECONDS: "3600" });
    const readers: { close(): void }[] = [];
    try {
      const { port } = ground.server;
      const work = pushes(ground.floor, "10.1.0.1");
      await storm(port, Array.from({ length: bench.short ? 10 : ORDERS }, work.text), 1);
      const before = { mb: residentMb(ground), connections: heldConnections(ground.server) };
      for (let reader = 0; reader < (bench.short ? 3 : READERS); reader += 1) {
        const headers = {
          Authorization: `Bearer ${ground.kitchen.token ?? ""}`,
          "X-Forwarded-For": `10.2.0.${reader}`,
        };
        readers.push(openFrozen(port, { method: "GET", path: "/api/snapshot", headers }));
      }
      let peak = 0;
      const startedAt = performance.now();
      let held = Infinity;
      while (
        held > before.connections &&
        performance.now() < startedAt + (bench.short ? SECOND : PATIENCE_MS)
      ) {
        await sleep(250);
        peak = Math.max(peak, residentMb(ground));
        held = heldConnections(ground.server);
      }
      return [
        plainFigure({ what: "the process grew by, at most", unit: "MB", target: { most: 100 } }, [
          peak - before.mb,
        ]),
        plainFigure({ what: "readers that were never cut off", unit: "", target: { most: 0 } }, [
          held - before.connections,
        ]),
        plainFigure({ what: "until the last was cut off", unit: "s" }, [
          (performance.now() - startedAt) / SECOND,
        ]),
      ];
    } finally {
      for (const reader of readers) reader.close();
      await ground.server.dispose();
    }
  },
};
