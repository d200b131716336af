import { expect, test } from "vitest";
import { ASK_AGAIN_MS, keepAwake, type WakePort } from "./wake-lock.ts";

/** A lock of the browser's, and the browser that gives it. */
function screen({
  refuses = false,
  visible = true,
}: { refuses?: boolean; visible?: boolean } = {}) {
  const heard: boolean[] = [];
  const locks: { released: boolean; take: () => void }[] = [];
  const state = { refuses, visible };
  const shown = new Set<() => void>();
  const later: { ms: number; work: () => void }[] = [];
  const port: WakePort = {
    async request() {
      if (state.refuses) throw new DOMException("battery", "NotAllowedError");
      const listeners: (() => void)[] = [];
      const lock = {
        released: false,
        take() {
          lock.released = true;
          for (const listener of listeners) listener();
        },
        addEventListener: (_name: string, listener: () => void) => void listeners.push(listener),
        async release() {
          lock.take();
        },
      };
      locks.push(lock);
      return lock as unknown as WakeLockSentinel;
    },
    isVisible: () => state.visible,
    onVisibility(listener) {
      shown.add(listener);
      return () => shown.delete(listener);
    },
    after(ms, work) {
      const entry = { ms, work };
      later.push(entry);
      return () => void (later.includes(entry) && later.splice(later.indexOf(entry), 1));
    },
  };
  const stop = keepAwake((awake) => heard.push(awake), port);
  const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
  return {
    heard,
    locks,
    state,
    later,
    stop,
    settle,
    show: (is: boolean) => ((state.visible = is), shown.forEach((listener) => listener())),
  };
}

test("asks again at once when the lock is taken away while the page is in sight", async () => {
  const { locks, heard, settle } = screen();
  await settle();
  locks[0]!.take();
  await settle();
  expect([locks.length, locks[1]!.released, heard]).toEqual([2, false, [true, true]]);
});

test("says so when it may not, tries again later, and says when it may", async () => {
  const { heard, state, later, settle, locks } = screen({ refuses: true });
  await settle();
  expect([heard, later.map(({ ms }) => ms)]).toEqual([[false], [ASK_AGAIN_MS]]);
  state.refuses = false;
  later[0]!.work();
  await settle();
  expect([heard, locks.length]).toEqual([[false, true], 1]);
});

test("says so when what was taken away is not given back", async () => {
  const { heard, state, locks, settle } = screen();
  await settle();
  state.refuses = true;
  locks[0]!.take();
  await settle();
  expect(heard).toEqual([true, false]);
});

test("does not fight for what is taken away again and again", async () => {
  const { heard, locks, later, settle } = screen();
  await settle();
  locks[0]!.take();
  await settle();
  locks[1]!.take();
  await settle();
  expect([locks.length, heard]).toEqual([2, [true, true, false]]);
  later.at(-1)!.work();
  await settle();
  expect([locks.length, heard.at(-1)]).toEqual([3, true]);
});

test("leaves a hidden page alone, and asks when it is shown again", async () => {
  const { locks, show, settle } = screen();
  await settle();
  show(false);
  locks[0]!.take();
  await settle();
  expect(locks.length).toBe(1);
  show(true);
  await settle();
  expect(locks.length).toBe(2);
});

test("gives the lock back at the end, also one that comes too late", async () => {
  const { locks, stop, settle, later } = screen();
  stop();
  await settle();
  expect([locks.map((lock) => lock.released), later]).toEqual([[true], []]);
});
