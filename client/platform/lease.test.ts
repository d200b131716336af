import { describe, expect, test } from "vitest";
import type { HeldLock } from "#shared/sync/device/shell/ports.ts";
import { LEASE_MS, RENEW_MS, tryLease } from "./lease.ts";

/** A browser with pages: one storage, one clock. Nothing happens but by `pass`. */
function browser({ keeps = true } = {}) {
  const kept = new Map<string, unknown>();
  let now = 1_000_000;
  let pages = 0;
  const ticks = new Set<() => void>();
  return {
    kept,
    set: (ms: number) => void (now = ms),
    now: () => now,
    page() {
      const own = new Set<() => void>();
      const newId = () => `page-${++pages}`;
      return {
        take: (name = "a"): HeldLock | null =>
          tryLease(name, {
            load: (key) => kept.get(key) ?? null,
            save: (key, value) =>
              keeps && (value === null ? kept.delete(key) : Boolean(kept.set(key, value))),
            nowMs: () => now,
            newId,
            every(_, work) {
              own.add(work);
              ticks.add(work);
              return () => void (own.delete(work), ticks.delete(work));
            },
          }),
        freeze: () => own.forEach((work) => ticks.delete(work)),
        wake: () => own.forEach((work) => ticks.add(work)),
      };
    },
    async pass(ms: number) {
      for (const until = now + ms; now < until;) {
        now += RENEW_MS;
        for (const tick of ticks) tick();
        await Promise.resolve();
      }
    },
    renewing: () => ticks.size,
  };
}

async function isGone(lock: HeldLock): Promise<boolean> {
  return Promise.race([
    lock.gone.then(() => true),
    Promise.resolve()
      .then(() => Promise.resolve())
      .then(() => false),
  ]);
}

describe("[SYN-36] a lock where the browser has none", () => {
  test("is one page's for as long as it lives, and the next one's as soon as it is released", async () => {
    const there = browser();
    const [one, two] = [there.page(), there.page()];
    const held = one.take();
    await there.pass(10 * LEASE_MS);
    expect([two.take(), two.take("another") === null]).toEqual([null, false]);
    held?.release();
    expect([await isGone(held!), two.take() === null]).toEqual([true, false]);
    expect(there.renewing()).toBe(2);
  });

  test("is free eight seconds after its page died, and not before", async () => {
    const there = browser();
    const [one, two] = [there.page(), there.page()];
    one.take();
    one.freeze();
    await there.pass(LEASE_MS - RENEW_MS);
    expect(two.take()).toBeNull();
    await there.pass(RENEW_MS);
    expect(two.take()).not.toBeNull();
  });

  test("a page that froze lets go when it wakes and another has it, and goes on where nobody does", async () => {
    const there = browser();
    const [one, two] = [there.page(), there.page()];
    const [taken, left] = [one.take("taken")!, one.take("left")!];
    one.freeze();
    await there.pass(2 * LEASE_MS);
    const other = two.take("taken")!;
    one.wake();
    await there.pass(RENEW_MS);
    expect([await isGone(taken), await isGone(left), await isGone(other)]).toEqual([
      true,
      false,
      false,
    ]);
    // What it lost is not its to give away.
    taken.release();
    expect(one.take("taken")).toBeNull();
  });

  test("of two that took it in the same moment one lets go at the next word", async () => {
    const there = browser();
    const first = there.page().take()!;
    const written = there.kept.get("a");
    there.kept.delete("a");
    const second = there.page().take()!;
    there.kept.set("a", written);
    await there.pass(RENEW_MS);
    expect([await isGone(first), await isGone(second)]).toEqual([false, true]);
  });

  test("lasts no longer where the clock was set back an hour", async () => {
    const there = browser();
    const one = there.page();
    one.take();
    one.freeze();
    there.set(there.now() - 3_600_000);
    expect(there.page().take()).not.toBeNull();
  });

  test("is nobody's where nothing is kept, and free where something else stands", () => {
    expect(browser({ keeps: false }).page().take()).toBeNull();
    const there = browser();
    for (const nonsense of ["x", { holder: 1, until: "soon" }, []]) {
      there.kept.set("a", nonsense);
      const held = there.page().take();
      expect(held).not.toBeNull();
      held?.release();
    }
  });
});
