import { randomUUID } from "node:crypto";
import { get, type IncomingMessage } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createParser } from "eventsource-parser";
import type { Command } from "#shared/orders/command.ts";
import { securityHeaders } from "../http/security-headers.ts";
import { serve, type Serving } from "../http/serve.ts";
import { startApp, type AppUnderTest } from "../http/testing/app-under-test.ts";
import { guestOrderBody, openApiHouse, type ApiHouse } from "../http/testing/house.ts";

let under: AppUnderTest;
let house: ApiHouse;
let serving: Serving;
beforeAll(async () => {
  under = await startApp({}, { eventPingIntervalMs: 50 });
  house = await openApiHouse(under);
  const started = await serve(under.app.hono.fetch, { port: 0, host: "127.0.0.1", tls: null });
  if (!started.ok) throw new Error(started.error);
  serving = started.value;
});
afterAll(async () => {
  await serving.close(0);
  await under.close();
});

const create = (body: unknown) => under.ask("POST", "/api/qr/orders/create", { body });
const setStatus = (orderId: string, status: string) =>
  under.ask("PATCH", `/api/orders/${orderId}/status`, {
    token: house.owner,
    headers: { "Idempotency-Key": randomUUID() },
    body: { status },
  });

type Message = {
  readonly event: string;
  readonly data: { readonly status?: string; readonly heard?: boolean };
};

/** Opens a guest's stream and hands out its messages in order. */
async function openStream(
  orderId: string,
  headers: Record<string, string>,
): Promise<{ response: IncomingMessage; next: () => Promise<Message> }> {
  const request = get({
    port: serving.port,
    path: `/api/qr/orders/${orderId}`,
    headers: { Accept: "text/event-stream", ...headers },
  });
  const response = await new Promise<IncomingMessage>((resolve, reject) =>
    request.once("response", resolve).once("error", reject),
  );
  const messages: Message[] = [];
  let arrived = (): void => undefined;
  const parser = createParser({
    onEvent: ({ event, data }) => {
      messages.push({ event: event ?? "", data: JSON.parse(data) as Message["data"] });
      arrived();
    },
  });
  response
    .setEncoding("utf8")
    .on("data", (chunk: string) => parser.feed(chunk))
    .on("error", () => undefined);
  const next = async (): Promise<Message> => {
    while (messages.length === 0) await new Promise<void>((resolve) => (arrived = resolve));
    return messages.shift() as Message;
  };
  return { response, next };
}

test("the stream says how the order stands now and at every change, and that a screen showed it only when one did", async () => {
  const body = guestOrderBody(house.tables[0]);
  await create(body);
  const { response, next: any } = await openStream(body.orderId, {
    "X-Table-Token": house.tables[0],
  });
  expect(response.headers).toMatchObject({
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store, no-transform",
    "x-accel-buffering": "no",
  });
  expect(response.headers["x-request-id"]).toMatch(/^[\w-]{8,}$/);
  for (const [name, value] of securityHeaders(false))
    expect([name, response.headers[name.toLowerCase()]]).toEqual([name, value]);
  const next = async (): Promise<Message> => {
    const message = await any();
    return message.event === "ping" ? next() : message;
  };
  expect(await next()).toMatchObject({ event: "order", data: { status: "pending", heard: false } });
  await setStatus(body.orderId, "submitted");
  expect(await next()).toMatchObject({
    event: "order",
    data: { status: "submitted", heard: false },
  });
  const who = {
    role: "kitchen",
    subjectId: house.devices.kitchen.deviceId,
    letter: "A",
    source: { kind: "device", name: "Grill" },
    stationIds: [],
  } as const;
  for (const [stationId, line] of [
    ["bar", 0],
    ["grill", 1],
  ] as const) {
    const command: Command = {
      name: "ticket.shown",
      args: { orderId: body.orderId, stationId, lineIds: [body.lines[line]?.lineId ?? ""] },
    };
    await under.deps.writer.submit(house.restaurantId, {
      kind: "command",
      who,
      command,
      key: null,
      strict: false,
    });
  }
  expect(await next()).toMatchObject({ data: { status: "submitted", heard: true } });
  await setStatus(body.orderId, "cancelled");
  expect(await next()).toMatchObject({ data: { status: "cancelled" } });
  response.destroy();
});

test("a stream for an unknown order or with a wrong table is a plain 404", async () => {
  for (const headers of [
    { "X-Table-Token": house.tables[0] },
    { "X-Table-Token": "x".repeat(43) },
  ]) {
    const { response } = await openStream(randomUUID(), headers);
    expect([response.statusCode, response.headers["content-type"]]).toEqual([
      404,
      "application/problem+json",
    ]);
    response.destroy();
  }
});

test("a stream pings, and ends at a heartbeat once its table's code was replaced", async () => {
  const other = await openApiHouse(under);
  const body = guestOrderBody(other.tables[0]);
  await create(body);
  const { response, next } = await openStream(body.orderId, { "X-Table-Token": other.tables[0] });
  // Either may be the first: pings come so often here that one may pass the order's read.
  const seen = [await next()];
  while (new Set(seen.map(({ event }) => event)).size < 2) seen.push(await next());
  expect(seen.find(({ event }) => event === "ping")).toMatchObject({
    data: { serverTime: expect.stringMatching(/Z$/) },
  });
  expect(seen.filter(({ event }) => event === "order")).toHaveLength(1);
  const ended = new Promise((resolve) => response.once("end", resolve));
  await under.ask("POST", "/api/tables/t1/rotate", { token: other.owner });
  await ended;
});

test("a stopping server ends the streams and tells each when to come back", async () => {
  const body = guestOrderBody(house.tables[0]);
  await create(body);
  const { response, next } = await openStream(body.orderId, { "X-Table-Token": house.tables[0] });
  await next();
  let tail = "";
  response.on("data", (chunk: string) => (tail += chunk));
  const ended = new Promise((resolve) => response.once("end", resolve));
  under.app.drain();
  await ended;
  expect(tail).toMatch(/retry: \d+\n\n$/);
});
