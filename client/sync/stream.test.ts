import { describe, expect, test } from "vitest";
import type { Input } from "#shared/sync/device/ports.ts";
import type { Fetcher } from "../platform/our-server.ts";
import type { HeldLock } from "#shared/sync/device/shell/ports.ts";
import type { TakePlace } from "../platform/stream-place.ts";
import { openServerStream } from "./stream.ts";

const LOG_ID = "0190c2f0-0000-7000-8000-0000000000aa";
const ask = {
  stream: 3,
  path: `/api/events/orders?since=41&logId=${LOG_ID}&epoch=2`,
  headers: { Accept: "text/event-stream", "X-Heard-As": "kitchen" },
};
const ready = {
  logId: LOG_ID,
  epoch: 2,
  head: 41,
  floor: 0,
  serverTime: "2026-01-31T19:02:11.000Z",
  pingMs: 10_000,
};

/** Places that are there for whoever asks, or for nobody. */
function places({ free = true } = {}) {
  const taken: HeldLock[] = [];
  const ends: (() => void)[] = [];
  const takePlace: TakePlace = (whose) => {
    expect(whose).toBe("staff");
    if (!free) return Promise.resolve(null);
    let told: () => void = () => undefined;
    const place: HeldLock = {
      gone: new Promise((resolve) => void (told = resolve)),
      release: () => {
        taken.splice(taken.indexOf(place), 1);
        told();
      },
    };
    taken.push(place);
    ends.push(told);
    return Promise.resolve(place);
  };
  return { takePlace, taken, takeAway: () => ends.shift()?.() };
}

/** Opens a stream that is answered with `response`; resolves with its last word. */
function lastWord(response: Response | Error): Promise<Input> {
  return new Promise((resolve) => {
    const fetcher = async () => {
      await Promise.resolve();
      if (response instanceof Error) throw response;
      return response;
    };
    openServerStream(ask, resolve, { fetcher, takePlace: places().takePlace });
  });
}

const stream = (text: string) =>
  new Response(text, { headers: { "Content-Type": "text/event-stream; charset=utf-8" } });
const problem = (status: number, body: unknown, headers = {}) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { "Content-Type": "application/problem+json", ...headers },
  });

test("asks for what comes after the cursor, as whom it is told to", async () => {
  let asked: { url: string; headers: Headers } | null = null;
  await new Promise<void>((resolve) => {
    const fetcher: Fetcher = (url, init) => {
      asked = { url, headers: new Headers(init.headers) };
      return Promise.resolve(stream(""));
    };
    openServerStream(ask, () => resolve(), { fetcher, takePlace: places().takePlace });
  });
  expect(asked!.url).toBe(`/api/events/orders?since=41&logId=${LOG_ID}&epoch=2`);
  expect(asked!.headers.get("Accept")).toBe("text/event-stream");
  expect(asked!.headers.get("X-Heard-As")).toBe("kitchen");
});

test("puts letters together that were cut in two on the way", async () => {
  const bytes = new TextEncoder().encode(`event: reset\ndata: "crème"\n\n`);
  const pieces = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const byte of bytes) controller.enqueue(new Uint8Array([byte]));
      controller.close();
    },
  });
  expect(
    await lastWord(new Response(pieces, { headers: { "Content-Type": "text/event-stream" } })),
  ).toEqual({ kind: "stream-reset", stream: 3 });
});

test("says when the server ended in good order", async () => {
  expect(await lastWord(stream("retry: 100\n\n"))).toEqual({
    kind: "stream-ended",
    stream: 3,
    failure: null,
  });
});

test.each([
  ["a dead server", new TypeError("failed to fetch"), { kind: "unreachable" }],
  [
    "503 with a wait",
    problem(503, { code: "draining" }, { "Retry-After": "2" }),
    { kind: "unavailable", retryAfterMs: 2_000 },
  ],
  [
    "[SYN-28] a refused token",
    problem(401, { code: "unauthenticated" }),
    { kind: "refused", code: "unauthenticated" },
  ],
  [
    "a portal's page",
    new Response("<html>", { headers: { "Content-Type": "text/html" } }),
    { kind: "nonsense", detail: "200 with something that is not ours" },
  ],
])("tells %s for what it is", async (_, response, failure) => {
  expect(await lastWord(response)).toEqual({ kind: "stream-ended", stream: 3, failure });
});

test("[SYN-2] takes a 409 for a cursor that cannot be served", async () => {
  const body = { code: "must_refetch", logId: LOG_ID, epoch: 3, head: 5, floor: 0 };
  expect(await lastWord(problem(409, body))).toEqual({ kind: "stream-reset", stream: 3 });
});

test("says nothing any more once it is closed", async () => {
  const told: Input[] = [];
  let say: ReadableStreamDefaultController<Uint8Array> | null = null;
  const endless = new ReadableStream<Uint8Array>({
    start: (controller) => void (say = controller),
  });
  const open = new Promise<() => void>((resolve) => {
    const close = openServerStream(
      ask,
      (input) => {
        told.push(input);
        resolve(close);
      },
      {
        fetcher: () =>
          Promise.resolve(
            new Response(endless, { headers: { "Content-Type": "text/event-stream" } }),
          ),
        takePlace: places().takePlace,
      },
    );
  });
  const text = new TextEncoder();
  say!.enqueue(text.encode(`event: ready\ndata: ${JSON.stringify(ready)}\n\n`));
  (await open)();
  say!.enqueue(text.encode(`event: ready\ndata: ${JSON.stringify(ready)}\n\n`));
  say!.close();
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(told.map((input) => input.kind)).toEqual(["stream-ready"]);
});

describe("[SYN-36] a stream's place", () => {
  /** What a stream that does not end by itself tells, and how often the server was asked. */
  function opened({ takePlace }: ReturnType<typeof places>) {
    const told: string[] = [];
    let asked = 0;
    const fetcher: Fetcher = (_, { signal }) => {
      asked++;
      const body = new ReadableStream({
        start: (controller) =>
          signal?.addEventListener("abort", () =>
            controller.error(new DOMException("aborted", "AbortError")),
          ),
      });
      return Promise.resolve(
        new Response(body, { headers: { "Content-Type": "text/event-stream" } }),
      );
    };
    const close = openServerStream(ask, (input) => told.push(input.kind), { fetcher, takePlace });
    return { told, close, asked: () => asked };
  }
  const soon = () => new Promise((resolve) => setTimeout(resolve, 5));

  test("is asked for before the server is: where there is none, no connection is used", async () => {
    const it = opened(places({ free: false }));
    await soon();
    expect([it.told, it.asked()]).toEqual([["stream-unplaced"], 0]);
  });

  test("is given up when the stream is closed, or ends", async () => {
    const all = places();
    const it = opened(all);
    await soon();
    expect([all.taken.length, it.asked()]).toEqual([1, 1]);
    it.close();
    await soon();
    expect([all.taken.length, it.told]).toEqual([0, []]);
    const ended = await new Promise(
      (resolve) =>
        void openServerStream(ask, resolve, {
          fetcher: () => Promise.resolve(stream("")),
          takePlace: all.takePlace,
        }),
    );
    await soon();
    expect([all.taken.length, ended]).toEqual([
      0,
      { kind: "stream-ended", stream: 3, failure: null },
    ]);
  });

  test("that is another page's meanwhile ends the stream, which says so once", async () => {
    const all = places();
    const it = opened(all);
    await soon();
    all.takeAway();
    await soon();
    expect([all.taken.length, it.told]).toEqual([0, ["stream-unplaced"]]);
  });

  test("that comes after the stream was closed is given back, and nothing is asked", async () => {
    const all = places();
    const it = opened(all);
    it.close();
    await soon();
    expect([all.taken.length, it.asked(), it.told]).toEqual([0, 0, []]);
  });
});
