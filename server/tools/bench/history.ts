/** A restaurant whose log is long already. */
import pg from "pg";
import type { Cursor } from "#shared/sync/messages/cursor.ts";
import { PROTOCOL, PROTOCOL_HEADER } from "#shared/sync/messages/protocol.ts";
import { startChild, type Child } from "./child.ts";
import type { Read, Reads } from "./load-process.ts";
import { furnish, startOurs, type BenchHouse } from "./rig.ts";
import { inTurn, type Side } from "./rounds.ts";
import type { Bench } from "./row.ts";
import type { Target } from "./wire.ts";

export type History = { readonly before: Cursor; readonly last: number };

/**
 * Appends `count` events of about 1 KB as the sequencer would have; answers the cursor before the
 * first, and the seq of the last.
 */
export async function appendHistory(
  adminUrl: string,
  restaurantId: string,
  count: number,
): Promise<History> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const {
      rows: [log],
    } = await client.query<{
      log_id: string;
      epoch: number;
      head_seq: string;
      head_id: string | null;
    }>("select log_id, epoch, head_seq, head_id from restaurant_logs where restaurant_id = $1", [
      restaurantId,
    ]);
    if (log === undefined) throw new Error("a restaurant without a log");
    const before = Number(log.head_seq);
    await client.query(
      `insert into pending_events (restaurant_id, seq, id, type, body, created_at)
      select $1, seq, id, 'order_created', format('{"seq":%s,"id":"%s","type":"order_created","v":1,"data":{"text":"%s"}}', seq, id, repeat(md5(seq::text), 28)), now()
      from (select $2::bigint + n as seq, gen_random_uuid() as id from generate_series(1, $3::int) as n) as made`,
      [restaurantId, before, count],
    );
    await client.query(
      `update restaurant_logs l set head_seq = e.seq, head_id = e.id from pending_events e
      where l.restaurant_id = $1 and e.restaurant_id = $1 and e.seq = $2`,
      [restaurantId, before + count],
    );
    await client.query("analyze pending_events");
    return {
      before: { logId: log.log_id, epoch: log.epoch, seq: before, id: log.head_id },
      last: before + count,
    };
  } finally {
    await client.end();
  }
}

/**
 * The log from `cursor` on, asked for as our client does (shared/sync/device/shell/exchanges.ts):
 * the server proves the cursor before it replays.
 */
export function streamFrom(
  { seq, id, logId, epoch }: Cursor,
  { source, devices }: BenchHouse,
): Target {
  const query = new URLSearchParams({
    since: String(seq),
    logId,
    epoch: String(epoch),
    ...(id === null ? {} : { sinceId: id }),
  });
  // Many a second come from one address here: that limit is not what is measured.
  const headers = {
    "X-Forwarded-For": source,
    Authorization: `Bearer ${devices[0] ?? ""}`,
    Accept: "text/event-stream",
    "X-Heard-As": "kitchen",
    [PROTOCOL_HEADER]: String(PROTOCOL),
  };
  return { method: "GET", path: `/api/events/orders?${query.toString()}`, headers };
}

/**
 * A reader that catches up `count` events over our stream, and the same rows as one body, in turn.
 */
export async function catchUp(bench: Bench, count: number): Promise<readonly Record<Side, Read>[]> {
  const [house] = await furnish(bench, { restaurants: 1, devices: 1, role: "kitchen" });
  if (house === undefined) throw new Error("no restaurant");
  const { before, last } = await appendHistory(bench.adminUrl, house.restaurantId, count);
  const server = await startOurs(bench);
  const bare: Child = startChild("limit-path.ts");
  const load = startChild("load-process.ts");
  try {
    const barePort = await bare.call<number>("serve", { adminUrl: bench.adminUrl, notify: false });
    const ours = streamFrom(before, house);
    const limit: Target = {
      method: "GET",
      path: `/rows?restaurant=${house.restaurantId}&since=${before.seq}`,
      headers: {},
    };
    return await inTurn(bench, (side, ms) =>
      load.call<Read>(
        "read",
        (side === "ours"
          ? { port: server.port, target: ours, last: `id: ${last}\n`, ms }
          : { port: barePort, target: limit, last: null, ms }) satisfies Reads,
      ),
    );
  } finally {
    await Promise.all([load.end(), bare.end()]);
    await server.dispose();
  }
}
