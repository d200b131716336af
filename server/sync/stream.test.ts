import { describe, expect, test, vi } from "vitest";
import type { EndReason } from "./open-stream.ts";
import { FORGOTTEN_AFTER_MS, type Streams } from "./stream.ts";
import { LOG, news, ReaderInMemory, settled, streamsInMemory, SUBJECT } from "./testing/streams.ts";

test("a stopping server waits neither for a reader that takes nothing nor for a database that does not answer", async () => {
  const { streams } = streamsInMemory();
  const read = vi.fn(() => new Promise<never>(() => undefined));
  const stuck = streamsInMemory({
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
  const [stalled, waiting, healthy] = [
    new ReaderInMemory(),
    new ReaderInMemory(),
    new ReaderInMemory(),
  ];
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
    const { streams, ends } = streamsInMemory({
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
    return { streams, ends, registered, reader: new ReaderInMemory() };
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

describe("[SYN-31] a seventh stream of one subject", () => {
  const clock = { ms: 0, now: () => clock.ms };
  const seven = async (
    agesMs: readonly number[],
  ): Promise<{ streams: Streams; ends: EndReason[] }> => {
    const { streams, ends } = streamsInMemory({ clock });
    for (const ageMs of agesMs) {
      clock.ms = -ageMs;
      void streams.serve(
        streams.claim(SUBJECT),
        LOG,
        { seq: 5, id: "five" },
        new ReaderInMemory(),
        {},
      );
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
    void streams.serve(
      streams.claim(SUBJECT),
      LOG,
      { seq: 5, id: "five" },
      new ReaderInMemory(),
      {},
    );
    await vi.waitFor(() => expect(ends).toEqual(["replaced"]), { timeout: 10_000 });
    await streams.drain();
  });

  test("[SYN-31] waits where all of them are in use", async () => {
    const { streams } = await seven([FORGOTTEN_AFTER_MS - 1_000, 4, 3, 2, 1, 0]);
    expect([streams.waitFor(SUBJECT.subjectId), streams.waitFor("another")]).toEqual([1_000, 0]);
    await streams.drain();
  });
});
