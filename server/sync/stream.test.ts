import { EventEmitter } from "node:events";
import { expect, test, vi } from "vitest";
import { createStreams, type EndReason, type Outgoing, type Streams, type StreamsDeps } from "./stream.ts";

const LOG = { logId: "log", epoch: 1, head: 5, headId: "five", floor: 0 };
const SUBJECT = { restaurantId: "restaurant", subjectId: "tablet" };

/** A reader's end of a connection; `takes` says whether it takes what is written. */
class Reader extends EventEmitter implements Outgoing {
  readonly written: string[] = [];
  writableEnded = false;
  destroyed = false;
  takes = true;
  writeHead(): void {
    this.written.push("head");
  }
  write(chunk: Buffer | string): boolean {
    this.written.push(String(chunk));
    return this.takes;
  }
  end(chunk: string): void {
    this.written.push(chunk);
    this.writableEnded = true;
    if (this.takes) this.emit("close");
  }
  destroy(): void {
    this.destroyed = true;
    this.emit("close");
  }
}

function rig(over: Partial<StreamsDeps> = {}): { streams: Streams; ends: EndReason[] } {
  const ends: EndReason[] = [];
  const streams = createStreams({
    fanout: { subscribe: () => ({ head: () => 5, read: () => Promise.resolve(null), onChange: () => undefined, close: () => undefined }) },
    isActive: () => Promise.resolve(true),
    onRevoked: () => () => undefined,
    observe: { opened: () => undefined, closed: (reason) => void ends.push(reason), delivered: () => undefined },
    clock: { now: () => Date.now() }, random: { next: () => 0.5 }, log: { warn: vi.fn(), error: vi.fn() },
    pingMs: 600_000, pollMs: 30_000, drainDeadlineMs: 600_000,
    ...over,
  });
  return { streams, ends };
}

test("a stopping server waits neither for a reader that takes nothing nor for a database that does not answer", async () => {
  const { streams } = rig();
  const stuck = rig({ fanout: { subscribe: () => ({ head: () => 5, read: () => new Promise(() => undefined), onChange: () => undefined, close: () => undefined }) } });
  const [stalled, waiting, healthy] = [new Reader(), new Reader(), new Reader()];
  stalled.takes = false;
  void streams.serve(SUBJECT, LOG, { seq: 5, id: "five" }, stalled, {});
  void streams.serve(SUBJECT, LOG, { seq: 5, id: "five" }, healthy, {});
  void stuck.streams.serve(SUBJECT, LOG, { seq: 5, id: "five" }, waiting, {});
  await vi.waitFor(() => expect([stalled, waiting, healthy].map(({ written }) => written.length)).toEqual([2, 2, 2]));
  // Both would last longer than this test may.
  await Promise.all([streams.drain(), stuck.streams.drain()]);
  expect([stalled.destroyed, waiting.destroyed, healthy.destroyed]).toEqual([true, true, false]);
  expect(healthy.written.at(-1)).toMatch(/^retry: \d+\n\n$/);
});
