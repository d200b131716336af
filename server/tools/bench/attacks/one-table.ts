import { setTimeout as sleep } from "node:timers/promises";
import { SECOND } from "#shared/kernel/time.ts";
import { plainFigure } from "../rounds.ts";
import type { Row } from "../row.ts";
import { openStream } from "../wire.ts";
import { guestOrder, openGround, pushes, residentMb, storm, withStatus } from "./ground.ts";

const ORDERS = 1_000;
const LINES = 30;
const PATIENCE_MS = 60 * SECOND;
const MEGABYTE = 1_048_576;

/**
 * One table's link, a thousand long orders: the board stays small, and a waiter's order comes
 * through.
 */
export const oneTable: Row = {
  name: "one-table",
  work: `${ORDERS} guests' orders of ${LINES} lines through one table's link, then a waiter's`,
  limit: "none",
  async run(bench) {
    const ground = await openGround(bench);
    try {
      const { port, url } = ground.server;
      const before = residentMb(ground);
      const guests = await storm(
        port,
        Array.from({ length: bench.short ? 20 : ORDERS }, (_, index) =>
          guestOrder(ground.tableToken, `10.2.0.${index % 250}`, LINES),
        ),
        16,
      );
      const snapshot = await (
        await fetch(`${url}/api/snapshot`, {
          headers: { Authorization: `Bearer ${ground.kitchen.token}` },
        })
      ).text();
      const { seq, orders } = JSON.parse(snapshot) as { seq: number; orders: unknown[] };
      return [
        plainFigure({ what: "orders taken", unit: "" }, [withStatus(guests, 201)]),
        plainFigure({ what: "orders of a snapshot", unit: "", target: { most: 200 } }, [
          orders.length,
        ]),
        plainFigure({ what: "the snapshot", unit: "MB", target: { most: 2 } }, [
          snapshot.length / MEGABYTE,
        ]),
        plainFigure({ what: "the server grew by", unit: "MB" }, [residentMb(ground) - before]),
        plainFigure(
          {
            what: "the waiter's order at the kitchen's screen",
            unit: "ms",
            target: { most: 1_000 },
          },
          [await delivery(ground, seq)],
        ),
      ];
    } finally {
      await ground.server.dispose();
    }
  },
};

/** How long the next order takes to the kitchen's stream, which begins behind what it has. */
async function delivery(
  { server, kitchen, floor }: Awaited<ReturnType<typeof openGround>>,
  since: number,
): Promise<number> {
  const headers = {
    Authorization: `Bearer ${kitchen.token ?? ""}`,
    Accept: "text/event-stream",
    "X-Forwarded-For": "10.1.0.1",
  };
  let seen = "";
  const stream = await openStream(
    server.port,
    { method: "GET", path: `/api/events/orders?since=${since}`, headers },
    (chunk) => (seen += chunk.toString("latin1")),
  );
  try {
    const order = pushes(floor, "10.1.0.1");
    const startedAt = performance.now();
    await storm(server.port, [order.text()], 1);
    for (const until = startedAt + PATIENCE_MS; performance.now() < until; await sleep(1))
      if (seen.includes(order.lastOrderId())) return performance.now() - startedAt;
    return Infinity;
  } finally {
    stream.close();
  }
}
