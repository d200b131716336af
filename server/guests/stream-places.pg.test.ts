import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { serve, type Serving } from "../http/serve.ts";
import { startApp, type AppUnderTest } from "../http/testing/app-under-test.ts";
import { guestOrderBody, openApiHouse, type ApiHouse } from "../http/testing/house.ts";
import { STREAM_LIMITS } from "./stream-places.ts";

let under: AppUnderTest;
let house: ApiHouse;
let serving: Serving;
const opened: IncomingMessage[] = [];
beforeAll(async () => {
  under = await startApp();
  house = await openApiHouse(under);
  const started = await serve(under.app.hono.fetch, { port: 0, host: "127.0.0.1", tls: null });
  if (!started.ok) throw new Error(started.error);
  serving = started.value;
});
afterAll(async () => {
  for (const response of opened) response.destroy();
  await serving.close(0);
  await under.close();
});

async function follow(table: string, orderId: string, source: string): Promise<IncomingMessage> {
  const request = get({
    port: serving.port,
    path: `/api/qr/orders/${orderId}`,
    headers: { Accept: "text/event-stream", "X-Table-Token": table, "X-Forwarded-For": source },
  });
  const [response] = (await once(request, "response")) as [IncomingMessage];
  opened.push(response);
  response.on("error", () => undefined);
  return response;
}

test("FAIR-8 one phone's streams fill its own share of its table's; who has fewer takes the place of its oldest, and a neighbour notices nothing", async () => {
  const place = async (of: ApiHouse): Promise<{ table: string; orderId: string }> => {
    const body = guestOrderBody(of.tables[0]);
    await under.ask("POST", "/api/qr/orders/create", { body });
    return { table: of.tables[0], orderId: body.orderId };
  };
  const { table, orderId } = await place(house);
  const greedy: IncomingMessage[] = [];
  for (let stream = 0; stream < STREAM_LIMITS.source; stream += 1)
    greedy.push(await follow(table, orderId, "10.9.0.1"));
  expect(new Set(greedy.map(({ statusCode }) => statusCode))).toEqual(new Set([200]));
  const refused = await follow(table, orderId, "10.9.0.1");
  expect([refused.statusCode, refused.headers["retry-after"]]).toEqual([429, "10"]);
  for (let phone = 0; phone < STREAM_LIMITS.table - STREAM_LIMITS.source; phone += 1)
    expect((await follow(table, orderId, `10.9.1.${phone}`)).statusCode).toBe(200);

  let said = "";
  greedy[0]?.setEncoding("utf8").on("data", (text: string) => (said += text));
  const ended = once(greedy[0] ?? refused, "end");
  expect((await follow(table, orderId, "10.9.2.1")).statusCode).toBe(200);
  await ended;
  expect(said).toMatch(/retry: 10000\n\n$/);

  const other = await place(await openApiHouse(under));
  expect((await follow(other.table, other.orderId, "10.9.0.1")).statusCode).toBe(200);
});
