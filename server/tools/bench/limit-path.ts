/**
 * The shortest path from an order to a screen, and the plainest reads: what the product is held
 * against.
 *
 * `POST /orders`: one insert, committed; then one ready-made frame to each stream of that
 * restaurant, in the same turn. No session, no rules, no cursor, no other process. With `notify`,
 * the streams are written when LISTEN hears of it instead.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import pg from "pg";
import { answerCalls } from "./child.ts";

type Where = { readonly adminUrl: string };

const streams = new Map<string, Set<ServerResponse>>();

answerCalls({ serve });

/** Answers the port. */
async function serve({ adminUrl, notify }: Where & { readonly notify: boolean }): Promise<number> {
  const pool = new pg.Pool({ connectionString: adminUrl, max: 12 });
  await pool.query(
    "create table if not exists bare_path (id uuid primary key, restaurant_id text not null, body text not null)",
  );
  if (notify) await listen(adminUrl, pool);
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://127.0.0.1");
    if (pathname === "/orders") void place(pool, notify, request, response);
    else if (pathname === "/rows") void rows(pool, searchParams, response);
    else open(searchParams.get("restaurant") ?? "", response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

async function place(
  pool: pg.Pool,
  notify: boolean,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = Buffer.concat((await request.toArray()) as Buffer[]).toString();
  const restaurant = String(request.headers["x-restaurant"]);
  const { orderId } = JSON.parse(body) as { orderId: string };
  await pool.query({
    name: "place",
    text: "insert into bare_path values ($1, $2, $3)",
    values: [orderId, restaurant, body],
  });
  if (notify)
    await pool.query({
      name: "notify",
      text: "select pg_notify('bare_path', $1)",
      values: [JSON.stringify({ restaurant, body })],
    });
  else tell(restaurant, body);
  response.writeHead(201, { "Content-Type": "application/json" }).end(`{"orderId":"${orderId}"}`);
}

function tell(restaurant: string, body: string): void {
  const frame = Buffer.from(`id: 1\nevent: order_created\ndata: ${body}\n\n`);
  for (const stream of streams.get(restaurant) ?? []) stream.write(frame);
}

async function listen(adminUrl: string, pool: pg.Pool): Promise<void> {
  await pool.query("select 1");
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  client.on("notification", ({ payload }) => {
    const { restaurant, body } = JSON.parse(payload ?? "") as { restaurant: string; body: string };
    tell(restaurant, body);
  });
  await client.query("listen bare_path");
}

/** One query for everything after `since`, its JSON texts sent as one body. */
async function rows(
  pool: pg.Pool,
  search: URLSearchParams,
  response: ServerResponse,
): Promise<void> {
  const text =
    "select string_agg(body, ',' order by seq) as bodies from pending_events where restaurant_id = $1 and seq > $2";
  const {
    rows: [row],
  } = await pool.query<{ bodies: string }>({
    name: "rows",
    text,
    values: [search.get("restaurant"), search.get("since")],
  });
  const body = Buffer.from(`[${row?.bodies ?? ""}]`);
  response
    .writeHead(200, { "Content-Type": "application/json", "Content-Length": body.length })
    .end(body);
}

function open(restaurant: string, response: ServerResponse): void {
  const set = streams.get(restaurant) ?? new Set<ServerResponse>();
  streams.set(restaurant, set);
  set.add(response);
  response.once("close", () => set.delete(response));
  response.writeHead(200, { "Content-Type": "text/event-stream" });
  response.write("event: ready\ndata: {}\n\n");
}
