import { expect, it } from "vitest";
import type { Input } from "#shared/sync/device/ports.ts";
import { openStream } from "./stream.ts";

const LOG_ID = "0190c2f0-0000-7000-8000-0000000000aa";
const ask = { stream: 3, cursor: { logId: LOG_ID, epoch: 2, seq: 41, id: null }, headers: { "X-Heard-As": "kitchen" } };
const ready = { logId: LOG_ID, epoch: 2, head: 41, floor: 0, serverTime: "2026-01-31T19:02:11.000Z", pingMs: 10_000 };

/** Opens a stream that is answered with `response`; resolves with its last word. */
function lastWord(response: Response | Error): Promise<Input> {
  return new Promise((resolve) => {
    const fetcher = async () => {
      await Promise.resolve();
      if (response instanceof Error) throw response;
      return response;
    };
    openStream(ask, resolve, fetcher);
  });
}

const stream = (text: string) => new Response(text, { headers: { "Content-Type": "text/event-stream; charset=utf-8" } });
const problem = (status: number, body: unknown, headers = {}) => new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/problem+json", ...headers } });

it("asks for what comes after the cursor, as whom it is told to", async () => {
  let asked: { url: string; headers: Headers } | null = null;
  await new Promise<void>((resolve) => {
    openStream(ask, () => resolve(), async (url, init) => {
      asked = { url, headers: new Headers(init.headers) };
      return Promise.resolve(stream(""));
    });
  });
  expect(asked!.url).toBe(`/api/events/orders?since=41&logId=${LOG_ID}&epoch=2`);
  expect(asked!.headers.get("Accept")).toBe("text/event-stream");
  expect(asked!.headers.get("X-Heard-As")).toBe("kitchen");
});

it("puts letters together that were cut in two on the way", async () => {
  const bytes = new TextEncoder().encode(`event: reset\ndata: "crème"\n\n`);
  const pieces = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const byte of bytes) controller.enqueue(new Uint8Array([byte]));
      controller.close();
    },
  });
  expect(await lastWord(new Response(pieces, { headers: { "Content-Type": "text/event-stream" } }))).toEqual({ kind: "stream-reset", stream: 3 });
});

it("says when the server ended in good order", async () => {
  expect(await lastWord(stream("retry: 100\n\n"))).toEqual({ kind: "stream-ended", stream: 3, failure: null });
});

it.each([
  ["a dead server", new TypeError("failed to fetch"), { kind: "unreachable" }],
  ["503 with a wait", problem(503, { code: "draining" }, { "Retry-After": "2" }), { kind: "unavailable", retryAfterMs: 2_000 }],
  ["[SYN-28] a refused token", problem(401, { code: "unauthenticated" }), { kind: "refused", code: "unauthenticated" }],
  ["a portal's page", new Response("<html>", { headers: { "Content-Type": "text/html" } }), { kind: "nonsense", detail: "200 with something that is not ours" }],
])("tells %s for what it is", async (_, response, failure) => {
  expect(await lastWord(response)).toEqual({ kind: "stream-ended", stream: 3, failure });
});

it("[SYN-2] takes a 409 for a cursor that cannot be served", async () => {
  const body = { code: "must_refetch", logId: LOG_ID, epoch: 3, head: 5, floor: 0 };
  expect(await lastWord(problem(409, body))).toEqual({ kind: "stream-reset", stream: 3 });
});

it("says nothing any more once it is closed", async () => {
  const told: Input[] = [];
  let say: ReadableStreamDefaultController<Uint8Array> | null = null;
  const endless = new ReadableStream<Uint8Array>({ start: (controller) => void (say = controller) });
  const open = new Promise<() => void>((resolve) => {
    const close = openStream(ask, (input) => {
      told.push(input);
      resolve(close);
    }, async () => Promise.resolve(new Response(endless, { headers: { "Content-Type": "text/event-stream" } })));
  });
  const text = new TextEncoder();
  say!.enqueue(text.encode(`event: ready\ndata: ${JSON.stringify(ready)}\n\n`));
  (await open)();
  say!.enqueue(text.encode(`event: ready\ndata: ${JSON.stringify(ready)}\n\n`));
  say!.close();
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(told.map((input) => input.kind)).toEqual(["stream-ready"]);
});
