import { EventEmitter } from "node:events";
import { describe, expect, test, vi } from "vitest";
import type { Frames, Position } from "./fanout.ts";
import type { Outgoing } from "./outgoing.ts";
import {
  createStreams,
  FORGOTTEN_AFTER_MS,
  HELD_AHEAD_MS,
  type EndReason,
  type Streams,
  type StreamsDeps,
} from "./stream.ts";

const LOG = { logId: "log", epoch: 1, head: 5, headId: "five", floor: 0 };
const SUBJECT = { kind: "device" as const, restaurantId: "restaurant", subjectId: "tablet" };

const news = (seq: number): Frames => ({
  bytes: Buffer.from(`event ${seq}`),
  last: { seq, id: `id-${seq}` },
  count: 1,
  committedAt: null,
});

const settled = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** A reader's end of a connection; `takes` says whether it takes what is written. */
class Reader extends EventEmitter implements Outgoing {
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

function rig(over: Partial<StreamsDeps> = {}): { streams: Streams; ends: EndReason[] } {
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
    log: { warn: vi.fn(), error: vi.fn() },
    pingMs: 600_000,
    pollMs: 30_000,
    retentionMs: 604_800_000,
    drainDeadlineMs: 600_000,
    ...over,
  });
  return { streams, ends };
}

test("a stopping server waits neither for a reader that takes nothing nor for a database that does not answer", async () => {
  const { streams } = rig();
  const read = vi.fn(() => new Promise<never>(() => undefined));
  const stuck = rig({
    fanout: {
      subscribe: () => ({
        head: () => 5,
        read,
        atHand: () => null,
        onChange: () => undefined,
        close: () => undefined,
      }),
    },
  });
  const [stalled, waiting, healthy] = [new Reader(), new Reader(), new Reader()];
  stalled.takes = false;
  void streams.serve(streams.claim(SUBJECT), LOG, { seq: 5, id: "five" }, stalled, {});
  void streams.serve(streams.claim(SUBJECT), LOG, { seq: 5, id: "five" }, healthy, {});
  void stuck.streams.serve(stuck.streams.claim(SUBJECT), LOG, { seq: 5, id: "five" }, waiting, {});
  await vi.waitFor(
    () =>
      expect([stalled, waiting, healthy].map(({ written }) => written.length)).toEqual([2, 2, 2]),
    { timeout: 10_000 },
  );
  await vi.waitFor(() => expect(read).toHaveBeenCalledTimes(1), { timeout: 10_000 });
  // Both would last longer than this test may.
  await Promise.all([streams.drain(), stuck.streams.drain()]);
  expect([stalled.destroyed, waiting.destroyed, healthy.destroyed]).toEqual([true, true, false]);
  expect(healthy.written.at(-1)).toMatch(/^retry: \d+\n\n$/);
});

describe("who was revoked", () => {
  /** Its subject's registrations, and what a stream that has something to say told it. */
  function revocable(isActive: () => Promise<boolean>) {
    const registered = new Set<() => void>();
    const { streams, ends } = rig({
      isActive,
      onRevoked: (_subject, end) => {
        registered.add(end);
        return () => void registered.delete(end);
      },
      fanout: {
        subscribe: () => ({
          head: () => 5,
          read: () => Promise.resolve(news(5)),
          atHand: () => news(5),
          onChange: (callback) => callback(),
          close: () => undefined,
        }),
      },
    });
    return { streams, ends, registered, reader: new Reader() };
  }

  test("between being believed and being registered is told nothing", async () => {
    let before = 0;
    const { streams, ends, registered, reader } = revocable(() => {
      before = registered.size;
      return Promise.resolve(false);
    });
    await streams.serve(streams.claim(SUBJECT), LOG, { seq: 0, id: null }, reader, {});
    // The other way round it could be missed again.
    expect(before).toBe(1);
    expect([ends, reader.written]).toEqual([["revoked"], ["head", ""]]);
  });

  test("while its cursor was looked at is told nothing", async () => {
    const { streams, ends, registered, reader } = revocable(() => Promise.resolve(true));
    const claim = streams.claim(SUBJECT);
    await settled();
    for (const end of registered) end();
    await streams.serve(claim, LOG, { seq: 0, id: null }, reader, {});
    claim.release();
    expect([ends, reader.written, registered.size]).toEqual([["revoked"], ["head", ""], 0]);
  });
});

describe("a replay", () => {
  /** A log that ends where `head` says; `answer` is what each read waits for. */
  function log(head: number, answer: () => Promise<unknown> = () => Promise.resolve()) {
    const read = vi.fn(async ({ seq }: Position) => {
      const end = head;
      await answer();
      return seq < end ? news(seq + 1) : null;
    });
    let changed = (): void => undefined;
    const feed = {
      head: () => head,
      read,
      atHand: () => null,
      onChange: (callback: () => void) => {
        changed = callback;
      },
      close: () => undefined,
    };
    return {
      fanout: { subscribe: () => feed },
      read,
      append: () => {
        head += 1;
        changed();
      },
    };
  }

  test("reads one page ahead of what the reader takes, and no further", async () => {
    const { fanout, read } = log(9);
    const { streams } = rig({ fanout });
    const reader = new Reader();
    void streams.serve(streams.claim(SUBJECT), LOG, { seq: 5, id: "five" }, reader, {});
    await vi.waitFor(
      () => expect(reader.written.slice(2)).toEqual(["event 6", "event 7", "event 8", "event 9"]),
      { timeout: 10_000 },
    );
    const stalled = log(9);
    const slow = new Reader();
    slow.write = (chunk) => slow.written.push(String(chunk)) < 3;
    const { streams: others } = rig({ fanout: stalled.fanout });
    void others.serve(others.claim(SUBJECT), LOG, { seq: 5, id: "five" }, slow, {});
    await vi.waitFor(() => expect(slow.written.slice(2)).toEqual(["event 6"]), { timeout: 10_000 });
    await settled();
    expect(read.mock.calls.map(([{ seq }]) => seq)).toEqual([5, 6, 7, 8, 9]);
    expect(stalled.read.mock.calls.map(([{ seq }]) => seq)).toEqual([5, 6]);
    slow.destroy();
    await Promise.all([streams.drain(), others.drain()]);
  });

  test("keeps no page for a reader that does not take the one before it", async () => {
    const { fanout, read } = log(9);
    const { streams } = rig({ fanout });
    const reader = new Reader();
    reader.write = (chunk) => reader.written.push(String(chunk)) !== 3;
    void streams.serve(streams.claim(SUBJECT), LOG, { seq: 5, id: "five" }, reader, {});
    await vi.waitFor(() => expect(reader.written).toHaveLength(3), { timeout: 10_000 });
    await new Promise((resolve) => void setTimeout(resolve, 2 * HELD_AHEAD_MS));
    reader.emit("drain");
    await vi.waitFor(
      () => expect(reader.written.slice(2)).toEqual(["event 6", "event 7", "event 8", "event 9"]),
      { timeout: 10_000 },
    );
    expect(read.mock.calls.map(([{ seq }]) => seq)).toEqual([5, 6, 6, 7, 8, 9]);
    await streams.drain();
  });

  test("[SYN-3] what is committed while a stream's right is asked for, or its page is read, is not forgotten", async () => {
    const asked = Promise.withResolvers<boolean>();
    const { fanout, append } = log(5);
    const reader = new Reader();
    const { streams } = rig({ fanout, isActive: () => asked.promise });
    void streams.serve(streams.claim(SUBJECT), LOG, { seq: 5, id: "five" }, reader, {});
    await settled();
    append();
    asked.resolve(true);
    await vi.waitFor(() => expect(reader.written.slice(2)).toEqual(["event 6"]), {
      timeout: 10_000,
    });
    append();
    await vi.waitFor(() => expect(reader.written.slice(2)).toEqual(["event 6", "event 7"]), {
      timeout: 10_000,
    });
    await streams.drain();
  });

  test("that fails ends the stream, also where the reader has left meanwhile", async () => {
    const fault = Promise.withResolvers<void>();
    const { fanout } = log(9, () => fault.promise);
    const { streams, ends } = rig({ fanout, isActive: () => Promise.resolve(false) });
    const left = streams.serve(
      streams.claim(SUBJECT),
      LOG,
      { seq: 5, id: "five" },
      new Reader(),
      {},
    );
    await left;
    const { streams: others, ends: othersEnds } = rig({ fanout });
    const waits = others.serve(
      others.claim(SUBJECT),
      LOG,
      { seq: 5, id: "five" },
      new Reader(),
      {},
    );
    fault.reject(new Error("a bug"));
    await waits;
    expect([ends, othersEnds]).toEqual([["revoked"], ["failed"]]);
  });
});

describe("news that are at hand", () => {
  /** A stream that sleeps; `tell` has one more event at hand and says so. */
  async function asleep(over: Partial<StreamsDeps> = {}) {
    const reader = new Reader();
    const read = vi.fn(() => Promise.resolve(null));
    let head = 5;
    let changed = (): void => undefined;
    const feed = {
      head: () => head,
      read,
      atHand: ({ seq }: Position) => (seq < head ? news(head) : null),
      onChange: (callback: () => void) => {
        changed = callback;
      },
      close: () => undefined,
    };
    const { streams, ends } = rig({ fanout: { subscribe: () => feed }, ...over });
    void streams.serve(streams.claim(SUBJECT), LOG, { seq: 5, id: "five" }, reader, {});
    await vi.waitFor(() => expect(read).toHaveBeenCalledTimes(1), { timeout: 10_000 });
    await settled();
    return {
      streams,
      ends,
      reader,
      read,
      tell: () => {
        head += 1;
        changed();
      },
    };
  }

  test("[SYN-3] are written at once, each once, and the loop sleeps on", async () => {
    const { streams, reader, read, tell } = await asleep();
    tell();
    tell();
    expect(reader.written.slice(2)).toEqual(["event 6", "event 7"]);
    await settled();
    expect(read).toHaveBeenCalledTimes(1);
    await streams.drain();
  });

  test("[SYN-29] wait for a reader that does not take them, and cut it off", async () => {
    const { ends, reader, tell } = await asleep({ drainDeadlineMs: 20 });
    reader.takes = false;
    tell();
    tell();
    expect(reader.written.slice(2)).toEqual(["event 6"]);
    await vi.waitFor(() => expect(ends).toHaveLength(1), { timeout: 10_000 });
    expect([reader.destroyed, reader.written.slice(2)]).toEqual([true, ["event 6"]]);
  });
});

describe("[SYN-31] a seventh stream of one subject", () => {
  const clock = { ms: 0, now: () => clock.ms };
  const seven = async (
    agesMs: readonly number[],
  ): Promise<{ streams: Streams; ends: EndReason[] }> => {
    const { streams, ends } = rig({ clock });
    for (const ageMs of agesMs) {
      clock.ms = -ageMs;
      void streams.serve(streams.claim(SUBJECT), LOG, { seq: 5, id: "five" }, new Reader(), {});
    }
    clock.ms = 0;
    await settled();
    return { streams, ends };
  };

  test("[SYN-31] ends the oldest where that may be forgotten", async () => {
    const { streams, ends } = await seven([FORGOTTEN_AFTER_MS, 4, 3, 2, 1, 0]);
    expect([
      streams.waitFor(SUBJECT.subjectId),
      streams.isReading(SUBJECT.subjectId),
      streams.isReading("another"),
    ]).toEqual([0, true, false]);
    void streams.serve(streams.claim(SUBJECT), LOG, { seq: 5, id: "five" }, new Reader(), {});
    await vi.waitFor(() => expect(ends).toEqual(["replaced"]), { timeout: 10_000 });
    await streams.drain();
  });

  test("[SYN-31] waits where all of them are in use", async () => {
    const { streams } = await seven([FORGOTTEN_AFTER_MS - 1_000, 4, 3, 2, 1, 0]);
    expect([streams.waitFor(SUBJECT.subjectId), streams.waitFor("another")]).toEqual([1_000, 0]);
    await streams.drain();
  });
});
