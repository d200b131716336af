import { describe, expect, test } from "vitest";
import { err, ok } from "#shared/kernel/result.ts";
import type { OutboxEntry } from "../entry.ts";
import { entry, event, eventId, LOG, snapshotAt } from "../testing/tablet.ts";
import type { ShellStore, ShellTime } from "./ports.ts";
import { createWrites, SETTLES_MS, type Write } from "./writes.ts";

const cursorAt = (seq: number) => ({ logId: LOG, epoch: 1, seq, id: eventId(seq) });
const events = (from: number, to: number): Write => ({
  kind: "store-events",
  from: cursorAt(from),
  to: cursorAt(to),
  events: Array.from({ length: to - from }, (_, index) => event(from + 1 + index)),
});
const notice: Write = {
  kind: "notice",
  notice: { id: "a/1", at: 0, code: "order_cancelled", detail: "Gone.", number: null },
};
const answers = (...list: readonly OutboxEntry[]): Write => ({
  kind: "store-entries",
  entries: list,
  client: null,
});
const entries = answers();
const carriedOver: Write = {
  kind: "store-entries",
  entries: [],
  client: { clientId: "c", nextId: 1 },
};
const done = (id: number) => entry(id, { state: "done" });

/** No wait before another try is long, and nothing takes too long. */
const AT_ONCE: ShellTime = {
  nowMs: () => 0,
  steadyMs: () => 0,
  after: (ms, work) => (ms === SETTLES_MS ? undefined : work(), () => undefined),
  every: () => () => undefined,
};

/** A store that writes down what it is asked, and fails as long as it is told to. */
function desk(
  does: {
    full?: number;
    elsewhere?: boolean;
    deposed?: boolean;
    never?: boolean;
    time?: ShellTime;
  } = {},
) {
  const asked: string[] = [];
  const heard: string[] = [];
  let full = does.full ?? 0;
  const answer = async <T>(name: string, value: T) => {
    await (does.never === true ? new Promise(() => undefined) : Promise.resolve());
    asked.push(name);
    return full-- > 0 ? err({ kind: "full" as const }) : ok(value);
  };
  const store = {
    storeSnapshot: () =>
      does.deposed === true
        ? Promise.resolve(err({ kind: "deposed" as const }))
        : answer("snapshot", cursorAt(0)),
    storeEvents: (from, to) =>
      does.elsewhere === true
        ? Promise.resolve(err({ kind: "elsewhere" as const }))
        : answer(`events ${from.seq}-${to.seq}`, undefined),
    storeEntries: (_term, list) =>
      does.deposed === true
        ? Promise.resolve(err({ kind: "deposed" as const }))
        : answer(
            ["entries", ...list.slice(0, 3).map(({ id, state }) => `${id} ${state}`)].join(" "),
            undefined,
          ),
    addNotice: () => answer("notice", undefined),
  } satisfies Partial<ShellStore> as unknown as ShellStore;
  const writes = createWrites(
    store,
    () => 1,
    does.time ?? AT_ONCE,
    { next: () => 0 },
    {
      persisted: (cursor, what) =>
        heard.push(
          `persisted ${cursor.seq}${typeof what === "number" ? " anew" : ` of ${what.length}`}`,
        ),
      entriesStored: () => heard.push("entries"),
      clientStored: (clientId) => heard.push(`client ${clientId}`),
      noticeStored: () => heard.push("notice"),
      elsewhere: () => heard.push("elsewhere"),
      deposed: () => heard.push("deposed"),
      trouble: (failure) => heard.push(failure?.kind ?? "well"),
    },
  );
  return { writes, asked, heard };
}

describe("writing for the core", () => {
  test("keeps the order, and takes events that follow each other in one transaction", async () => {
    const { writes, asked, heard } = desk();
    for (const write of [
      { kind: "store-snapshot", snapshot: snapshotAt(0), fill: 1 } as const,
      events(0, 2),
      events(2, 3),
      entries,
    ])
      writes.add(write);
    await writes.settled();
    expect(asked).toEqual(["snapshot", "events 0-3", "entries"]);
    expect(heard).toEqual(["persisted 0 anew", "persisted 3 of 3", "entries"]);
  });

  test("[L1] whatever waits for a slow disk, two transactions take it: events go before answers that were asked for earlier", async () => {
    const { writes, asked, heard } = desk();
    for (let seq = 0; seq < 50; seq++)
      for (const write of [events(seq, seq + 1), answers(entry(seq)), answers(done(seq))])
        writes.add(write);
    await writes.settled();
    expect(asked).toEqual(["events 0-50", "entries 0 done 1 done 2 done"]);
    expect(heard).toEqual(["persisted 50 of 50", "entries"]);
  });

  test("[SYN-18] answers do not go before events that were asked for earlier: nobody would draw what is archived and not yet in the log", async () => {
    const { writes, asked } = desk();
    for (const write of [
      answers(entry(1)),
      events(0, 1),
      answers(done(1)),
      events(1, 2),
      answers(done(2)),
    ])
      writes.add(write);
    await writes.settled();
    expect(asked).toEqual(["entries 1 waiting", "events 0-2", "entries 1 done 2 done"]);
  });

  test("[L1] [SYN-14] what a snapshot replaces is not written before it, nor tried again once a snapshot waits", async () => {
    const snapshot = (seq: number, fill: number): Write => ({
      kind: "store-snapshot",
      snapshot: snapshotAt(seq),
      fill,
    });
    const { writes, asked, heard } = desk({ full: 1 });
    writes.add(events(0, 1));
    await Promise.resolve();
    for (const write of [
      events(1, 2),
      answers(done(1)),
      snapshot(5, 1),
      events(5, 6),
      snapshot(9, 2),
      events(9, 10),
    ])
      writes.add(write);
    await expect.poll(() => heard.at(-1)).toBe("persisted 10 of 1");
    expect(asked).toEqual(["events 0-1", "entries 1 done", "snapshot", "events 9-10"]);
  });

  test("[SYN-22] [SYN-14] nothing goes past what is carried over to a new client, nor past a snapshot", async () => {
    const snapshot: Write = { kind: "store-snapshot", snapshot: snapshotAt(1), fill: 1 };
    const behind = [answers(done(2)), events(1, 2)];
    const both = [desk(), desk()] as const;
    for (const write of [events(0, 1), answers(done(1)), carriedOver, ...behind])
      both[0].writes.add(write);
    for (const write of [answers(done(1)), snapshot, ...behind]) both[1].writes.add(write);
    await Promise.all(both.map(({ writes }) => writes.settled()));
    expect(both.map(({ asked }) => asked)).toEqual([
      ["events 0-1", "entries 1 done", "entries", "entries 2 done", "events 1-2"],
      ["entries 1 done", "snapshot", "entries 2 done", "events 1-2"],
    ]);
  });

  test("takes 2,000 events or entries in one transaction, and what one write more brings", async () => {
    const { writes, asked, heard } = desk();
    for (const write of [events(0, 1_999), events(1_999, 2_001), events(2_001, 2_002)])
      writes.add(write);
    for (const write of [
      Array.from({ length: 1_999 }, (_, id) => done(id)),
      [done(1), done(2_000)],
      [done(7)],
      [done(8)],
    ])
      writes.add(answers(...write));
    await writes.settled();
    expect([asked.length, heard]).toEqual([
      4,
      ["persisted 2001 of 2001", "persisted 2002 of 1", "entries", "entries"],
    ]);
    expect(asked.at(-1)).toBe("entries 7 done 8 done");
  });

  test("does not join events across a hole", async () => {
    const { writes, asked } = desk();
    writes.add(events(0, 1));
    writes.add(events(5, 6));
    await writes.settled();
    expect(asked).toEqual(["events 0-1", "events 5-6"]);
  });

  test("[SYN-20] writes a refusal down before the entry that it answers", async () => {
    const { writes, asked } = desk();
    writes.add(entries);
    writes.add(notice);
    await writes.settled();
    expect(asked).toEqual(["notice", "entries"]);
  });

  test("[SYN-12] tries again until there is room, in the same order, and says so", async () => {
    const { writes, heard } = desk({ full: 2 });
    writes.add(events(0, 1));
    writes.add(entries);
    await expect.poll(() => heard).toEqual(["full", "full", "persisted 1 of 1", "well", "entries"]);
  });

  test("waits for nothing while nothing can be stored", async () => {
    const { writes } = desk({ full: Number.POSITIVE_INFINITY });
    writes.add(entries);
    await writes.settled();
    writes.drop();
  });

  test("waits no longer than a core may stand still while the disk is slow", async () => {
    const timers: { ms: number; work: () => void }[] = [];
    const slow = desk({
      time: { ...AT_ONCE, after: (ms, work) => (timers.push({ ms, work }), () => undefined) },
      never: true,
    });
    slow.writes.add(entries);
    const settled = slow.writes.settled();
    let isOver = false;
    void settled.then(() => (isOver = true));
    await Promise.resolve();
    expect([timers.map(({ ms }) => ms), isOver]).toEqual([[SETTLES_MS], false]);
    timers[0]!.work();
    await settled;
    expect(slow.heard).toEqual([]);
  });

  test("says when another tab was there first, and when another one leads", async () => {
    const there = desk({ elsewhere: true, deposed: true });
    there.writes.add(events(0, 1));
    await there.writes.settled();
    there.writes.add({ kind: "store-snapshot", snapshot: snapshotAt(0), fill: 1 });
    await there.writes.settled();
    expect(there.heard).toEqual(["elsewhere", "deposed"]);
  });

  test("[SYN-22] says that a new client is stored, and only where it is", async () => {
    const [there, elsewhere] = [desk(), desk({ deposed: true })];
    for (const { writes } of [there, elsewhere]) writes.add(carriedOver);
    await Promise.all([there.writes.settled(), elsewhere.writes.settled()]);
    expect([there.heard, elsewhere.heard]).toEqual([["entries", "client c"], ["deposed"]]);
  });

  test("does not write later what failed while another tab took the lead", async () => {
    const { writes, asked } = desk({ full: 1 });
    writes.add(entries);
    await Promise.resolve();
    writes.drop();
    writes.add(notice);
    await expect.poll(() => asked).toContain("notice");
    expect(asked).toEqual(["entries", "notice"]);
  });

  test("forgets what is still to be written when another tab leads", async () => {
    const { writes, asked } = desk();
    writes.add(entries);
    writes.drop();
    await writes.settled();
    expect(asked).toEqual([]);
  });
});
