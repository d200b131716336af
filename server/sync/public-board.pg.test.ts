import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { pageSchema } from "#shared/sync/messages/pull.ts";
import { parseSnapshot } from "#shared/sync/messages/snapshot.ts";
import { pair, placeOrder, type Paired, type StoredHouse } from "./testing/house.ts";
import { serve, type Served, type ServedHouse } from "./testing/served.ts";

let served: Served;
let house: StoredHouse;
let ask: ServedHouse["ask"];
let send: ServedHouse["send"];

beforeAll(async () => {
  served = await serve();
});
beforeEach(async () => {
  ({ house, ask, send } = await served.newHouse());
});
afterAll(() => served.close());

describe("[SYN-35] the public board", () => {
  const SECRETS = ["Zoraida", "window seat", "peanuts", "gluten-free", "Dish 1", "dish-1"];
  let board: Paired;
  const orderId = randomUUID();
  const secret = () => {
    const { args } = placeOrder(orderId);
    return {
      name: "order.place",
      args: {
        ...args,
        guestName: "Zoraida",
        notes: "window seat",
        lines: (args["lines"] as object[]).map((line) => ({
          ...line,
          notes: "gluten-free",
          allergies: ["peanuts"],
        })),
      },
    };
  };
  const secretsIn = (body: unknown): string[] =>
    SECRETS.filter((word) => JSON.stringify(body).includes(word));
  const asBoard = (path: string) => ask("GET", path, { token: board.token });

  beforeEach(async () => {
    board = await pair(served.server.directory, house.restaurantId, "display");
    await send(
      randomUUID(),
      [1, secret()],
      [2, { name: "order.cancel", args: { orderId: randomUUID(), reason: "Zoraida left" } }],
    );
  });

  test("is told in a page and in a snapshot what it shows, and staff everything", async () => {
    const [page, snapshot, staffPage, staffSnapshot] = [
      await asBoard("/api/events/orders?since=0&limit=1000"),
      await asBoard("/api/snapshot"),
      await ask("GET", "/api/events/orders?since=0&limit=1000"),
      await ask("GET", "/api/snapshot"),
    ];
    expect([page, snapshot].map(({ status, body }) => [status, secretsIn(body)])).toEqual([
      [200, []],
      [200, []],
    ]);
    expect(secretsIn(staffPage.body)).toEqual(
      expect.arrayContaining(["Zoraida", "window seat", "peanuts", "gluten-free"]),
    );
    expect(secretsIn(staffSnapshot.body)).toEqual(
      expect.arrayContaining(["Zoraida", "window seat", "peanuts", "gluten-free"]),
    );
    const orders = (body: Record<string, unknown>) =>
      (body["orders"] as { orderId: string; number: string; status: string }[]).map(
        ({ orderId: id, number, status }) => [id, number, status],
      );
    expect(orders(snapshot.body)).toEqual(orders(staffSnapshot.body));
    const ids = (body: Record<string, unknown>) =>
      (body["events"] as { seq: number; id: string; type: string }[]).map(({ seq, id, type }) => [
        seq,
        id,
        type,
      ]);
    expect(ids(page.body)).toEqual(ids(staffPage.body));
    expect(pageSchema.safeParse(page.body).success && parseSnapshot(snapshot.body) !== null).toBe(
      true,
    );
  });

  test("is told in its stream what it shows, and goes on from where its snapshot stood", async () => {
    const {
      body: { logId, epoch, seq, id },
    } = await asBoard("/api/snapshot");
    const stop = new AbortController();
    const response = await fetch(
      `${served.server.url}/api/events/orders?since=0&logId=${String(logId)}&epoch=${String(epoch)}`,
      {
        headers: { Authorization: `Bearer ${board.token}`, Accept: "text/event-stream" },
        signal: stop.signal,
      },
    );
    let text = "";
    for await (const piece of response.body!.pipeThrough(new TextDecoderStream()))
      if ((text += piece).includes(`id: ${String(seq)}\n`)) break;
    stop.abort();
    expect(secretsIn(text)).toEqual([]);
    expect(text).toContain(`"logId":"${String(logId)}"`);
    expect(
      (
        await asBoard(
          `/api/events/orders?since=${String(seq)}&sinceId=${String(id)}&logId=${String(logId)}&epoch=${String(epoch)}`,
        )
      ).status,
    ).toBe(200);
  });

  test("that was filled with everything is told to fill anew", async () => {
    const {
      body: { logId, epoch, seq },
    } = await ask("GET", "/api/snapshot");
    const refused = await asBoard(
      `/api/events/orders?since=${String(seq)}&logId=${String(logId)}&epoch=${String(epoch)}`,
    );
    expect(refused).toMatchObject({
      status: 409,
      body: { code: "must_refetch", logId: (await asBoard("/api/snapshot")).body["logId"] },
    });
    expect(refused.body["logId"]).not.toBe(logId);
  });
});
