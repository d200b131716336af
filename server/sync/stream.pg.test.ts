import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { must } from "#shared/kernel/assert.ts";
import { hashSecret } from "../auth/tokens.ts";
import { securityHeaders } from "../http/security-headers.ts";
import { administer } from "../testing/postgres-setup.ts";
import { makeHouse, mutation, pair, push, pushed } from "./testing/house.ts";
import { openProcesses, order, type Processes } from "./testing/processes.ts";

let processes: Processes;

beforeEach(async () => {
  processes = await openProcesses();
});
afterEach(() => processes.close());

const soon = <T>(look: () => T) => expect.poll(look, { timeout: 10_000, interval: 10 });

const upTo = (seq: number): number[] => Array.from({ length: seq }, (_, index) => index + 1);

describe("[SYN-3] a stream", () => {
  test("says ready, replays what follows the cursor and goes on live, each event once and in order", async () => {
    const server = await processes.start({ eventBatchSize: 7 });
    const house = await makeHouse(server.directory, server.sync.writer);
    await order(server, house, 30);
    const reader = await processes.read(server, house.ownerToken, "since=0");
    expect(reader.headers).toMatchObject({
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
    });
    expect(reader.headers["x-request-id"]).toMatch(/^[\w-]{8,}$/);
    for (const [name, value] of securityHeaders(false))
      expect([name, reader.headers[name.toLowerCase()]]).toEqual([name, value]);
    // While it replays.
    for (let sent = 0; sent < 20; sent += 1) await order(server, house);
    expect(await reader.upTo(51)).toEqual(upTo(51));
    expect(reader.messages[0]).toMatchObject({
      event: "ready",
      data: { epoch: 1, floor: 0, pingMs: 10_000, pollMs: 30_000, retentionMs: 604_800_000 },
    });
    expect(reader.messages.at(-1)).toMatchObject({
      event: "order_created",
      data: { seq: 51, type: "order_created", v: 1 },
    });
    await order(server, house);
    expect(await reader.upTo(52)).toEqual(upTo(52));
  });

  test("goes on from Last-Event-ID, whatever the address says", async () => {
    const server = await processes.start();
    const house = await makeHouse(server.directory, server.sync.writer);
    await order(server, house, 9);
    const reader = await processes.read(server, house.ownerToken, "since=0", {
      "Last-Event-ID": "7",
    });
    expect(await reader.upTo(10)).toEqual([8, 9, 10]);
  });

  test("of another log, past the head or with another id at its place is told to refetch, and ends", async () => {
    const server = await processes.start();
    const house = await makeHouse(server.directory, server.sync.writer);
    for (const query of [
      "since=99",
      `since=1&sinceId=${randomUUID()}`,
      `since=1&logId=${randomUUID()}`,
      "since=1&epoch=2",
    ]) {
      const reader = await processes.read(server, house.ownerToken, query);
      expect(await reader.ended).toBe("ended");
      expect(reader.messages).toMatchObject([
        { event: "reset", data: { code: "must_refetch", head: 1, epoch: 1, floor: 0 } },
      ]);
    }
  });

  test("beats, saying where the log stands", async () => {
    const server = await processes.start({ eventPingIntervalMs: 100 });
    const house = await makeHouse(server.directory, server.sync.writer);
    const reader = await processes.read(server, house.ownerToken, "since=1");
    const ping = await reader.find(({ event }) => event === "ping");
    expect(ping.data).toEqual({
      head: 1,
      serverTime: expect.stringMatching(/^\d{4}-.*Z$/) as string,
    });
  });

  test("is a device's proof of life, also on an evening without orders", async () => {
    const server = await processes.start({ eventPingIntervalMs: 100 });
    const house = await makeHouse(server.directory, server.sync.writer);
    const tablet = await pair(server.directory, house.restaurantId, "kitchen");
    await administer(
      processes.adminUrl,
      "update devices set last_seen_at = now() - interval '1 day'",
    );
    const reader = await processes.read(server, tablet.token, "since=1");
    await reader.find(({ event }) => event === "ping");
    const { rows } = await server.database.tenant(house.restaurantId, (tx) =>
      tx.query("select last_seen_at > now() - interval '1 hour' as seen from devices"),
    );
    expect(rows).toEqual([{ seen: true }]);
  });

  test("is a session's use too: one that only listens is not the one that makes room for another", async () => {
    const server = await processes.start({ eventPingIntervalMs: 100 });
    const house = await makeHouse(server.directory, server.sync.writer);
    const { userId } = must(
      await server.directory.findOwner(`${house.restaurantId}@heard.test`),
      "an owner",
    );
    const signIn = async (sessionId: string) =>
      server.directory.startSession(
        {
          tokenHash: hashSecret(sessionId),
          restaurantId: house.restaurantId,
          sessionId,
          userId,
          expiresAt: new Date(Date.now() + 60_000),
        },
        { live: 2, ended: 10 },
      );
    const [second, third] = [randomUUID(), randomUUID()];
    await signIn(second);
    const used = vi.spyOn(server.directory, "sessionUsed");
    const reader = await processes.read(server, house.ownerToken, "since=1");
    await reader.find(({ event }) => event === "ping");
    expect(used.mock.calls).toEqual([[house.restaurantId, house.owner.subjectId]]);
    await used.mock.results[0]?.value;
    expect(await signIn(third)).toEqual([second]);
  });

  test("asks its reader to come back when the server drains", async () => {
    const server = await processes.start();
    const house = await makeHouse(server.directory, server.sync.writer);
    const reader = await processes.read(server, house.ownerToken, "since=0");
    await reader.upTo(1);
    await server.sync.drainStreams();
    expect(await reader.ended).toBe("ended");
    expect(reader.retry()).toBeGreaterThan(0);
  });
});

describe("a reader's right", () => {
  test("ends at once with its device, in the process that is told", async () => {
    const server = await processes.start();
    const house = await makeHouse(server.directory, server.sync.writer);
    const tablet = await pair(server.directory, house.restaurantId, "kitchen");
    const reader = await processes.read(server, tablet.token, "since=0");
    await reader.upTo(1);
    await server.directory.revokeDevice(house.restaurantId, tablet.deviceId);
    server.revocations.revoked(tablet.deviceId);
    expect(await reader.ended).toBe("ended");
    const again = await processes.read(server, tablet.token, "since=0");
    expect(again.status).toBe(401);
  });

  test("ends in another process by a hint", async () => {
    const [one, other] = [await processes.start(), await processes.start()];
    const house = await makeHouse(one.directory, one.sync.writer);
    const tablet = await pair(one.directory, house.restaurantId, "kitchen");
    const reader = await processes.read(other, tablet.token, "since=0");
    await reader.upTo(1);
    await soon(() => other.sync.hints.status()).toBe("connected");
    await one.directory.revokeDevice(house.restaurantId, tablet.deviceId);
    one.sync.hints.publishRevoked(tablet.deviceId);
    expect(await reader.ended).toBe("ended");
  });

  test("ends at the next beat where no hint came", async () => {
    const server = await processes.start({ eventPingIntervalMs: 100 });
    const house = await makeHouse(server.directory, server.sync.writer);
    const tablet = await pair(server.directory, house.restaurantId, "kitchen");
    const reader = await processes.read(server, tablet.token, "since=0");
    await reader.upTo(1);
    await server.directory.revokeDevice(house.restaurantId, tablet.deviceId);
    expect(await reader.ended).toBe("ended");
  });
});

test("[SYN-29] [S10] a reader that takes nothing is cut off, and costs the others nothing", async () => {
  const server = await processes.start({ eventBatchSize: 50 }, { drainDeadlineMs: 300 });
  const house = await makeHouse(server.directory, server.sync.writer);
  const [stalled, healthy] = [
    await processes.read(server, house.ownerToken, "since=1"),
    await processes.read(server, house.ownerToken, "since=1"),
  ];
  await Promise.all(
    [stalled, healthy].map((reader) => reader.find(({ event }) => event === "ready")),
  );
  stalled.stall();
  const before = process.memoryUsage();
  // Far more than the sockets' buffers hold.
  for (let sent = 0; sent < 60 && server.sync.deps.streams.count() > 1; sent += 1)
    await order(server, house, 100);
  await soon(() => server.sync.deps.streams.count()).toBe(1);
  const { head } = pushed(
    await server.sync.writer.submit(
      house.restaurantId,
      push(house.owner, randomUUID(), mutation(1)),
    ),
  );
  expect(await healthy.upTo(head)).toEqual(upTo(head).slice(1));
  const after = process.memoryUsage();
  expect(
    (after.external + after.arrayBuffers - before.external - before.arrayBuffers) / 1024 / 1024,
  ).toBeLessThan(64);
});

test("[SYN-31] one subject's streams do not pile up, and do not end each other: one too many is told to wait", async () => {
  const server = await processes.start();
  const house = await makeHouse(server.directory, server.sync.writer);
  const six = await Promise.all(
    Array.from({ length: 6 }, () => processes.read(server, house.ownerToken, "since=0")),
  );
  for (const reader of six) await reader.upTo(1);
  const seventh = await processes.read(server, house.ownerToken, "since=0");
  expect([
    seventh.status,
    seventh.headers["content-type"],
    Number(seventh.headers["retry-after"]) > 0,
  ]).toEqual([429, "application/problem+json", true]);
  expect(server.sync.deps.streams.count(house.restaurantId)).toBe(6);
});
