import { afterEach, describe, expect, test, vi } from "vitest";
import type { Input } from "#shared/sync/device/ports.ts";
import type { Transport } from "#shared/sync/device/shell/ports.ts";
import type { ServerAnswer, HttpAsk } from "../platform/http.ts";
import { createTransport } from "./transport.ts";

const CURSOR = { logId: "0190c2f0-0000-7000-8000-0000000000aa", epoch: 0, seq: 3, id: null };
const EXCHANGES: Readonly<Record<string, (transport: Transport) => Promise<Input | void>>> = {
  snapshot: (transport) => transport.snapshot(),
  pull: (transport) => transport.pull({ kind: "pull", cursor: CURSOR, ackedSeq: 3 }),
  push: (transport) =>
    transport.push({
      kind: "push",
      clientId: "0190c2f0-0000-7000-8000-0000000000bb",
      mutations: [],
      ackedSeq: 3,
    }),
  ack: (transport) => transport.ack(3),
  stream: (transport) =>
    new Promise(
      (resolve) =>
        void transport.stream({ kind: "open-stream", stream: 1, cursor: CURSOR }, resolve),
    ),
};

/** A server of another protocol; what it was asked with. */
function elsewhere() {
  const asked: Headers[] = [];
  const body = { code: "needs_update", minimum: 2, maximum: 2, detail: "Update." };
  vi.stubGlobal("fetch", (_path: string, init: RequestInit) => {
    asked.push(new Headers(init.headers));
    return Promise.resolve(
      new Response(JSON.stringify(body), {
        status: 426,
        headers: { "Content-Type": "application/problem+json" },
      }),
    );
  });
  const ask = (_path: string, { headers }: HttpAsk = {}): Promise<ServerAnswer> => {
    asked.push(new Headers(headers));
    return Promise.resolve({ status: 426, body });
  };
  return { asked, transport: createTransport("kitchen", "1.2.3", ask) };
}

afterEach(() => vi.unstubAllGlobals());

describe("[SYN-33] every exchange", () => {
  test.each(Object.keys(EXCHANGES))(
    "%s says the protocol it speaks, and takes an update for the answer",
    async (name) => {
      const { asked, transport } = elsewhere();
      const told = await EXCHANGES[name]!(transport);
      expect(
        asked.map((headers) => [headers.get("X-Heard-Protocol"), headers.get("X-Heard-As")]),
      ).toEqual([["1", "kitchen"]]);
      if (name !== "ack") expect(told).toMatchObject({ failure: { kind: "needs-update" } });
    },
  );
});

describe("[SYN-14] a snapshot", () => {
  test("is taken order by order while it arrives, whatever the pieces", async () => {
    const order = { orderId: "0190c2f0-0000-7000-8000-0000000000cc", notes: "crème brûlée" };
    const frame = {
      logId: CURSOR.logId,
      epoch: 0,
      seq: 3,
      id: null,
      serverTime: "2026-01-31T19:02:11.000Z",
      retentionMs: 1,
      menu: {},
      tables: [],
      settings: {},
    };
    const bytes = new TextEncoder().encode(
      `${JSON.stringify(frame).slice(0, -1)},"orders":[\n${JSON.stringify(order)},\n${JSON.stringify(order)}\n]}`,
    );
    vi.stubGlobal("fetch", () =>
      Promise.resolve(
        new Response(
          new ReadableStream({
            start(controller) {
              for (let at = 0; at < bytes.length; at += 3)
                controller.enqueue(bytes.slice(at, at + 3));
              controller.close();
            },
          }),
          { headers: { "Content-Type": "application/json; charset=utf-8" } },
        ),
      ),
    );
    expect(await createTransport("kitchen", "1.2.3").snapshot()).toMatchObject({
      kind: "snapshot-taken",
      snapshot: { seq: 3, orders: [order, order] },
    });
  });
});
