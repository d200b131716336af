import { describe, expect, test } from "vitest";
import type { StoredEvent } from "./event-store.ts";
import {
  createFanout,
  frameOf,
  MAX_CACHED_BYTES,
  MAX_CACHED_EVENTS,
  type Fanout,
  type Position,
} from "./fanout.ts";

const R = "restaurant";
const idOf = (seq: number, timeline = "a"): string => `${timeline}${seq}`;
const event = (seq: number, timeline = "a", body = `{"seq":${seq}}`): StoredEvent => ({
  seq,
  id: idOf(seq, timeline),
  type: "order_created",
  body,
});
const range = (from: number, to: number, timeline = "a"): StoredEvent[] =>
  Array.from({ length: to - from + 1 }, (_, index) => event(from + index, timeline));
const at = (seq: number, timeline = "a"): Position => ({
  seq,
  id: seq === 0 ? null : idOf(seq, timeline),
});

/** A log in memory that counts how often it is read. */
function withLog(log: StoredEvent[]): { fanout: Fanout; log: StoredEvent[]; reads: () => number } {
  let reads = 0;
  const fanout = createFanout({
    clock: { now: () => 1_000 },
    onFirstFeed: () => undefined,
    async readAfter(_, { seq, id }) {
      reads += 1;
      await Promise.resolve();
      if (seq !== 0 && log.find((one) => one.seq === seq)?.id !== id) return "must_refetch";
      return log.filter((one) => one.seq > seq).slice(0, 100);
    },
  });
  return { fanout, log, reads: () => reads };
}

const text = (events: readonly StoredEvent[]): string =>
  events.map((one) => frameOf(one).toString()).join("");

describe("a feed", () => {
  test("gives what this process committed without a read, as the same bytes to everybody", async () => {
    const { fanout, reads } = withLog(range(1, 5));
    const [one, other] = [fanout.subscribe(R, at(5)), fanout.subscribe(R, at(5))];
    expect(await one.read(at(5))).toBe(null);
    fanout.published(R, range(6, 8));
    const frames = await one.read(at(5));
    expect(frames).toMatchObject({ last: at(8), count: 3, committedAt: 1_000 });
    expect(frames).toMatchObject({ bytes: Buffer.from(text(range(6, 8))) });
    expect(await other.read(at(5))).toBe(frames);
    expect(reads()).toBe(0);
  });

  test("[SYN-35] gives the board its own bytes, made once for all boards, and nothing is made for boards where there is none", async () => {
    const { fanout, reads } = withLog(range(1, 5));
    const secret = (seq: number) =>
      event(
        seq,
        "a",
        JSON.stringify({
          seq,
          id: idOf(seq),
          type: "mutation_rejected",
          entityId: "x",
          data: { name: "n", code: "c", detail: "table 5", orderId: null },
          origin: null,
        }),
      );
    const whole = fanout.subscribe(R, at(5));
    // No JSON: whoever took it apart would fail.
    fanout.published(R, [event(6, "a", "{")]);
    expect(((await whole.read(at(5))) as { bytes: Buffer }).bytes.toString()).toContain(
      "data: {\n",
    );
    const boards = [fanout.subscribe(R, at(6), "board"), fanout.subscribe(R, at(6), "board")];
    fanout.published(R, [secret(7)]);
    const [one, other] = await Promise.all(boards.map((feed) => feed.read(at(6))));
    expect(one).toMatchObject({ last: at(7), count: 1 });
    expect(other).toBe(one);
    expect((one as { bytes: Buffer }).bytes.toString()).not.toContain("table 5");
    expect(((await whole.read(at(6))) as { bytes: Buffer }).bytes.toString()).toContain("table 5");
    expect([reads(), fanout.feeds(), [...fanout.heads()]]).toEqual([0, 3, [[R, 7]]]);
    fanout.advanced(R, 9);
    expect([whole.head(), boards[0]?.head()]).toEqual([9, 9]);
  });

  test("reads once for all who ask for the same at the same time", async () => {
    const { fanout, reads } = withLog(range(1, 5));
    const feeds = Array.from({ length: 20 }, () => fanout.subscribe(R, at(5)));
    const all = await Promise.all(feeds.map((feed) => feed.read(at(2))));
    expect(
      all.map((frames) =>
        frames === null || frames === "must_refetch" ? frames : frames.last.seq,
      ),
    ).toEqual(feeds.map(() => 5));
    expect(reads()).toBe(1);
  });

  test("does not answer from another timeline's event with the same seq", async () => {
    const { fanout, log } = withLog(range(1, 5));
    const feed = fanout.subscribe(R, at(5));
    log.splice(2, 3, ...range(3, 7, "b"));
    fanout.published(R, range(3, 7, "b"));
    expect(await feed.read(at(5))).toBe("must_refetch");
    expect(await feed.read(at(2))).toMatchObject({ last: at(7, "b") });
  });

  test("takes an event once, whether a hint or the writer told of it first", async () => {
    const { fanout, log } = withLog(range(1, 5));
    const feed = fanout.subscribe(R, at(5));
    log.push(...range(6, 7));
    fanout.advanced(R, 7);
    expect(await feed.read(at(5))).toMatchObject({ last: at(7), count: 2 });
    fanout.published(R, [event(6)]);
    expect(await feed.read(at(7))).toBe(null);
    fanout.published(R, [event(7), event(8)]);
    expect(await feed.read(at(7))).toMatchObject({ last: at(8), count: 1 });
  });

  test("wakes its readers at news only, until it is closed", () => {
    const { fanout } = withLog(range(1, 5));
    const feed = fanout.subscribe(R, at(5));
    let woken = 0;
    feed.onChange(() => {
      woken += 1;
    });
    fanout.advanced(R, 5);
    fanout.advanced("another", 9);
    expect(woken).toBe(0);
    fanout.advanced(R, 6);
    fanout.published(R, [event(7)]);
    expect([woken, feed.head()]).toEqual([2, 7]);
    feed.close();
    fanout.advanced(R, 8);
    expect([woken, fanout.feeds(), fanout.heads().size]).toEqual([2, 0, 0]);
  });

  test("learns of a restored backup by a head that went back, and not by a sweep that was slow", async () => {
    const { fanout, log } = withLog(range(1, 5));
    const feed = fanout.subscribe(R, at(5));
    let woken = 0;
    feed.onChange(() => {
      woken += 1;
    });
    const before = fanout.heads().get(R)!;
    fanout.published(R, [event(6)]);
    fanout.confirmed(R, 5, before);
    expect([woken, feed.head()]).toEqual([1, 6]);
    log.splice(3);
    fanout.confirmed(R, 3, 6);
    expect([woken, feed.head()]).toEqual([2, 3]);
    expect(await feed.read(at(5))).toBe("must_refetch");
    expect(await feed.read(at(3))).toBe(null);
  });
});

describe("the cache", () => {
  test("holds so many events and no more; older ones are read from the log", async () => {
    const all = range(1, 2 * MAX_CACHED_EVENTS);
    const { fanout, reads } = withLog(all);
    const feed = fanout.subscribe(R, at(0));
    fanout.published(R, all);
    const start = all.length - MAX_CACHED_EVENTS + 1;
    expect(await feed.read(at(start))).toMatchObject({
      last: at(all.length),
      count: MAX_CACHED_EVENTS - 1,
    });
    expect(reads()).toBe(0);
    expect(await feed.read(at(start - 1))).toMatchObject({ count: 100 });
    expect(reads()).toBe(1);
  });

  test("holds so many bytes and no more", async () => {
    const heavy = Array.from({ length: 10 }, (_, index) =>
      event(index + 1, "a", "x".repeat(MAX_CACHED_BYTES / 4)),
    );
    const { fanout } = withLog(heavy);
    const feed = fanout.subscribe(R, at(0));
    for (const one of heavy) fanout.published(R, [one]);
    expect(await feed.read(at(8))).toMatchObject({ count: 2 });
    const frames = await feed.read(at(8));
    expect(frames === null || frames === "must_refetch" ? 0 : frames.bytes.length).toBeLessThan(
      MAX_CACHED_BYTES,
    );
  });
});
