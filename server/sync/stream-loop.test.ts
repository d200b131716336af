import { describe, expect, test, vi } from "vitest";
import type { Position } from "./fanout.ts";
import type { StreamsDeps } from "./stream.ts";
import { HELD_AHEAD_MS } from "./stream-loop.ts";
import { LOG, news, ReaderInMemory, settled, streamsInMemory, SUBJECT } from "./testing/streams.ts";

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
    const { streams } = streamsInMemory({ fanout });
    const reader = new ReaderInMemory();
    void streams.serve(streams.claim(SUBJECT), LOG, { seq: 5, id: "five" }, reader, {});
    await vi.waitFor(
      () => expect(reader.written.slice(2)).toEqual(["event 6", "event 7", "event 8", "event 9"]),
      { timeout: 10_000 },
    );
    const stalled = log(9);
    const slow = new ReaderInMemory();
    slow.write = (chunk) => slow.written.push(String(chunk)) < 3;
    const { streams: others } = streamsInMemory({ fanout: stalled.fanout });
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
    const { streams } = streamsInMemory({ fanout });
    const reader = new ReaderInMemory();
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
    const reader = new ReaderInMemory();
    const { streams } = streamsInMemory({ fanout, isActive: () => asked.promise });
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
    const { streams, ends } = streamsInMemory({ fanout, isActive: () => Promise.resolve(false) });
    const left = streams.serve(
      streams.claim(SUBJECT),
      LOG,
      { seq: 5, id: "five" },
      new ReaderInMemory(),
      {},
    );
    await left;
    const { streams: others, ends: othersEnds } = streamsInMemory({ fanout });
    const waits = others.serve(
      others.claim(SUBJECT),
      LOG,
      { seq: 5, id: "five" },
      new ReaderInMemory(),
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
    const reader = new ReaderInMemory();
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
    const { streams, ends } = streamsInMemory({ fanout: { subscribe: () => feed }, ...over });
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
