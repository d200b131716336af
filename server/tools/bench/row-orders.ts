import { startChild } from "./child.ts";
import type { ClosedLoop, Rate } from "./load-process.ts";
import { furnish, startOurs } from "./rig.ts";
import { figure, inTurn } from "./rounds.ts";
import type { Row } from "./row.ts";

/** Many restaurants, each a little busy: what batching over restaurants makes of it. */
export const orders: Row = {
  name: "orders",
  work: "orders placed over HTTP, durable, 500 restaurants, 64 connections",
  limit:
    "a bare Hono route doing one parameterised single-row insert per request on the same Postgres",
  async run(bench) {
    const houses = await furnish(bench, { restaurants: bench.short ? 20 : 500 });
    const server = await startOurs(bench);
    const bare = startChild("limit-orders.ts");
    const load = startChild("load-process.ts");
    try {
      const barePort = await bare.call<number>("serveInsert", { adminUrl: bench.adminUrl });
      const rounds = await inTurn(bench, (side, ms) =>
        load.call<Rate>("orders", {
          ...(side === "ours"
            ? { port: server.port, path: "/api/qr/orders/create" }
            : { port: barePort, path: "/orders" }),
          houses,
          connections: 64,
          ms,
        } satisfies ClosedLoop),
      );
      return [
        figure(
          { what: "orders a second", unit: "/s", target: { least: 0.6 } },
          rounds,
          (rate) => rate.perSecond,
        ),
        figure({ what: "answer p50", unit: "ms" }, rounds, (rate) => rate.p50Ms),
        figure({ what: "answer p99", unit: "ms" }, rounds, (rate) => rate.p99Ms),
      ];
    } finally {
      await Promise.all([load.end(), bare.end()]);
      await server.dispose();
    }
  },
};
