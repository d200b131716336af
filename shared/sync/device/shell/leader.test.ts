import { beforeEach, describe, expect, test } from "vitest";
import { BEAT_MS, elect, LISTEN_MS, SILENCE_MS, type Election } from "./leader.ts";
import type { HeldLock } from "./ports.ts";

/** A browser with tabs: one lock, one channel, one clock. Nothing happens but by `pass`. */
function browser(locks: boolean) {
  let now = 0;
  let term = 0;
  let holder: { steal(): void } | null = null;
  const line: (() => void)[] = [];
  const tabs: Tab[] = [];

  type Tab = {
    election: Election;
    leads: () => boolean;
    asleep: boolean;
    visible: boolean;
    tick: () => void;
  };

  const grant = (held: (lock: HeldLock) => void) => {
    let gone: () => void = () => undefined;
    const lock: HeldLock = {
      gone: new Promise((resolve) => void (gone = resolve)),
      release: () => {
        gone();
        if (holder !== mine) return;
        holder = null;
        line.shift()?.();
      },
    };
    const mine = { steal: () => gone() };
    holder = mine;
    held(lock);
  };
  const requestLock = (how: "wait" | "steal", held: (lock: HeldLock) => void) => {
    const ask = () => grant(held);
    if (how === "steal") {
      holder?.steal();
      ask();
    } else if (holder === null) ask();
    else line.push(ask);
    return () => void (line.includes(ask) && line.splice(line.indexOf(ask), 1));
  };

  return {
    open({ visible = true } = {}): Tab {
      let myTerm: number | null = null;
      const tab: Tab = {
        asleep: false,
        visible,
        leads: () => myTerm !== null,
        tick: () => undefined,
        election: undefined as unknown as Election,
      };
      tab.election = elect(
        {
          requestLock: locks ? requestLock : null,
          beat: () => {
            for (const other of tabs)
              if (other !== tab && !other.asleep && myTerm !== null) other.election.heard(myTerm);
          },
          visible: () => tab.visible,
          time: {
            steadyMs: () => now,
            every: (_, work) => {
              tab.tick = work;
              return () => void (tab.tick = () => undefined);
            },
          },
        },
        { lead: () => Promise.resolve((myTerm = ++term)), stepDown: () => void (myTerm = null) },
      );
      tabs.push(tab);
      return tab;
    },
    async pass(ms: number) {
      for (const until = now + ms; now < until; now += BEAT_MS) {
        for (const tab of tabs) if (!tab.asleep) tab.tick();
        for (let turn = 0; turn < 5; turn++) await Promise.resolve();
      }
    },
  };
}

type Browser = ReturnType<typeof browser>;

describe("with Web Locks", () => {
  let there: Browser;
  beforeEach(() => void (there = browser(true)));

  test("the first tab leads, the second waits", async () => {
    const [first, second] = [there.open(), there.open()];
    await there.pass(30_000);
    expect([first.leads(), second.leads()]).toEqual([true, false]);
  });

  test("the next in line leads when the leader closes", async () => {
    const [first, second] = [there.open(), there.open()];
    await there.pass(BEAT_MS);
    first.election.close();
    await there.pass(BEAT_MS);
    expect([first.leads(), second.leads()]).toEqual([false, true]);
  });

  test("a visible tab robs a leader that has frozen, and the robbed one steps down when it wakes", async () => {
    const [first, second] = [there.open(), there.open()];
    await there.pass(BEAT_MS);
    first.asleep = true;
    await there.pass(SILENCE_MS - BEAT_MS);
    expect(second.leads()).toBe(false);
    await there.pass(2 * BEAT_MS);
    expect(second.leads()).toBe(true);
    first.asleep = false;
    await there.pass(30_000);
    expect([first.leads(), second.leads()]).toEqual([false, true]);
  });

  test("a hidden tab robs nobody", async () => {
    const [first, second] = [there.open(), there.open({ visible: false })];
    await there.pass(BEAT_MS);
    first.asleep = true;
    await there.pass(10 * SILENCE_MS);
    expect(second.leads()).toBe(false);
    second.visible = true;
    await there.pass(BEAT_MS);
    expect(second.leads()).toBe(true);
  });

  test("a tab that slept itself first listens again", async () => {
    const [first, second] = [there.open(), there.open()];
    await there.pass(BEAT_MS);
    second.asleep = true;
    await there.pass(10 * SILENCE_MS);
    second.asleep = false;
    second.tick();
    await there.pass(SILENCE_MS);
    expect([first.leads(), second.leads()]).toEqual([true, false]);
  });

  test("the store's word that another leads is believed: the lock goes to the next in line", async () => {
    const [first, second] = [there.open(), there.open()];
    await there.pass(BEAT_MS);
    first.election.deposed();
    await there.pass(BEAT_MS);
    expect([first.leads(), second.leads()]).toEqual([false, true]);
  });

  test("a later leader's beat ends the lead of one that has the lock; an earlier one's does not", async () => {
    const [first, second] = [there.open(), there.open()];
    await there.pass(BEAT_MS);
    first.election.heard(0);
    expect(first.leads()).toBe(true);
    first.election.heard(2);
    await there.pass(BEAT_MS);
    expect([first.leads(), second.leads()]).toEqual([false, true]);
  });
});

describe("without Web Locks", () => {
  let there: Browser;
  beforeEach(() => void (there = browser(false)));

  test("a tab alone leads after listening", async () => {
    const tab = there.open();
    await there.pass(LISTEN_MS + 2 * BEAT_MS);
    expect(tab.leads()).toBe(true);
  });

  test("of two that open at once, one stays", async () => {
    const [first, second] = [there.open(), there.open()];
    await there.pass(30_000);
    expect([first.leads(), second.leads()].filter(Boolean)).toHaveLength(1);
  });

  test("another leads when the leader is gone", async () => {
    const [first, second] = [there.open(), there.open()];
    await there.pass(30_000);
    const [leader, follower] = first.leads() ? [first, second] : [second, first];
    leader.election.close();
    await there.pass(SILENCE_MS + 2 * BEAT_MS);
    expect(follower.leads()).toBe(true);
  });
});
