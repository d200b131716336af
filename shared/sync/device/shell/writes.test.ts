import { describe, expect, it } from "vitest";
import { err, ok } from "#shared/kernel/result.ts";
import { event, eventId, LOG, snapshotAt } from "../testing/tablet.ts";
import type { ShellStore, ShellTime } from "./ports.ts";
import { createWrites, SETTLES_MS, type Write } from "./writes.ts";

const cursorAt = (seq: number) => ({ logId: LOG, epoch: 1, seq, id: eventId(seq) });
const events = (from: number, to: number): Write => ({
  kind: "store-events", from: cursorAt(from), to: cursorAt(to), events: Array.from({ length: to - from }, (_, index) => event(from + 1 + index)),
});
const notice: Write = { kind: "notice", notice: { id: "a/1", at: 0, code: "order_cancelled", detail: "Gone.", number: null } };
const entries: Write = { kind: "store-entries", entries: [], client: null };

/** No wait before another try is long, and nothing takes too long. */
const AT_ONCE: ShellTime = { nowMs: () => 0, steadyMs: () => 0, after: (ms, work) => (ms === SETTLES_MS ? undefined : work(), () => undefined), every: () => () => undefined };

/** A store that writes down what it is asked, and fails as long as it is told to. */
function desk(answers: { full?: number; elsewhere?: boolean; deposed?: boolean; never?: boolean; time?: ShellTime } = {}) {
  const asked: string[] = [];
  const heard: string[] = [];
  let full = answers.full ?? 0;
  const answer = async <T>(name: string, value: T) => {
    await (answers.never === true ? new Promise(() => undefined) : Promise.resolve());
    asked.push(name);
    return full-- > 0 ? err({ kind: "full" as const }) : ok(value);
  };
  const store = {
    storeSnapshot: () => (answers.deposed === true ? Promise.resolve(err({ kind: "deposed" as const })) : answer("snapshot", cursorAt(0))),
    storeEvents: (from, to) => (answers.elsewhere === true ? Promise.resolve(err({ kind: "elsewhere" as const })) : answer(`events ${from.seq}-${to.seq}`, undefined)),
    storeEntries: () => (answers.deposed === true ? Promise.resolve(err({ kind: "deposed" as const })) : answer("entries", undefined)),
    addNotice: () => answer("notice", undefined),
  } satisfies Partial<ShellStore> as unknown as ShellStore;
  const writes = createWrites(store, () => 1, answers.time ?? AT_ONCE, { next: () => 0 }, {
    persisted: (cursor, what) => heard.push(`persisted ${cursor.seq}${typeof what === "number" ? " anew" : ` of ${what.length}`}`),
    entriesStored: () => heard.push("entries"),
    clientStored: (clientId) => heard.push(`client ${clientId}`),
    noticeStored: () => heard.push("notice"),
    elsewhere: () => heard.push("elsewhere"),
    deposed: () => heard.push("deposed"),
    trouble: (failure) => heard.push(failure?.kind ?? "well"),
  });
  return { writes, asked, heard };
}

describe("writing for the core", () => {
  it("keeps the order, and takes events that follow each other in one transaction", async () => {
    const { writes, asked, heard } = desk();
    for (const write of [{ kind: "store-snapshot", snapshot: snapshotAt(0), fill: 1 } as const, events(0, 2), events(2, 3), entries, events(3, 4)]) writes.add(write);
    await writes.settled();
    expect(asked).toEqual(["snapshot", "events 0-3", "entries", "events 3-4"]);
    expect(heard).toEqual(["persisted 0 anew", "persisted 3 of 3", "entries", "persisted 4 of 1"]);
  });

  it("does not join events across a hole", async () => {
    const { writes, asked } = desk();
    writes.add(events(0, 1));
    writes.add(events(5, 6));
    await writes.settled();
    expect(asked).toEqual(["events 0-1", "events 5-6"]);
  });

  it("[SYN-20] writes a refusal down before the entry that it answers", async () => {
    const { writes, asked } = desk();
    writes.add(entries);
    writes.add(notice);
    await writes.settled();
    expect(asked).toEqual(["notice", "entries"]);
  });

  it("[SYN-12] tries again until there is room, in the same order, and says so", async () => {
    const { writes, heard } = desk({ full: 2 });
    writes.add(events(0, 1));
    writes.add(entries);
    await expect.poll(() => heard).toEqual(["full", "full", "persisted 1 of 1", "well", "entries"]);
  });

  it("waits for nothing while nothing can be stored", async () => {
    const { writes } = desk({ full: Number.POSITIVE_INFINITY });
    writes.add(entries);
    await writes.settled();
    writes.drop();
  });

  it("waits no longer than a core may stand still while the disk is slow", async () => {
    const timers: { ms: number; work: () => void }[] = [];
    const slow = desk({ time: { ...AT_ONCE, after: (ms, work) => (timers.push({ ms, work }), () => undefined) }, never: true });
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

  it("says when another tab was there first, and when another one leads", async () => {
    const there = desk({ elsewhere: true, deposed: true });
    there.writes.add(events(0, 1));
    there.writes.add({ kind: "store-snapshot", snapshot: snapshotAt(0), fill: 1 });
    await there.writes.settled();
    expect(there.heard).toEqual(["elsewhere", "deposed"]);
  });

  it("[SYN-22] says that a new client is stored, and only where it is", async () => {
    const rotation: Write = { kind: "store-entries", entries: [], client: { clientId: "c", nextId: 1 } };
    const [there, elsewhere] = [desk(), desk({ deposed: true })];
    for (const { writes } of [there, elsewhere]) writes.add(rotation);
    await Promise.all([there.writes.settled(), elsewhere.writes.settled()]);
    expect([there.heard, elsewhere.heard]).toEqual([["entries", "client c"], ["deposed"]]);
  });

  it("does not write later what failed while another tab took the lead", async () => {
    const { writes, asked } = desk({ full: 1 });
    writes.add(entries);
    await Promise.resolve();
    writes.drop();
    writes.add(notice);
    await expect.poll(() => asked).toContain("notice");
    expect(asked).toEqual(["entries", "notice"]);
  });

  it("forgets what is still to be written when another tab leads", async () => {
    const { writes, asked } = desk();
    writes.add(entries);
    writes.drop();
    await writes.settled();
    expect(asked).toEqual([]);
  });
});
