import { EventEmitter } from "node:events";
import { vi } from "vitest";
import type { Frames } from "../fanout.ts";
import type { EndReason } from "../open-stream.ts";
import type { Outgoing } from "../outgoing.ts";
import { createStreams, type Streams, type StreamsDeps } from "../stream.ts";

export const LOG = { logId: "log", epoch: 1, head: 5, headId: "five", floor: 0 };
export const SUBJECT = { kind: "device" as const, restaurantId: "restaurant", subjectId: "tablet" };

/** One event, as the fan-out hands it to a stream. */
export const news = (seq: number): Frames => ({
  bytes: Buffer.from(`event ${seq}`),
  last: { seq, id: `id-${seq}` },
  count: 1,
  committedAt: null,
});

/** Until all that can go on by itself has gone on. */
export const settled = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** A reader's end of a connection; `takes` says whether it takes what is written. */
export class ReaderInMemory extends EventEmitter implements Outgoing {
  readonly written: string[] = [];
  writableEnded = false;
  destroyed = false;
  takes = true;
  removeHeader(): void {
    // Nothing was set.
  }
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

/** Streams of a log that stays at its head, and why each ended. */
export function streamsInMemory(over: Partial<StreamsDeps> = {}): {
  streams: Streams;
  ends: EndReason[];
} {
  const ends: EndReason[] = [];
  const streams = createStreams({
    fanout: {
      subscribe: () => ({
        head: () => 5,
        read: () => Promise.resolve(null),
        atHand: () => null,
        onChange: () => undefined,
        close: () => undefined,
      }),
    },
    isActive: () => Promise.resolve(true),
    seen: () => Promise.resolve(),
    onRevoked: () => () => undefined,
    observe: {
      opened: () => undefined,
      closed: (reason) => void ends.push(reason),
      delivered: () => undefined,
    },
    clock: { now: () => Date.now() },
    random: { next: () => 0.5 },
    log: { error: vi.fn() },
    pingMs: 600_000,
    pollMs: 30_000,
    retentionMs: 604_800_000,
    drainDeadlineMs: 600_000,
    ...over,
  });
  return { streams, ends };
}
