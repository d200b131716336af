/**
 * The limits that orders are held against: a bare Hono route with one insert, and one counter row
 * in one statement.
 */
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import pg from "pg";
import { answerCalls } from "./child.ts";

type Where = { readonly adminUrl: string };

/** As many as our own pool. */
const POOL = 12;

answerCalls({ serveInsert, countEvents });

/**
 * One parameterised insert of one row per request, committed and durable, on the pool that
 * everybody would take. Answers the port.
 */
async function serveInsert({ adminUrl }: Where): Promise<number> {
  const pool = new pg.Pool({ connectionString: adminUrl, max: POOL });
  await pool.query(
    "create table if not exists bare_orders (id uuid primary key, restaurant_id uuid not null, doc json not null, placed_at timestamptz not null default now())",
  );
  const app = new Hono();
  app.post("/orders", async (c) => {
    const body = await c.req.json<{ orderId: string }>();
    await pool.query("insert into bare_orders (id, restaurant_id, doc) values ($1, $2, $3)", [
      body.orderId,
      c.req.header("x-restaurant"),
      JSON.stringify(body),
    ]);
    return c.json({ orderId: body.orderId, status: "submitted" }, 201);
  });
  const answer = getRequestListener(app.fetch);
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

/**
 * One transaction per event: takes the next number from the restaurant's row and inserts the event,
 * in a single prepared statement.
 */
async function countEvents({
  adminUrl,
  connections,
  ms,
}: Where & { readonly connections: number; readonly ms: number }): Promise<{ perSecond: number }> {
  const clients = await Promise.all(
    Array.from({ length: connections }, async () => {
      const client = new pg.Client({ connectionString: adminUrl });
      await client.connect();
      return client;
    }),
  );
  const [first] = clients;
  await first?.query(
    "create table if not exists bare_logs (id integer primary key, head bigint not null)",
  );
  await first?.query(
    "create table if not exists bare_events (log integer not null, seq bigint not null, body text not null, primary key (log, seq))",
  );
  await first?.query("insert into bare_logs values (1, 0) on conflict do nothing");
  const body = JSON.stringify({ type: "order_created", text: "x".repeat(900) });
  const text = `with next as (update bare_logs set head = head + 1 where id = $1 returning head)
    insert into bare_events select $1, head, $2 from next`;
  let events = 0;
  const startedAt = performance.now();
  await Promise.all(
    clients.map(async (client) => {
      for (; performance.now() - startedAt < ms; events += 1)
        await client.query({ name: "append", text, values: [1, body] });
    }),
  );
  const perSecond = (events * 1000) / (performance.now() - startedAt);
  await Promise.all(clients.map((client) => client.end()));
  return { perSecond };
}
