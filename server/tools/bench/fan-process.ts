/**
 * A process with a thousand streams and nothing else: ours (the real fan-out and stream loop,
 * without HTTP routes or database) or bare `res.write`. The same file for both, so that only the
 * fan-out differs.
 */
import { randomUUIDv7 } from "node:crypto";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setImmediate as turn, setTimeout as sleep } from "node:timers/promises";
import type { StoredEvent } from "../../sync/event-store.ts";
import { createFanout, frameOf } from "../../sync/fanout.ts";
import { createStreams } from "../../sync/stream.ts";
import { answerCalls } from "./child.ts";

export type Fan = {
  readonly burst: number;
  readonly ms: number;
  /** Events a second; null: as many as can be. */ readonly perSecond: number | null;
};
export type Fanned = {
  readonly deliveries: number;
  readonly perSecond: number;
  /** Processor time of this process. */ readonly cpuUsPerDelivery: number;
};

type Deliver = (room: string, events: readonly StoredEvent[]) => void;

/** What a room's streams got. */
let delivered = 0;
let deliver: Deliver = () => undefined;

const responses = new Map<string, ServerResponse[]>();
const seqs = new Map<string, number>();
const BODY = "x".repeat(880);

answerCalls({ serve, fan });

/** Answers the port. */
async function serve({ kind }: { readonly kind: "ours" | "limit" }): Promise<number> {
  const open = kind === "ours" ? oursOpen() : bareOpen();
  const server = createServer((request, response) => {
    const room = new URL(request.url ?? "/", "http://127.0.0.1").searchParams.get("room") ?? "";
    responses.set(room, [...(responses.get(room) ?? []), response]);
    seqs.set(room, seqs.get(room) ?? 0);
    open(room, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

/**
 * Gives rooms events in turn until the time is over, each burst once the one before has gone out to
 * all its readers.
 */
async function fan({ burst, ms, perSecond }: Fan): Promise<Fanned> {
  const rooms = [...responses.keys()];
  delivered = 0;
  let wanted = 0;
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  for (let sent = 0; performance.now() - startedAt < ms;) {
    // Without a pace: all rooms at once, as a busy second has it. With one: a room at a time.
    const now =
      perSecond === null ? rooms : rooms.slice(sent % rooms.length, (sent % rooms.length) + 1);
    for (const room of now) {
      deliver(room, eventsFor(room, burst));
      wanted += burst * (responses.get(room)?.length ?? 0);
    }
    sent += 1;
    if (perSecond === null) while (delivered < wanted) await turn();
    else await sleep(Math.max(0, startedAt + (sent * 1000) / perSecond - performance.now()));
    await drained();
  }
  while (delivered < wanted) await turn();
  const seconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return {
    deliveries: delivered,
    perSecond: delivered / seconds,
    cpuUsPerDelivery: (user + system) / delivered,
  };
}

function eventsFor(room: string, count: number): StoredEvent[] {
  const head = seqs.get(room) ?? 0;
  seqs.set(room, head + count);
  return Array.from({ length: count }, (_, index) => {
    const seq = head + index + 1;
    const id = randomUUIDv7();
    return { seq, id, type: "order_created", body: `{"seq":${seq},"id":"${id}","data":"${BODY}"}` };
  });
}

function oursOpen(): (room: string, response: ServerResponse) => void {
  const clock = { now: () => Date.now() };
  const log = {
    warn: () => undefined,
    error: (fields: object) => process.stderr.write(`${JSON.stringify(fields)}\n`),
  };
  const fanout = createFanout({
    clock,
    onFirstFeed: () => undefined,
    readAfter: () => Promise.resolve([]),
  });
  const streams = createStreams({
    fanout,
    clock,
    log,
    random: { next: () => 0.5 },
    pingMs: 10_000,
    pollMs: 30_000,
    retentionMs: 604_800_000,
    isActive: () => Promise.resolve(true),
    seen: () => Promise.resolve(),
    onRevoked: () => () => undefined,
    observe: {
      opened: () => undefined,
      closed: () => undefined,
      delivered: (events) => void (delivered += events),
    },
  });
  deliver = (room, events) => fanout.published(room, events);
  return (room, response) => {
    const state = { logId: room, epoch: 1, head: 0, headId: null, floor: 0 };
    void streams.serve(
      streams.claim({ kind: "device", restaurantId: room, subjectId: randomUUIDv7() }),
      state,
      { seq: 0, id: null },
      response,
      { "Content-Type": "text/event-stream; charset=utf-8" },
    );
  };
}

/**
 * Nothing waits in this process any more: what is written in one turn goes out at its end, so each
 * burst is a write of its own on either side.
 */
async function drained(): Promise<void> {
  const full = [...responses.values()].flat().filter((response) => response.writableNeedDrain);
  await Promise.all(
    full.map((response) => new Promise((resolve) => response.once("drain", resolve))),
  );
  await turn();
}

function bareOpen(): (room: string, response: ServerResponse) => void {
  deliver = (room, events) => {
    for (const event of events) {
      const frame = frameOf(event);
      for (const response of responses.get(room) ?? []) {
        response.write(frame);
        delivered += 1;
      }
    }
  };
  return (_room, response) => {
    response.writeHead(200, { "Content-Type": "text/event-stream" });
    response.write("event: ready\ndata: {}\n\n");
  };
}
